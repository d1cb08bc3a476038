import { expect, test } from "bun:test";
import { holds, leastServers } from "./sizing.ts";
import { simulateFleet } from "./simulate.ts";
import { voiceEngine } from "./voiceEngine.ts";

const OPTIONS = {
  listeners: 60,
  event: "none",
  perNode: 1,
  balancer: { policy: "leastconn", checkMs: 200, fall: 1, retries: 3 },
  server: {
    limits: { maxInFlight: 64, maxQueue: 128, maxAudioS: null },
    openEngine: voiceEngine({ workers: 1, fixedMs: 20, perSecondMs: 40 }),
    startMs: 800,
  },
  seconds: 20,
  seed: 3,
} as const;

test("leastServers - the fleet holds, and one server less does not", () => {
  const { servers, report } = leastServers(OPTIONS);
  expect(holds(report)).toBe(true);
  expect(servers).toBeGreaterThan(2);
  expect(holds(simulateFleet({ ...OPTIONS, servers: servers - 1 }))).toBe(false);
});

test("leastServers - a voice slower than speech is an error", () => {
  const slow = voiceEngine({ workers: 1, fixedMs: 0, perSecondMs: 1500 });
  const server = { ...OPTIONS.server, openEngine: slow };
  expect(() => leastServers({ ...OPTIONS, listeners: 3, server })).toThrow(RangeError);
});
