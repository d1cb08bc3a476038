import { expect, test } from "bun:test";
import { runMs, slowed } from "./cost.ts";

test("runMs() - adds the fixed cost and the cost of all tokens", () => {
  expect(runMs({ fixedMs: 28, perTokenMs: 0.5 }, 3, 100)).toBe(178);
});

test("slowed() - multiplies both terms", () => {
  expect(slowed({ fixedMs: 28, perTokenMs: 1.5 }, 2)).toEqual({ fixedMs: 56, perTokenMs: 3 });
});
