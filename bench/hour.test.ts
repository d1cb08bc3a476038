import { expect, test } from "bun:test";
import { halves } from "./hour.ts";

test("halves() - reports flat memory if the second half needs little more than the first", () => {
  expect(halves([130, 229, 200, 210, 261, 240])).toEqual({ first: 229, second: 261, flat: true });
  expect(halves([130, 229, 200, 170]).flat).toBe(true);
});

test("halves() - does not report growing or unmeasured memory as flat", () => {
  const kept = Array.from({ length: 200 }, (_, look) => 130 + (164 * look) / 200);
  expect(halves(kept).flat).toBe(false);
  expect(halves([Number.NaN, Number.NaN]).flat).toBe(false);
});
