import { expect, test } from "bun:test";
import { cudaOptions, deviceIdOf, graphFor, graphId, isDeviceName, planGraphs } from "./cuda.ts";

test("cudaOptions() - returns strings, with graphs on or off", () => {
  const options = cudaOptions({ deviceId: 1, graphs: true });
  expect(options).toMatchObject({ device_id: "1", enable_cuda_graph: "1" });
  expect(cudaOptions({ deviceId: 0, graphs: false })["enable_cuda_graph"]).toBe("0");
});

test("device names may carry an ordinal, 0 by default", () => {
  for (const name of ["auto", "cpu", "cuda", "cuda:0", "cuda:12"])
    expect(isDeviceName(name)).toBe(true);
  for (const name of ["", "gpu", "cuda:", "cuda:-1", "cuda:1.5", "cuda:x", "cpu:0", "CUDA"])
    expect(isDeviceName(name)).toBe(false);
  expect(deviceIdOf("cuda")).toBe(0);
  expect(deviceIdOf("auto")).toBe(0);
  expect(deviceIdOf("cuda:12")).toBe(12);
});

test("graphId() - is unique per shape and below 2^31", () => {
  const ids = [1, 2, 64, 512].flatMap((batch) =>
    [12, 32, 95, 345].map((tokens) => graphId({ batch, tokens })),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.max(...ids)).toBeLessThan(2 ** 31);
});

test("planGraphs() - orders by batch, then by the given lengths, within the budget", () => {
  const plan = { lengths: [95, 22], batches: [4, 1], budgetBytes: 300, bytesPerToken: 1 };
  expect(planGraphs(plan)).toEqual([
    { batch: 1, tokens: 95 },
    { batch: 1, tokens: 22 },
    { batch: 4, tokens: 22 },
  ]);
  expect(planGraphs({ ...plan, budgetBytes: 0 })).toEqual([]);
});

test("graphFor() - picks the smallest sufficient batch of exactly the run's length", () => {
  const recorded = [
    { batch: 8, tokens: 95 },
    { batch: 4, tokens: 95 },
    { batch: 1, tokens: 22 },
  ];
  expect(graphFor({ batch: 3, tokens: 95 }, recorded)).toEqual({ batch: 4, tokens: 95 });
  expect(graphFor({ batch: 5, tokens: 95 }, recorded)).toEqual({ batch: 8, tokens: 95 });
  expect(graphFor({ batch: 1, tokens: 95 }, recorded)).toBeNull();
  expect(graphFor({ batch: 9, tokens: 95 }, recorded)).toBeNull();
  expect(graphFor({ batch: 1, tokens: 21 }, recorded)).toBeNull();
});
