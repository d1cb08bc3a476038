import { expect, test } from "bun:test";
import { CPU_LIMITS } from "../../src/codec/schedule/deviceLimits.ts";
import { codecEngine } from "./codecEngine.ts";
import { type FleetOptions, type FleetReport, simulateFleet } from "./simulate.ts";
import { voiceEngine } from "./voiceEngine.ts";

const OPTIONS: FleetOptions = {
  servers: 4,
  listeners: 120,
  event: "none",
  perNode: 1,
  balancer: { policy: "leastconn", checkMs: 200, fall: 1, retries: 3 },
  server: {
    limits: { maxInFlight: 64, maxQueue: 128, maxAudioS: null },
    openEngine: voiceEngine({ workers: 1, fixedMs: 10, perSecondMs: 10 }),
    startMs: 800,
  },
  seconds: 60,
  seed: 7,
};

const bad = ({ endings }: FleetReport): number => endings.refused + endings.failed + endings.cut;

test("simulateFleet - equal options give equal reports, and another seed another one", () => {
  const report = simulateFleet(OPTIONS);
  expect(simulateFleet(OPTIONS)).toEqual(report);
  expect(simulateFleet({ ...OPTIONS, seed: 8 })).not.toEqual(report);
});

test("simulateFleet - within its capacity every request is answered, and the Workers are busy as the load says", () => {
  const { requests, endings, ...report } = simulateFleet(OPTIONS);
  expect(endings).toEqual({ complete: requests, refused: 0, cut: 0, failed: 0 });
  // 120 listeners play 60 s each, in replies of about 8 s.
  expect(requests).toBeGreaterThan(120 * 6);
  expect(requests).toBeLessThan(120 * 10);
  // 30 s of audio a second for each server cost 10 ms each, and two utterances of a reply 10 ms each.
  expect(report.utilisation).toBeGreaterThan(0.25);
  expect(report.utilisation).toBeLessThan(0.45);
  expect(report.stallShare).toBe(0);
});

test("simulateFleet - above its capacity a fleet refuses, and those whom it admits are served", () => {
  const report = simulateFleet({ ...OPTIONS, servers: 1 });
  expect(report.endings.refused).toBeGreaterThan(0);
  expect(report.endings.failed + report.endings.cut).toBe(0);
  expect(report.firstP95Ms).toBeLessThan(1000);
  expect(report.utilisation).toBeGreaterThan(0.8);
});

test("simulateFleet - restarts behind a balancer that retries refuse and cut nothing", () => {
  const report = simulateFleet({ ...OPTIONS, event: "restarts" });
  expect(bad(report)).toBe(0);
});

test("simulateFleet - restarts behind a balancer without retries and with slow checks fail requests", () => {
  const balancer = { policy: "random", checkMs: 10_000, fall: 3, retries: 0 } as const;
  const { endings } = simulateFleet({ ...OPTIONS, event: "restarts", balancer });
  expect(endings.failed).toBeGreaterThan(0);
  expect(endings.cut).toBe(0);
});

test("simulateFleet - a lost machine cuts what it speaks, and the others take its listeners", () => {
  const report = simulateFleet({ ...OPTIONS, event: "lost" });
  expect(report.endings.cut).toBeGreaterThan(0);
  expect(report.endings.cut).toBeLessThanOrEqual(OPTIONS.listeners / OPTIONS.servers);
  expect(report.endings.failed).toBe(0);
  expect(report.utilisation).toBeGreaterThan(0.25);
});

test("simulateFleet - a lost fleet answers nothing", () => {
  const report = simulateFleet({ ...OPTIONS, event: "lost", perNode: 4 });
  expect(report.endings.failed).toBeGreaterThan(0);
});

test("simulateFleet - a codec serves the number of listeners that its policy serves, and refuses at twice as many", () => {
  const openEngine = codecEngine(CPU_LIMITS, { firstTokenMs: 50, tokensPerS: 300 });
  const limits = { maxInFlight: 32, maxQueue: 96, maxAudioS: 512 };
  const server = { limits, openEngine, startMs: 3000 };
  const at = (listeners: number) => simulateFleet({ ...OPTIONS, server, servers: 1, listeners });
  const [served, flooded] = [at(8), at(24)];
  expect(bad(served)).toBe(0);
  expect(served.firstP95Ms).toBeLessThan(500);
  expect(served.stallShare).toBeLessThanOrEqual(0.02);
  expect(flooded.utilisation).toBeGreaterThan(0.95);
  expect(flooded.endings.refused + flooded.stallShare).toBeGreaterThan(0);
});
