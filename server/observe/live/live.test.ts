import { expect, test } from "bun:test";
import { createFakeEngine } from "../../engine.fake.ts";
import { RECORD } from "../record.fake.ts";
import type { AccessRecord } from "../record.ts";
import { createLive } from "./live.ts";
import { firstAudioMs } from "./sample.ts";

function build(figures: () => Record<string, number> = () => ({})) {
  const admission = { listeners: 0, inFlight: 0, queued: 0, maxInFlight: 9 };
  const live = createLive({ engines: [Object.assign(createFakeEngine(), { figures })], admission });
  return { live, admission };
}

const createRecord = (fields: Partial<AccessRecord>): AccessRecord => ({ ...RECORD, ...fields });
const spoken = (engine: string, firstAudioMs: number) => ({
  engine,
  voice: "v",
  chars: 5,
  firstAudioMs,
});

test("a sample has the requests that ended since the last one, by engine and protocol", () => {
  const { live } = build();
  live.finished(createRecord({ speech: spoken("fake", 100) }));
  live.finished(createRecord({ speech: spoken("fake", 200), face: "sse", outcome: "left" }));
  live.finished(createRecord({ speech: spoken("fake", 300), outcome: "broken" }));
  live.sample(10);
  live.sample(11);
  const [first, second] = live.history().minute;
  expect(first?.groups).toMatchObject([
    { engine: "fake", face: "http", ok: 1, failed: 1, left: 0 },
    { engine: "fake", face: "sse", ok: 0, failed: 0, left: 1 },
  ]);
  expect(second).toMatchObject({ atS: 11, spanS: 1, groups: [] });
});

test("requests that begin and end between two samples are seen", () => {
  const { live, admission } = build();
  Object.assign(admission, { listeners: 2, inFlight: 3 });
  live.finished(createRecord({ speech: { ...spoken("fake", 20), live: true } }));
  Object.assign(admission, { listeners: 0, inFlight: 0 });
  live.finished(createRecord({ speech: { ...spoken("fake", 20), live: false } }));
  live.finished(createRecord({ outcome: "refused", error: "overloaded" }));
  live.sample(1);
  live.sample(2);
  expect(live.history().minute).toMatchObject([
    { listeners: 3, inFlight: 4 },
    { listeners: 0, inFlight: 0 },
  ]);
});

test("a text with nothing to speak is no refusal by the load, also when its engine is known", () => {
  const { live } = build();
  const speech = spoken("fake", 20);
  live.finished(createRecord({ speech, outcome: "refused", error: "invalid_input" }));
  live.finished(createRecord({ speech, outcome: "refused", error: "overloaded" }));
  live.sample(1);
  expect(live.history().minute[0]?.groups).toMatchObject([{ engine: "fake", refused: 1, ok: 0 }]);
});

test("refusals before an engine is known count, listings and invalid requests do not", () => {
  const { live } = build();
  live.finished(createRecord({ outcome: "refused", error: "overloaded" }));
  live.finished(createRecord({ outcome: "refused", error: "invalid_input" }));
  live.finished(createRecord({ route: "/v1/models" }));
  live.sample(1);
  expect(live.history().minute[0]?.groups).toMatchObject([{ engine: "", refused: 1, ok: 0 }]);
});

test("first audio is known within 2.5 %, also joined over ten seconds", () => {
  const { live } = build();
  for (let second = 1; second <= 10; second += 1) {
    for (let ms = 10; ms <= 100; ms += 10)
      live.finished(createRecord({ speech: spoken("fake", ms * second) }));
    live.sample(second);
  }
  const [span] = live.history().hour;
  const all = Array.from(
    { length: 100 },
    (_, at) => ((at % 10) + 1) * 10 * (Math.floor(at / 10) + 1),
  );
  const exact = all.sort((a, b) => a - b);
  for (const [q, index] of [
    [0.5, 49],
    [0.95, 94],
  ] as const) {
    const ratio = firstAudioMs(span?.groups ?? [], q)! / exact[index]!;
    expect(ratio).toBeWithin(0.975, 1.026);
  }
  expect(firstAudioMs([], 0.5)).toBeNull();
});

test("counters of engines are told per sample, and whether they are ready", () => {
  const counters = { codec_runs: 5, codec_windows: 9, codec_busy_ms: 100, lm_failed_busy: 1 };
  const { live } = build(() => ({ ...counters }));
  Object.assign(counters, {
    codec_runs: 7,
    codec_windows: 15,
    codec_busy_ms: 400,
    lm_failed_busy: 3,
  });
  live.sample(1);
  live.sample(2);
  expect(live.history().minute.map(({ engines }) => engines[0])).toMatchObject([
    { unready: null, codecRuns: 2, codecWindows: 6, codecBusyMs: 300, lmFailures: 2 },
    { codecRuns: 0, codecWindows: 0, codecBusyMs: 0, lmFailures: 0 },
  ]);
});

test("a minute of seconds and an hour of ten seconds are kept", async () => {
  const { live, admission } = build();
  const next = live.next();
  for (let second = 1; second <= 4000; second += 1) {
    admission.listeners = second % 10;
    live.sample(second);
  }
  expect((await next).atS).toBe(1);
  const { minute, hour } = live.history();
  expect([minute.length, minute[0]?.atS, minute.at(-1)?.atS]).toEqual([60, 3941, 4000]);
  expect([hour.length, hour[0]?.atS, hour.at(-1)?.atS]).toEqual([360, 410, 4000]);
  expect(hour[0]).toMatchObject({ spanS: 10, listeners: 9, capacity: 9 });
});

test("many requests within a sample stay few groups", () => {
  const { live } = build();
  for (let at = 0; at < 5000; at += 1) live.finished(createRecord({ speech: spoken("fake", 50) }));
  live.sample(1);
  const groups = live.history().minute[0]?.groups;
  expect(groups).toMatchObject([{ ok: 5000 }]);
  expect(groups?.[0]?.firstAudio).toHaveLength(1);
});
