import { expect, test } from "bun:test";
import { graphLengths, graphShapes, recordGraphs, type GraphProgress } from "./graphs.ts";
import type { Lane } from "./lane.ts";

/** The first window of a default listener: 12 new tokens and 10 of lookahead. */
const firstTokens = 22;

test("seconds become tokens in ascending order, each length once", () => {
  expect(graphLengths([1, 0.1, 0.2, 0.205, 0.5])).toEqual([5, 10, 25, 50]);
  expect(graphLengths([])).toEqual([]);
});

test("every length is planned for each doubled batch up to the maximum, and the bare first window too", () => {
  const shapes = graphShapes({ lengths: [50, 100], maxBatch: 6, firstTokens });
  expect(shapes).toEqual(
    [1, 2, 4, 6].flatMap((batch) => [firstTokens, 50, 100].map((tokens) => ({ batch, tokens }))),
  );
  expect(
    graphShapes({ lengths: [50], maxBatch: 1, firstTokens }).map(({ batch }) => batch),
  ).toEqual([1, 1]);
  expect(graphShapes({ lengths: [], maxBatch: 16, firstTokens })).toEqual([]);
});

test("what would not fit the memory of all graphs together is left out, the widest first", () => {
  const shapes = graphShapes({ lengths: [1000], maxBatch: 1024, firstTokens });
  expect(shapes).toContainEqual({ batch: 1, tokens: 1000 });
  expect(shapes).not.toContainEqual({ batch: 1024, tokens: 1000 });
});

test("recording tells its progress; a shape that fails is told and left out", async () => {
  const told: GraphProgress[] = [];
  const lane: Lane = {
    run: (rows) =>
      rows.length === 2 ? Promise.reject(new Error("no memory")) : Promise.resolve([]),
    close: () => Promise.resolve(),
  };
  const shapes = [1, 2, 4].map((batch) => ({ batch, tokens: 50 }));
  const recorded = await recordGraphs(lane, shapes, (progress) => told.push(progress));
  expect(recorded).toEqual([shapes[0]!, shapes[2]!]);
  expect(told.map(({ done, total, failure }) => [done, total, failure])).toEqual([
    [1, 3, null],
    [2, 3, "no memory"],
    [3, 3, null],
  ]);
});
