import { expect, test } from "bun:test";
import { type Border, matchPauses } from "./matchPauses.ts";

const marked = (sounds: number): Border => ({ sounds, pausing: true });
const plain = (sounds: number): Border => ({ sounds, pausing: false });

test("pauses match equally many punctuation marks in order, even if the estimates are far off", () => {
  expect(matchPauses([3, 30], [plain(3), marked(12), plain(15), marked(18)])).toEqual([
    { pause: 0, border: 1 },
    { pause: 1, border: 3 },
  ]);
});

test("a single pause matches the nearer of two punctuation marks", () => {
  expect(matchPauses([20], [marked(4), plain(10), marked(21)])).toEqual([{ pause: 0, border: 2 }]);
  expect(matchPauses([6], [marked(4), plain(10), marked(21)])).toEqual([{ pause: 0, border: 0 }]);
});

test("a pause without punctuation matches the nearest border", () => {
  expect(matchPauses([11], [plain(4), plain(10), plain(21)])).toEqual([{ pause: 0, border: 1 }]);
});

test("with more pauses than borders, the remaining pauses match no border", () => {
  expect(matchPauses([5, 10, 15], [marked(11)])).toEqual([{ pause: 1, border: 0 }]);
  expect(matchPauses([5, 10], [])).toEqual([]);
  expect(matchPauses([], [marked(3)])).toEqual([]);
});
