import { expect, test } from "bun:test";
import { createAdmission } from "./admission/admission.ts";
import { createCatalogue } from "./catalogue.ts";
import { readConfig } from "./config.ts";
import { createDeps } from "./deps.ts";
import { createDrain } from "./drain.ts";
import { createFakeEngine } from "./engine.fake.ts";
import type { Observer } from "./observe/observer.ts";
import { RECORD } from "./observe/record.fake.ts";
import type { AccessRecord } from "./observe/record.ts";
import { createStages, type Stage } from "./observe/stages.ts";

const NO_ALIASES = { voiceAliases: new Map(), modelAliases: new Map() };

function build(observers: readonly Observer[] = []) {
  const clock = { nowMs: 0 };
  const now = () => clock.nowMs;
  const lines: unknown[] = [];
  const limits = { maxInFlight: 1, steadyInFlight: 1, maxQueue: 1, maxAudioS: 9, shared: false };
  const deps = createDeps({
    config: readConfig({ REQUEST_TIMEOUT_S: "30", CLIENT_STALL_TIMEOUT_S: "60" }),
    catalogue: createCatalogue([createFakeEngine()], { defaultVoice: "", ...NO_ALIASES }),
    admission: createAdmission({ ...limits, queueTimeoutMs: 1000, now }),
    drain: createDrain(),
    log: (level, event, fields) => void lines.push([level, event, fields]),
    now,
    observers,
  });
  return { ...deps, clock, lines };
}

test("createDeps() - the watchdog frees and counts a request 5 s after the timeout of its stage", async () => {
  const { watchdog, metrics, clock } = build();
  const limitOf = (stage: Stage): number | undefined => {
    clock.nowMs = 0;
    const freedMs: number[] = [];
    const stages = createStages(() => clock.nowMs);
    stages.enter(stage);
    watchdog.watch({ id: "a", startedMs: 0, stages, free: () => void freedMs.push(clock.nowMs) });
    for (; freedMs.length === 0; clock.nowMs += 1000) watchdog.check();
    return freedMs[0];
  };
  expect(limitOf("engine")).toBe(36_000);
  expect(limitOf("encoder")).toBe(36_000);
  expect(limitOf("reader")).toBe(66_000);
  expect(await metrics.text()).toContain('utter_requests_stuck_total{waits_for="reader"} 1');
});

const SPOKEN: AccessRecord = {
  ...RECORD,
  speech: { engine: "fake", voice: "anna", chars: 3 },
};

test("finished() - logs and counts a request and passes it to the observers", async () => {
  const observed: unknown[] = [];
  const { finished, metrics, clock, lines } = build([(ended) => void observed.push(ended)]);
  clock.nowMs = 600;
  finished(SPOKEN);
  expect(lines).toEqual([
    ["info", "request", expect.objectContaining({ id: "a1", total_ms: 500 })],
  ]);
  expect(observed).toEqual([{ record: SPOKEN, endedMs: 600, fault: undefined }]);
  expect(await metrics.text()).toContain(
    'utter_request_seconds_sum{engine="fake",face="http"} 0.5',
  );
});

test("finished() - logs the cause of a fault", () => {
  const observed: unknown[] = [];
  const { finished, lines } = build([({ fault }) => void observed.push(fault)]);
  const fault = new Error("boom");
  finished(SPOKEN, fault);
  expect(lines[0]).toEqual([
    "error",
    "fault",
    { id: "a1", cause: expect.stringContaining("boom") },
  ]);
  expect(observed).toEqual([fault]);
});

test("readerStalled() - logs and counts a stalled client", async () => {
  const { readerStalled, metrics, lines } = build();
  readerStalled(SPOKEN);
  expect(lines).toEqual([["warn", "reader_stalled", { id: "a1" }]]);
  expect(await metrics.text()).toContain("utter_reader_stalls_total 1");
});
