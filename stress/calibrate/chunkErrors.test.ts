import { expect, test } from "bun:test";
import { chunkErrors } from "./chunkErrors.ts";

const WRITTEN = { stampsMs: [10, 110, 210, 310], pieceMs: 100, startMs: 1, countedMs: 0 };

test("a piece arrives with the read that completes it", () => {
  const chunks = [
    [12, 100],
    [115, 60], // the second piece arrives in two reads
    [118, 40],
  ] as const;
  expect(chunkErrors({ chunks }, WRITTEN)).toEqual([3, 9]);
});

test("pieces that one read completes arrive at the same time", () => {
  expect(chunkErrors({ chunks: [[330, 400]] }, WRITTEN)).toEqual([321, 221, 121, 21]);
});

test("pieces written before countedMs are not counted", () => {
  const chunks = [
    [12, 100],
    [115, 100],
  ] as const;
  expect(chunkErrors({ chunks }, { ...WRITTEN, countedMs: 110 })).toEqual([6]);
  expect(chunkErrors({ chunks }, { ...WRITTEN, countedMs: 111 })).toEqual([]);
});
