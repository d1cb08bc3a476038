import { expect, test } from "bun:test";
import { exitCode } from "../run/verdict.ts";
import { outcomeOf, runOf } from "../figures/outcome.fake.ts";
import { summaryOf } from "../results/runSummary.fake.ts";
import type { Summary } from "../results/runSummary.ts";
import { summarizeLevel } from "../figures/summary.ts";

const level = (ok: number, failed: number) =>
  summarizeLevel(
    runOf([
      ...Array.from({ length: ok }, () => outcomeOf()),
      ...Array.from({ length: failed }, () => outcomeOf({ error: "http_5xx" })),
    ]),
    "type7",
  );
const slo = (pass: boolean) => ({ gates: [], pass });
const code = (summary: Partial<Summary>) =>
  exitCode(summaryOf({ kind: "sweep", levels: [level(2, 0)], ...summary }));

test("exitCode() - checks for a level without success (1), then validity (3), then the gates (2)", () => {
  expect(code({})).toBe(0);
  const worst = { levels: [level(2, 0), level(0, 2)], valid: false, slo: slo(false) };
  expect(code(worst)).toBe(1);
  expect(code({ levels: [] })).toBe(1);
  expect(code({ ...worst, levels: [level(1, 1)] })).toBe(3);
  expect(code({ ...worst, levels: [level(1, 1)], valid: true })).toBe(2);
});

test("exitCode() - returns 1 for failed requests only in a burst or closed loop without gates", () => {
  const levels = [level(1, 1)];
  expect(code({ kind: "burst", levels })).toBe(1);
  expect(code({ kind: "closed", levels })).toBe(1);
  expect(code({ kind: "sweep", levels })).toBe(0);
  expect(code({ kind: "burst", levels, slo: slo(true) })).toBe(0);
});
