import { expect, test } from "bun:test";
import { runOf } from "../figures/outcome.fake.ts";
import { probeRow } from "./report.ts";
import { summarizeLevel } from "../figures/summary.ts";

test("the line of an invalid rate names the reason", () => {
  const run = runOf([]);
  const level = {
    ...summarizeLevel(run, "type7"),
    warnings: ["a note", "invalid: send lag p99 52 ms > 20 ms"],
  };
  const probe = {
    qps: 40,
    repeats: 1,
    requests: 100,
    good: 99,
    failed: 0,
    missed: [],
    share: 0.99,
    lowerBound: 0.95,
    pass: true,
  };
  const row = (valid: boolean) => probeRow({ ...probe, valid }, [{ run, level }]).trimEnd();
  expect(row(false)).toEndWith("holds (invalid: send lag p99 52 ms > 20 ms)");
  expect(row(true)).toEndWith("holds");
});
