import { expect, test } from "bun:test";
import type { Load } from "./load.ts";
import type { LevelPlan } from "./plan.ts";
import { drawAsk, hashSchedule } from "./schedule.ts";

const DRAWS = { texts: ["a", "b", "c", "d"], voices: ["x", "y"], seed: 1 };
const OPEN: Load = { kind: "open", offsetsMs: [0, 5.0004, 9], maxInFlight: null };
const CLOSED: Load = { kind: "closed", concurrency: 2, requests: 3, durationMs: null };
const TIMED: Load = { kind: "closed", concurrency: 2, requests: null, durationMs: 500 };

const plan = (load: Load, label = "1.0", draws = DRAWS): LevelPlan => ({
  label,
  targetQps: null,
  concurrency: null,
  load,
  draws,
});

/** Computes the expected SHA-256 from the joined JSON texts. */
function digest(arrivals: readonly unknown[], draws: number): string {
  const parts: unknown[] = [["1.0", arrivals]];
  for (let seq = 0; seq < draws; seq++) parts.push(drawAsk(DRAWS, "1.0", seq));
  const text = parts.map((part) => JSON.stringify(part)).join("");
  return new Bun.CryptoHasher("sha256").update(text).digest("hex");
}

test("drawAsk() depends only on seed, level and seq", () => {
  const asks = (seed: number, level: string) =>
    Array.from({ length: 20 }, (_, seq) => drawAsk({ ...DRAWS, seed }, level, seq));
  expect(asks(1, "1.0")).toEqual(asks(1, "1.0"));
  expect(asks(1, "1.0")).not.toEqual(asks(2, "1.0"));
  expect(asks(1, "1.0")).not.toEqual(asks(1, "2.0"));
  expect(new Set(asks(1, "1.0").map(({ text }) => text)).size).toBe(4);
});

test.each([
  ["an open loop", OPEN, [0, 5000, 9000], 3],
  ["a closed loop of requests", CLOSED, [2, 3, null], 3],
  ["a closed loop of a duration", TIMED, [2, null, 500], 1000],
])("hashSchedule() covers the arrivals and draws of %s", (_, load, arrivals, draws) => {
  expect(hashSchedule([plan(load)])).toBe(digest(arrivals, draws));
});

test("hashSchedule() covers every level, its label and its texts", () => {
  const hashes = [
    hashSchedule([plan(OPEN)]),
    hashSchedule([plan(OPEN), plan(CLOSED)]),
    hashSchedule([plan(OPEN, "2.0")]),
    hashSchedule([plan(OPEN, "1.0", { ...DRAWS, seed: 2 })]),
  ];
  expect(new Set(hashes).size).toBe(4);
});
