import { expect, test } from "bun:test";
import { ONLY_PART } from "../load/part.ts";
import { talkPlan } from "../talk/plan.ts";
import { talkPlanLine } from "./talkPlanLine.ts";

const OPTIONS = {
  turns: 3,
  pause: 1000,
  listen: true,
  ramp: 4000,
  voiceIds: ["a"],
  seed: 1,
  interrupt: 0,
  interruptAfter: 500,
};
/** 60 characters: 4 s of speech, or 14 tokens. */
const texts = ["One two thr. ".repeat(4) + "One two."];
const pace = { kind: "rate", tokensPerS: 10 } as const;
const planOf = (count: number, changes: Partial<typeof OPTIONS> = {}) =>
  talkPlan(count, { options: { ...OPTIONS, ...changes }, texts, pace });

test("talkPlanLine() - counts the replies, and estimates their time by their speech or their tokens", () => {
  const all = { shard: ONLY_PART };
  expect(talkPlanLine([planOf(1)], all)).toStartWith("Planned: 1 level, 3 replies; about 15 s,");
  expect(talkPlanLine([planOf(1, { listen: false })], all)).toContain("about 7 s");
  // The last of four conversations begins 3 s after the first one.
  expect(talkPlanLine([planOf(1), planOf(4)], all)).toContain("2 levels, 15 replies; about 33 s");
  // Each reply is interrupted after 250 to 750 ms.
  expect(talkPlanLine([planOf(1, { interrupt: 1 })], all)).toContain("about 5 s");
  const half = { shard: { index: 1, count: 2 } };
  expect(talkPlanLine([planOf(4)], half)).toContain("1 level, 6 replies");
});

test("talkPlanLine() - a duration is told as it is", () => {
  const line = talkPlanLine([planOf(1)], { shard: ONLY_PART, duration: 90_000 });
  expect(line).toBe("Planned: 1 level of 1 min 30 s, plus the last replies of each level.");
});
