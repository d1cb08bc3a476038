import { expect, test } from "bun:test";
import { createLmActivity } from "./activity.ts";

test("an LM is active for seven seconds after its last tokens", () => {
  let nowMs = 100;
  const activity = createLmActivity(() => nowMs);
  expect(activity.isActive("a")).toBeFalse();
  activity.heard("a");
  nowMs += 6999;
  expect([activity.isActive("a"), activity.isActive("b")]).toEqual([true, false]);
  nowMs += 1;
  expect(activity.isActive("a")).toBeFalse();
});
