import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import { createTokenParser } from "./tokens.ts";

/** Pieces of 1 to 12 characters. */
function split(text: string, next: (below: number) => number): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = at + 1 + next(12);
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

test("any split of the text gives the same codes", () => {
  const codes = [0, 7, 65_535, 12_345, 42];
  const tokens = codes.map((code) => `<|s_${code}|>`).join("");
  const text = `noise <| <|im_start|>${tokens}<|s_99999|><|im_end|>`;
  for (let seed = 0; seed < 200; seed += 1) {
    const parser = createTokenParser("s_");
    expect(split(text, random(seed)).flatMap((piece) => parser.push(piece))).toEqual(codes);
  }
});

test.each([
  ["<|s_65535|>", [65_535]],
  ["<|s_65536|>", []],
  ["<|s_99999|>", []],
  ["<|s_100000|>", []],
  ["<|s_-1|>", []],
  ["<|s_|>", []],
  ["<|s_0|>", [0]],
  ["<|speech_1|>", []],
])("%s gives the codes %j", (text, codes) => {
  expect(createTokenParser("s_").push(text)).toEqual(codes);
});

test("no token is lost in the chunks of a server with stop strings", () => {
  const parser = createTokenParser("s_");
  const pieces = ["", "<|", "s_56831|><|", "s_19546|><|", "s_10707|><|s_37331|>"];
  expect(pieces.flatMap((piece) => parser.push(piece))).toEqual([56_831, 19_546, 10_707, 37_331]);
});

test.each(["s_", "speech_", "a_long_name_of_speech_tokens_"])(
  "the longest token named %s is found when only its last character is missing",
  (name) => {
    const parser = createTokenParser(name);
    const token = `<|${name}65535|>`;
    expect(parser.push(token.slice(0, -1))).toEqual([]);
    expect(parser.push(">")).toEqual([65_535]);
  },
);

test("text without a token is not kept for the next push", () => {
  const parser = createTokenParser("s_");
  parser.push("<|s_1|> text 2|>");
  expect(parser.push("<|s_")).toEqual([]);
  expect(parser.push("3|>")).toEqual([3]);
  parser.push("<|s_4|");
  expect(parser.push("s_5|>")).toEqual([]);
});

test("any split of the text ends at the end token", () => {
  const text = "<|s_1|><|im_start|><|s_2|><|im_end|><|s_3|>";
  for (let seed = 0; seed < 200; seed += 1) {
    const parser = createTokenParser("s_", "<|im_end|>");
    expect(split(text, random(seed)).flatMap((piece) => parser.push(piece))).toEqual([1, 2]);
    expect(parser.isEnded).toBeTrue();
  }
});
