import { expect, test } from "bun:test";
import { sections } from "./sections.ts";

const cut = (input: string): string[] =>
  Array.from(
    sections(input, { fences: true }),
    ({ start, end, kind }) => `${kind}: ${input.slice(start, end)}`,
  );

test("sections tile the input, and one of prose has at most 2000 units", () => {
  for (const unit of ["a", "a ", "\n", "😀", ">", "[a](", "word. ", "漢。", "```\n", "- a\n\n"]) {
    const input = unit.repeat(Math.ceil(20_000 / unit.length));
    let at = 0;
    for (const { start, end, kind } of sections(input, { fences: true })) {
      expect(start).toBe(at);
      if (kind === "prose") expect(end - start).toBeLessThanOrEqual(2000);
      expect(/[\udc00-\udfff]/.test(input.charAt(start))).toBe(false);
      at = end;
    }
    expect(at).toBe(input.length);
  }
});

test("a fence is a section of its own up to its closing fence, the end of its quote or the end of the input", () => {
  expect(cut("a\n```js\nx\n~~~\n```\nb")).toEqual([
    "prose: a\n",
    "code: ```js\nx\n~~~\n```\n",
    "prose: b",
  ]);
  expect(cut("> - ```\n> x\nb")).toEqual(["prose: > - ", "code: ```\n> x\n", "prose: b"]);
  expect(cut("~~~~\nx\n~~~\ny")).toEqual(["code: ~~~~\nx\n~~~\ny"]);
  expect(cut("say ```x``` or\n```x``` now")).toEqual(["prose: say ```x``` or\n```x``` now"]);
});

test("sections are made lazily", () => {
  const first = sections("a paragraph of words\n\n".repeat(100_000), { fences: true }).next();
  expect(first.value).toMatchObject({ start: 0, kind: "prose" });
});
