import { expect, test } from "bun:test";
import { createBreaks, type TextOrPause } from "./breaks.ts";

const shown = (parts: readonly TextOrPause[]): string[] =>
  parts.map((part) => (typeof part === "string" ? part : `${part.pauseS} s`));

test.each([
  ['One <break time="1.5s"/> two', ["One ", "1.5 s", '<break time="1.5s"/> two']],
  ["<break time='250ms' />", ["0.25 s", "<break time='250ms' />"]],
  ["a<break/>b", ["a", "0.5 s", "<break/>b"]],
  ['a<break strength="x-strong"/>', ["a", "1 s", '<break strength="x-strong"/>']],
  ['<break time="99999s"/>', ["10 s", '<break time="99999s"/>']],
  ["a < b, <b>bold</b> <breakfast>", ["a < b, <b>bold</b> <breakfast>"]],
])("the pauses of %s", (text, parts) => {
  expect(shown(createBreaks().add(text))).toEqual(parts);
});

test("a tag in pieces is found at every cut, and the texts join to the text", () => {
  const text = 'One <break time="1.5s"/> two';
  for (let cut = 1; cut < text.length; cut += 1) {
    const breaks = createBreaks();
    const parts = [
      ...breaks.add(text.slice(0, cut)),
      ...breaks.add(text.slice(cut)),
      breaks.rest(),
    ];
    const texts = parts.filter((part) => typeof part === "string");
    expect(texts.join("")).toBe(text);
    expect(parts.filter((part) => typeof part === "object")).toEqual([{ pauseS: 1.5 }]);
  }
});

test("a tag that never ends is text", () => {
  const breaks = createBreaks();
  expect(breaks.add("One <break")).toEqual(["One "]);
  expect(breaks.rest()).toBe("<break");
  expect(breaks.rest()).toBe("");
});
