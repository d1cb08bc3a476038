import { expect, test } from "bun:test";
import { countAllocations } from "./allocations.ts";
import { startCounter } from "./counter.ts";

test("countAllocations() - a window allocates only the chunk that its reader gets", async () => {
  const { windows, loop, worker } = await countAllocations();
  expect(windows).toBeGreaterThan(50);
  expect(loop).toBeLessThan(1.1);
  expect(worker).toBe(0);
});

test("startCounter() - counts copies and new arrays, but no views", () => {
  const counter = startCounter();
  try {
    const array = new Float32Array(10);
    const views = [new Float32Array(array.buffer, 4, 2), array.subarray(2)];
    expect(counter.count).toBe(1);
    const copies = [array.slice(2), new SharedArrayBuffer(8)];
    expect(counter.count).toBe(1 + copies.length);
    expect(views).toHaveLength(2);
  } finally {
    counter.stop();
  }
});
