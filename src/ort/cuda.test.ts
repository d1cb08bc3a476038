import { expect, test } from "bun:test";
import { cudaOptions, deviceIdOf, graphFor, graphId, isDeviceName, planGraphs } from "./cuda.ts";

test("cudaOptions() - returns every option as a string, with CUDA graphs on or off", () => {
  const options = cudaOptions({ deviceId: 1, graphs: true });
  expect(options).toMatchObject({ device_id: "1", enable_cuda_graph: "1" });
  expect(cudaOptions({ deviceId: 0, graphs: false })["enable_cuda_graph"]).toBe("0");
});

test("isDeviceName(), deviceIdOf() - accept an optional ordinal, which is 0 by default", () => {
  for (const name of ["auto", "cpu", "cuda", "cuda:0", "cuda:12"])
    expect(isDeviceName(name)).toBe(true);
  for (const name of ["", "gpu", "cuda:", "cuda:-1", "cuda:1.5", "cuda:x", "cpu:0", "CUDA"])
    expect(isDeviceName(name)).toBe(false);
  expect(deviceIdOf("cuda")).toBe(0);
  expect(deviceIdOf("auto")).toBe(0);
  expect(deviceIdOf("cuda:12")).toBe(12);
});

test("graphId() - returns a unique id below 2^31 for each shape", () => {
  const ids = [1, 2, 64, 512].flatMap((batch) =>
    [12, 32, 95, 345].map((tokens) => graphId({ batch, tokens })),
  );
  expect(new Set(ids).size).toBe(ids.length);
  expect(Math.max(...ids)).toBeLessThan(2 ** 31);
});

test("planGraphs() - orders shapes by batch, then as given, and skips shapes beyond the budget", () => {
  const plan = { lengths: [95, 22], batches: [4, 1], budgetBytes: 300, bytesPerToken: 1 };
  expect(planGraphs(plan)).toEqual([
    { batch: 1, tokens: 95 },
    { batch: 1, tokens: 22 },
    { batch: 4, tokens: 22 },
  ]);
  expect(planGraphs({ ...plan, budgetBytes: 0 })).toEqual([]);
});

test("graphFor() - picks the smallest batch with enough rows among graphs of exactly the run's length", () => {
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
