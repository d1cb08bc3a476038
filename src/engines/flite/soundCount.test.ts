import { expect, test } from "bun:test";
import { soundCount } from "./soundCount.ts";

test.each([
  ["a", 1],
  ["the", 2],
  ["ship", 3],
  ["letter", 4],
  ["opened", 5],
  ["wanted", 6],
  ["time", 3],
  ["times", 4],
  ["she", 2],
  ["through", 3],
  ["night", 3],
  ["box", 4],
  ["queen", 4],
  ["USA", 6],
  ["I", 1],
  ["42", 7],
  ["$5", 8.5],
  ["'", 1],
])("%s has about %d sounds", (word, count) => {
  expect(soundCount(word)).toBe(count);
});
