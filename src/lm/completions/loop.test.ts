import { expect, test } from "bun:test";
import { random } from "../../../fixtures/random.ts";
import { createLoopDetector } from "./loop.ts";

/** Returns the number of codes after which a loop is found; null if none is found. */
function foundAfter(codes: readonly number[]): number | null {
  const isLoop = createLoopDetector();
  const at = codes.findIndex((code) => isLoop(code));
  return at < 0 ? null : at + 1;
}

const sequence = (length: number): number[] => Array.from({ length }, (_, at) => 1000 + at);
const repeated = (codes: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, at) => codes[at % codes.length]!);

test.each([1, 2, 7, 49, 50])("%d codes that repeat for 3 s are a loop", (length) => {
  expect(foundAfter(repeated(sequence(length), 149))).toBeNull();
  expect(foundAfter(repeated(sequence(length), 150))).toBe(150);
});

test("a longer sequence is not a loop, however often it repeats", () => {
  expect(foundAfter(repeated(sequence(51), 1000))).toBeNull();
});

test("a loop is found after ordinary speech", () => {
  expect(foundAfter([...sequence(333), ...repeated([5, 6, 7], 200)])).toBe(333 + 150);
});

test("one other code within the repetitions makes them no loop", () => {
  const codes = repeated([5, 6, 7], 220);
  codes[110] = 9;
  expect(foundAfter(codes)).toBeNull();
});

test("random codes are no loop, even of few different ones", () => {
  const next = random(1);
  expect(foundAfter(Array.from({ length: 5000 }, () => next(3)))).toBeNull();
});
