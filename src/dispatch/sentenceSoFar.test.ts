import { expect, test } from "bun:test";
import type { Engine } from "../engine.ts";
import { SAMPLING } from "../sampling.fake.ts";
import { NORMALISE_DEFAULTS } from "../text/normalise.ts";
import { createReading, END, FLUSH, type TextPart } from "../text/speakable.ts";
import { createLines } from "./lines.ts";

function engineOf(id: string, language: string, speaks: readonly ("en" | "zh")[]): Engine {
  return {
    id,
    sampleRate: 24_000,
    voices: [{ id, name: id, language, speaks }],
    unit: "sentence",
    nativeSpeed: true,
    timing: "exact",
    openVoices: false,
    speakable: /\p{L}/u,
    speak: () => (async function* silence() {})(),
    unready: () => null,
    close: async () => {},
  };
}

const english = engineOf("english", "en-US", ["en"]);
const chinese = engineOf("chinese", "zh-CN", ["zh"]);

/** Returns the text of each utterance and the sentence so far that it continues. */
async function read(...parts: readonly TextPart[]): Promise<(readonly [string, string | null])[]> {
  const engines = [english, chinese];
  const options = { voice: "english", speed: 1, sampling: SAMPLING, engines };
  const { shapeOf, toLine } = createLines(options, english);
  const reading = createReading(NORMALISE_DEFAULTS, shapeOf);
  const spoken: (readonly [string, string | null])[] = [];
  const toEnd: readonly TextPart[] = [...parts, END];
  for (const part of toEnd)
    for await (const passage of reading.read(part)) {
      const utterance = toLine(passage)?.utterance;
      if (utterance) spoken.push([utterance.text, utterance.sentenceSoFar?.text ?? null]);
    }
  return spoken;
}

test("an utterance that goes on in a sentence knows the sentence so far, up to the last sentence end", async () => {
  expect(
    await read("So. When it rains, ", FLUSH, "we stay in ", FLUSH, "our house. Always."),
  ).toEqual([
    ["So.", null],
    ["When it rains,", null],
    ["we stay in,", "When it rains,"],
    ["our house.", "When it rains, we stay in"],
    ["Always.", null],
  ]);
});

test("a long sentence so far begins with its last part", async () => {
  const [first, second, third] = ["one ", "two ", "six "].map((word) => word.repeat(20));
  const spoken = await read(first!, FLUSH, second!, FLUSH, third!);
  expect(spoken.map(([, soFar]) => soFar)).toEqual([null, first!.trim(), second!.trim()]);
});

test("a sentence so far in another language is not continued", async () => {
  const spoken = await read("When it rains, ", FLUSH, "我们在家里, ", FLUSH, "and sleep.");
  expect(spoken.map(([, soFar]) => soFar)).toEqual([null, null, null]);
});
