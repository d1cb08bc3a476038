import { expect, test } from "bun:test";
import { atMost, openGoals } from "./goals.ts";

test("openGoals() - prints and counts a missed or unmeasured goal", () => {
  const lines: string[] = [];
  const goals = openGoals((line) => void lines.push(line));
  goals.judge("first audio 40 ms", atMost(40, 40, "40 ms"));
  expect(goals.missed).toBe(0);
  goals.judge("first audio 41 ms", atMost(41, 40, "40 ms"));
  goals.judge("resident NaN MiB", atMost(Number.NaN, 40, "40 MiB"));
  expect(goals.missed).toBe(2);
  expect(lines).toEqual([
    "first audio 40 ms (goal 40 ms: holds)",
    "first audio 41 ms (goal 40 ms: MISSED)",
    "resident NaN MiB (goal 40 MiB: MISSED)",
  ]);
});
