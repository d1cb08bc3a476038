import { expect, test } from "bun:test";
import { border, edited, editAt, slice, spanOf, trace, withoutOverlaps } from "./spans.ts";

/** "one and two", in which "and" has replaced "&". */
const replaced = edited(trace("one & two"), [{ start: 4, end: 5, text: "and", kind: "code" }]);

test("edited() gives all units of a replacement the whole replaced range as their origin", () => {
  expect(replaced.text).toBe("one and two");
  expect([...replaced.from]).toEqual([0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 8]);
  expect([...replaced.to]).toEqual([1, 2, 3, 4, 5, 5, 5, 6, 7, 8, 9]);
});

test("edited() gives an edit inside a replacement the whole origin of the replacement", () => {
  const again = edited(replaced, [{ start: 5, end: 6, text: "N", kind: null }]);
  expect(again.text).toBe("one aNd two");
  expect([again.from[5], again.to[5]]).toEqual([4, 5]);
});

test("edited() leaves the origin of a replacement to its first half if an edit begins inside it", () => {
  const again = edited(replaced, [{ start: 6, end: 8, text: "-", kind: null }]);
  expect(again.text).toBe("one an-two");
  expect([again.from[6], again.to[6]]).toEqual([5, 6]);
});

test("edited() leaves the origin of a replacement to its second half if an edit ends inside it", () => {
  const again = edited(replaced, [{ start: 3, end: 5, text: "-", kind: null }]);
  expect(again.text).toBe("one-nd two");
  expect([again.from[3], again.to[3]]).toEqual([3, 4]);
});

test("edited() gives an edit at the start of a text the origin of the replaced range", () => {
  const again = edited(trace("ab"), [{ start: 0, end: 1, text: "xy", kind: null }]);
  expect([...again.from]).toEqual([0, 0, 1]);
  expect([...again.to]).toEqual([1, 1, 2]);
});

test("edited() returns the same text if there are no edits", () => {
  expect(edited(replaced, [])).toBe(replaced);
});

test("withoutOverlaps() drops an edit that begins inside an earlier edit and keeps an edit that begins at its end", () => {
  const edit = (start: number, end: number) => ({ start, end, text: "", kind: null });
  const [first, inside, after] = [edit(0, 3), edit(2, 5), edit(3, 4)];
  expect(withoutOverlaps([first, inside, after])).toEqual([first, after]);
});

test("border() returns the end of the replacement around an index, or the end of the text", () => {
  expect([4, 5, 6, 7].map((index) => border(replaced, index))).toEqual([4, 7, 7, 7]);
  const last = edited(trace("a&"), [{ start: 1, end: 2, text: "and", kind: null }]);
  expect(border(last, 2)).toBe(4);
  expect(border(last, 0)).toBe(0);
});

test("spanOf() returns the place of a part in the complete input", () => {
  const part = slice(trace("  one & two", 3), 0, 6);
  expect(part.text).toBe("one");
  expect(spanOf(part)).toEqual({ start: 5, end: 8 });
});

test("editAt() returns the kind of edit that removed a unit of the input", () => {
  expect([3, 4, 5].map((offset) => editAt(replaced, offset))).toEqual([null, "code", null]);
});
