import { expect, test } from "bun:test";
import type { Engine } from "../engine.ts";
import type { Language } from "../text/speak/verbaliser.ts";
import type { Speaker } from "./speakers.ts";
import { unspokenInput } from "./unspokenInput.ts";

/** Only `speakable` is read. */
const speaker = (speakable: RegExp): Speaker => ({
  engine: { speakable } as Engine,
  voice: "v",
  shape: { unit: "sentence" },
});
const english = speaker(/[a-z]/i);
const chinese = speaker(/\p{Script=Han}/u);

test("letters and digits that the speaker of their sentence cannot say are counted", () => {
  const both = (language: Language): Speaker => (language === "zh" ? chinese : english);
  const input = "This is a sentence. 今天天气很好。 A word 世界 in it, and Привет.";
  expect(unspokenInput(input, () => english)).toBe(14);
  expect(unspokenInput(input, both)).toBe(8);
  expect(unspokenInput("我的 iPhone 坏了。", both)).toBe(6);
  expect(unspokenInput("Hello.", both)).toBe(0);
});
