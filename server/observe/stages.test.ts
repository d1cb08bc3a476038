import { expect, test } from "bun:test";
import { createStages, type Stage } from "./stages.ts";

const STAGES: readonly Stage[] = ["queue", "engine", "encoder", "reader"];

function build() {
  const clock = { nowMs: 10 };
  const stages = createStages(() => clock.nowMs);
  return { clock, stages, spent: () => STAGES.map((stage) => stages.spentMs(stage)) };
}

test('createStages() - starts in the stage "queue"', () => {
  const { stages, spent } = build();
  expect(stages).toMatchObject({ startedMs: 10, current: "queue", aliveMs: 10 });
  expect(spent()).toEqual([0, 0, 0, 0]);
});

test("spentMs() - adds up all periods in a stage, including the current one", () => {
  const { clock, stages, spent } = build();
  clock.nowMs += 1;
  stages.enter("engine");
  clock.nowMs += 20;
  stages.enter("encoder");
  clock.nowMs += 300;
  stages.enter("engine");
  clock.nowMs += 4000;
  expect(spent()).toEqual([1, 4020, 300, 0]);
});

test("aliveMs - is the time of the last progress or stage change", () => {
  const { clock, stages } = build();
  clock.nowMs += 5;
  stages.alive();
  expect(stages.aliveMs).toBe(15);
  clock.nowMs += 5;
  stages.enter("reader");
  expect(stages.aliveMs).toBe(20);
});
