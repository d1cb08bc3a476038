import { expect, test } from "bun:test";
import { border, edited, editAt, slice, spanOf, trace, withoutOverlaps } from "./spans.ts";

/** "one & two" whose "&" was replaced by "and". */
const replaced = edited(trace("one & two"), [{ start: 4, end: 5, text: "and", kind: "code" }]);

test("edited() - all units of a replacement stand for all that it replaced", () => {
  expect(replaced.text).toBe("one and two");
  expect([...replaced.from]).toEqual([0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 8]);
  expect([...replaced.to]).toEqual([1, 2, 3, 4, 5, 5, 5, 6, 7, 8, 9]);
});

test("edited() - an edit of a part of a replacement has the whole origin when it is all in it", () => {
  const again = edited(replaced, [{ start: 5, end: 6, text: "N", kind: null }]);
  expect(again.text).toBe("one aNd two");
  expect([again.from[5], again.to[5]]).toEqual([4, 5]);
});

test("edited() - an edit that begins inside a replacement leaves its origin to the first half", () => {
  const again = edited(replaced, [{ start: 6, end: 8, text: "-", kind: null }]);
  expect(again.text).toBe("one an-two");
  expect([again.from[6], again.to[6]]).toEqual([5, 6]);
});

test("edited() - an edit that ends inside a replacement leaves its origin to the second half", () => {
  const again = edited(replaced, [{ start: 3, end: 5, text: "-", kind: null }]);
  expect(again.text).toBe("one-nd two");
  expect([again.from[3], again.to[3]]).toEqual([3, 4]);
});

test("edited() - an edit at the start of a text has the origin of what it replaced", () => {
  const again = edited(trace("ab"), [{ start: 0, end: 1, text: "xy", kind: null }]);
  expect([...again.from]).toEqual([0, 0, 1]);
  expect([...again.to]).toEqual([1, 1, 2]);
});

test("edited() - without edits returns the text itself", () => {
  expect(edited(replaced, [])).toBe(replaced);
});

test("withoutOverlaps() - an edit that begins inside an earlier one is dropped, one at its end is kept", () => {
  const edit = (start: number, end: number) => ({ start, end, text: "", kind: null });
  const [first, inside, after] = [edit(0, 3), edit(2, 5), edit(3, 4)];
  expect(withoutOverlaps([first, inside, after])).toEqual([first, after]);
});

test("border() - moves to the end of a replacement, and never past the end of the text", () => {
  expect([4, 5, 6, 7].map((index) => border(replaced, index))).toEqual([4, 7, 7, 7]);
  const last = edited(trace("a&"), [{ start: 1, end: 2, text: "and", kind: null }]);
  expect(border(last, 2)).toBe(4);
  expect(border(last, 0)).toBe(0);
});

test("spanOf() - the span of a part is its place in the complete input", () => {
  const part = slice(trace("  one & two", 3), 0, 6);
  expect(part.text).toBe("one");
  expect(spanOf(part)).toEqual({ start: 5, end: 8 });
});

test("editAt() - returns the kind of edit that removed a unit of the input", () => {
  expect([3, 4, 5].map((offset) => editAt(replaced, offset))).toEqual([null, "code", null]);
});
