import { expect, test } from "bun:test";
import { graphLengths, graphShapes, recordGraphs, type GraphProgress } from "./graphs.ts";
import type { Lane } from "./lane.ts";

/** Tokens of the first window of a default listener: 12 new tokens and 10 tokens of lookahead. */
const firstTokens = 22;

test("graphLengths() - converts seconds to token counts, ascending and without duplicates", () => {
  expect(graphLengths([1, 0.1, 0.2, 0.205, 0.5])).toEqual([5, 10, 25, 50]);
  expect(graphLengths([])).toEqual([]);
});

test("graphShapes() - plans every length and the first window for doubling batches up to the maximum", () => {
  const shapes = graphShapes({ lengths: [50, 100], maxBatch: 6, firstTokens });
  expect(shapes).toEqual(
    [1, 2, 4, 6].flatMap((batch) => [firstTokens, 50, 100].map((tokens) => ({ batch, tokens }))),
  );
  expect(
    graphShapes({ lengths: [50], maxBatch: 1, firstTokens }).map(({ batch }) => batch),
  ).toEqual([1, 1]);
  expect(graphShapes({ lengths: [], maxBatch: 16, firstTokens })).toEqual([]);
});

test("graphShapes() - omits shapes that exceed the memory budget", () => {
  const shapes = graphShapes({ lengths: [1000], maxBatch: 1024, firstTokens });
  expect(shapes).toContainEqual({ batch: 1, tokens: 1000 });
  expect(shapes).not.toContainEqual({ batch: 1024, tokens: 1000 });
});

test("recordGraphs() - reports every shape and returns the recorded shapes", async () => {
  const reports: GraphProgress[] = [];
  const lane: Lane = {
    run: (rows, read) =>
      rows.length === 2 ? Promise.reject(new Error("no memory")) : Promise.resolve(read([])),
    close: () => Promise.resolve(),
  };
  const shapes = [1, 2, 4].map((batch) => ({ batch, tokens: 50 }));
  const recorded = await recordGraphs(lane, shapes, (progress) => reports.push(progress));
  expect(recorded).toEqual([shapes[0]!, shapes[2]!]);
  expect(reports.map(({ done, total, failure }) => [done, total, failure])).toEqual([
    [1, 3, null],
    [2, 3, "no memory"],
    [3, 3, null],
  ]);
});
