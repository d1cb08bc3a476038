import { expect, test } from "bun:test";
import { type RequestLoad, runLoad } from "./load.ts";

const never = new AbortController().signal;

/**
 * Runs `load` with requests that take `serviceMs`; returns their times in order of completion, and the peak in flight.
 */
async function run(load: RequestLoad, serviceMs: number, signal = never) {
  const originMs = performance.now();
  const clock = () => performance.now() - originMs;
  const log: { seq: number; dueMs: number; freeMs: number; sentMs: number; endMs: number }[] = [];
  let inFlight = 0;
  let peak = 0;
  const send = async (seq: number, dueMs: number, freeMs: number) => {
    const sentMs = clock();
    peak = Math.max(peak, ++inFlight);
    await Bun.sleep(serviceMs);
    inFlight--;
    const endMs = clock();
    log.push({ seq, dueMs, freeMs, sentMs, endMs });
    return endMs;
  };
  await runLoad(load, { send, clock }, signal);
  return { log, peak };
}

test("an open load sends every request, and sends no request before its planned instant", async () => {
  const offsetsMs = [0, 5, 5, 12, 40];
  const { log } = await run({ kind: "open", offsetsMs, maxInFlight: null }, 1);
  expect(new Set(log.map(({ seq }) => seq))).toEqual(new Set([0, 1, 2, 3, 4]));
  for (const { dueMs, sentMs } of log) expect(sentMs).toBeGreaterThanOrEqual(dueMs);
});

test("the duration of a send does not delay the next request", async () => {
  // On this clock every send takes 5 ms. If the loop waited for one gap after the other, the last of the 60 requests
  // would be 300 ms late.
  let sends = 0;
  const originMs = performance.now();
  const clock = () => performance.now() - originMs + 5 * sends;
  const lagsMs: number[] = [];
  const load: RequestLoad = {
    kind: "open",
    offsetsMs: Float64Array.from({ length: 60 }, (_, seq) => 10 * seq),
    maxInFlight: null,
  };
  const send = async (_seq: number, dueMs: number) => {
    lagsMs.push(clock() - dueMs);
    sends++;
    return clock();
  };
  await runLoad(load, { send, clock }, never);
  // The minimum lag of the last twenty requests, since a busy machine delays some of them.
  expect(Math.min(...lagsMs.slice(-20))).toBeLessThan(100);
});

test("the response time includes the wait for a slot (no coordinated omission)", async () => {
  const offsetsMs = [0, 10, 20, 30, 40, 50, 60, 70];
  const { log, peak } = await run({ kind: "open", offsetsMs, maxInFlight: 1 }, 50);
  const mean = (of: (entry: (typeof log)[number]) => number) =>
    log.reduce((sum, entry) => sum + of(entry), 0) / log.length;
  expect(peak).toBe(1);
  // Request i is due at 10·i and ends at 50·(i+1), so the mean response is 190 ms. The service alone takes 50 ms.
  expect(mean(({ endMs, dueMs }) => endMs - dueMs)).toBeGreaterThanOrEqual(190);
  // The wait for a slot does not count as send lag.
  expect(log.slice(1).every(({ freeMs, dueMs }) => freeMs > dueMs)).toBe(true);
});

test("a closed load sends exactly the planned number of requests at the planned concurrency", async () => {
  const load: RequestLoad = { kind: "closed", concurrency: 3, requests: 10, durationMs: null };
  const { log, peak } = await run(load, 5);
  expect(log).toHaveLength(10);
  expect(peak).toBe(3);
});

test("the first requests of a closed load are late by the duration of the sends before them", async () => {
  let sends = 0;
  const clock = () => 5 * sends; // every send takes 5 ms
  const lagsMs: number[] = [];
  const load: RequestLoad = { kind: "closed", concurrency: 3, requests: 3, durationMs: null };
  const send = async (_seq: number, _dueMs: number, freeMs: number) => {
    lagsMs.push(clock() - freeMs);
    sends++;
    return clock();
  };
  await runLoad(load, { send, clock }, never);
  expect(lagsMs).toEqual([0, 5, 10]);
});

test("a later request of a closed load is late by the tester's work since the previous request ended", async () => {
  let nowMs = 0;
  const lagsMs: number[] = [];
  const load: RequestLoad = { kind: "closed", concurrency: 1, requests: 3, durationMs: null };
  const send = async (_seq: number, _dueMs: number, freeMs: number) => {
    lagsMs.push(nowMs - freeMs);
    const endMs = (nowMs += 100);
    nowMs += 7; // work of the tester
    return endMs;
  };
  await runLoad(load, { send, clock: () => nowMs }, never);
  expect(lagsMs).toEqual([0, 7, 7]);
});

test("a closed load sends no request after its duration", async () => {
  const load: RequestLoad = { kind: "closed", concurrency: 2, requests: null, durationMs: 60 };
  const { log } = await run(load, 25);
  expect(Math.max(...log.map(({ sentMs }) => sentMs))).toBeLessThan(60 + 25);
  expect(log.length).toBeGreaterThan(2);
});

test("an interrupt ends the wait for the next request", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 20);
  const offsetsMs = [0, 600_000];
  const { log } = await run({ kind: "open", offsetsMs, maxInFlight: null }, 1, controller.signal);
  expect(log).toHaveLength(1);
});
