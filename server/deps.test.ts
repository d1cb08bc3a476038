import { expect, test } from "bun:test";
import { createAdmission } from "./admission/admission.ts";
import { createCatalogue } from "./catalogue.ts";
import { readConfig } from "./config.ts";
import { createDeps } from "./deps.ts";
import { createDrain } from "./drain.ts";
import { createFakeEngine } from "./engine.fake.ts";
import { createStages, type Stage } from "./observe/stages.ts";

const NO_ALIASES = { voiceAliases: new Map(), modelAliases: new Map() };

test("createDeps() - the watchdog frees a request 5 s after the timeout of its stage and counts it", async () => {
  let nowMs = 0;
  const now = () => nowMs;
  const limits = { maxInFlight: 1, steadyInFlight: 1, maxQueue: 1, maxAudioS: 9, shared: false };
  const { watchdog, metrics } = createDeps({
    config: readConfig({ REQUEST_TIMEOUT_S: "30", CLIENT_STALL_TIMEOUT_S: "60" }),
    catalogue: createCatalogue([createFakeEngine()], { defaultVoice: "", ...NO_ALIASES }),
    admission: createAdmission({ ...limits, queueTimeoutMs: 1000, now }),
    drain: createDrain(),
    log: () => {},
    now,
  });
  const limitOf = (stage: Stage): number | undefined => {
    nowMs = 0;
    const freedMs: number[] = [];
    const stages = createStages(now);
    stages.enter(stage);
    watchdog.watch({ id: "a", startedMs: 0, stages, free: () => void freedMs.push(nowMs) });
    for (; freedMs.length === 0; nowMs += 1000) watchdog.check();
    return freedMs[0];
  };
  expect(limitOf("engine")).toBe(36_000);
  expect(limitOf("encoder")).toBe(36_000);
  expect(limitOf("reader")).toBe(66_000);
  expect(await metrics.text()).toContain('utter_requests_stuck_total{waits_for="reader"} 1');
});
