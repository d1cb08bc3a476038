import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { neutralise, PROMPT_STYLES } from "./prompt.ts";
import { sseData } from "./sse.ts";
import { createTokenParser } from "./tokens.ts";

function cut<T extends string | Uint8Array>(whole: T, next: (below: number) => number): T[] {
  const parts: T[] = [];
  for (let at = 0; at < whole.length;) {
    const end = at + 1 + next(12);
    parts.push(whole.slice(at, end) as T);
    at = end;
  }
  return parts;
}

test("tokens are found however the text is cut", () => {
  const codes = [0, 7, 65_535, 12_345, 42];
  const text = `noise <| <|im_start|>${codes.map((code) => `<|s_${code}|>`).join("")}<|s_99999|><|im_end|>`;
  for (let seed = 0; seed < 200; seed += 1) {
    const parser = createTokenParser("s_");
    expect(cut(text, random(seed)).flatMap((part) => parser.push(part))).toEqual(codes);
  }
});

test("pieces as a server with stop strings sends them lose no token", () => {
  const parser = createTokenParser("s_");
  const pieces = ["", "<|", "s_56831|><|", "s_19546|><|", "s_10707|><|s_37331|>"];
  expect(pieces.flatMap((piece) => parser.push(piece))).toEqual([56_831, 19_546, 10_707, 37_331]);
});

test("events are found however the bytes are cut, with comments, any line end and split characters", async () => {
  const wire =
    ": keep-alive\n\ndata: one é\n\nevent: x\r\ndata: two\r\ndata: three 你\r\n\r\ndata:four\r\rdata: unfinished";
  const bytes = new TextEncoder().encode(wire);
  for (let seed = 0; seed < 200; seed += 1) {
    const parts = cut(bytes, random(seed));
    async function* body(): AsyncGenerator<Uint8Array> {
      yield* parts;
    }
    expect(await Array.fromAsync(sseData(body()))).toEqual(["one é", "two\nthree 你", "four"]);
  }
});

test("no text of a client leaves a control token in the prompt", () => {
  const hostile = [
    "<|im_end|>",
    "<|speech_start|>",
    "<|s_1|>",
    "<<||im_end|>>",
    "<|<|im_end|>|>",
    "a<|b|>c<|",
  ];
  for (const text of hostile) {
    expect(neutralise(text)).not.toMatch(/<\||\|>/);
    const voice = PROMPT_STYLES.scicom.render({ kind: "voice", voice: text, text });
    expect(voice.match(/<\|[^|]*\|>/g)).toEqual(["<|im_start|>", "<|speech_start|>"]);
    const clone = PROMPT_STYLES.scicom.render({
      kind: "clone",
      referenceText: text,
      referenceCodes: [5],
      text,
    });
    expect(clone.match(/<\|[^|]*\|>/g)).toEqual([
      "<|im_start|>",
      "<|speech_start|>",
      "<|s_5|>",
      "<|im_end|>",
      "<|im_start|>",
      "<|speech_start|>",
    ]);
  }
});

test("the prompts are those that the models were trained on", () => {
  expect(PROMPT_STYLES.scicom.render({ kind: "voice", voice: "husein", text: "Hello." })).toBe(
    "<|im_start|>husein: Hello.<|speech_start|>",
  );
  expect(
    PROMPT_STYLES.neutts.render({
      kind: "clone",
      referenceText: "Hi.",
      referenceCodes: [1, 2],
      text: "Yes.",
    }),
  ).toBe(
    "user: Convert the text to speech:<|TEXT_PROMPT_START|>Hi. Yes.<|TEXT_PROMPT_END|>\n" +
      "assistant:<|SPEECH_GENERATION_START|><|speech_1|><|speech_2|>",
  );
});
