import { afterEach, expect, jest, test } from "bun:test";
import { createFakeEngine } from "../../engine.fake.ts";
import { buildMetrics } from "../metrics.fake.ts";

afterEach(() => jest.useRealTimers());

test("text() - reports the current number of requests in flight and in the queue", async () => {
  const { admission, value } = buildMetrics();
  const signal = new AbortController().signal;
  const work = { key: "", live: false, audioS: 1 };
  const slot = await admission.enter(work, signal);
  const waiting = admission.enter(work, signal);
  expect(await value("utter_requests_in_flight")).toBe(1);
  expect(await value("utter_requests_queued")).toBe(1);
  slot.release();
  (await waiting).release();
  expect(await value("utter_requests_in_flight")).toBe(0);
  expect(await value("utter_requests_queued")).toBe(0);
});

test("text() - reports listeners, the limits, the capacity and the predicted wait", async () => {
  const { admission, value } = buildMetrics(
    Object.assign(createFakeEngine(), { liveCapacity: 12 }),
  );
  const signal = new AbortController().signal;
  expect(await value("utter_predicted_wait_seconds")).toBe(0);
  const live = await admission.enter({ key: "", live: true, audioS: 1 }, signal);
  expect(await value("utter_listeners")).toBe(1);
  expect(await value("utter_predicted_wait_seconds")).toBeGreaterThan(0);
  const file = admission.enter({ key: "", live: false, audioS: 1 }, signal);
  live.release();
  const slot = await file;
  expect(await value("utter_requests_in_flight")).toBe(1);
  expect(await value("utter_listeners")).toBe(0);
  slot.release();
  expect(await value("utter_predicted_wait_seconds")).toBe(0);
  expect(await value("utter_requests_in_flight_limit")).toBe(1);
  expect(await value("utter_requests_queued_limit")).toBe(5);
  expect(await value("utter_listeners_capacity")).toBe(1);
});

test("text() - reports what is ready: the server, each engine, and each speech LM", async () => {
  const upstreams = [
    { url: "http://lm-0:8000", isUp: true },
    { url: "http://lm-1:8000", isUp: false },
  ];
  const engine = Object.assign(createFakeEngine(), { upstreams: () => upstreams });
  const { drain, value } = buildMetrics(engine);
  expect(await value("utter_ready")).toBe(1);
  expect(await value(`utter_lm_up{engine="fake",lm="http://lm-0:8000"}`)).toBe(1);
  expect(await value(`utter_lm_up{engine="fake",lm="http://lm-1:8000"}`)).toBe(0);
  engine.reason = "no LM";
  expect(await value(`utter_engine_ready{engine="fake"}`)).toBe(0);
  expect(await value("utter_ready")).toBe(0);
  engine.reason = null;
  drain.begin();
  expect(await value(`utter_engine_ready{engine="fake"}`)).toBe(1);
  expect(await value("utter_ready")).toBe(0);
});

test("utter_requests_stuck_total starts at 0 for each stage, so that its first increase is seen", async () => {
  const { value } = buildMetrics();
  for (const stage of ["queue", "engine", "encoder", "reader", "text"])
    expect(await value(`utter_requests_stuck_total{waits_for="${stage}"}`)).toBe(0);
});

test("watchEventLoop() - observes by how much the event loop is late, until it is stopped", async () => {
  jest.useFakeTimers();
  const { metrics, value } = buildMetrics();
  let nowMs = 0;
  const stop = metrics.watchEventLoop(() => nowMs);
  for (const passedMs of [100, 103, 600]) {
    nowMs += passedMs;
    jest.advanceTimersByTime(100);
  }
  stop();
  jest.advanceTimersByTime(1000);
  const upTo = (le: string) => value(`utter_event_loop_delay_seconds_bucket{le="${le}"}`);
  expect([await upTo("0.001"), await upTo("0.005"), await upTo("0.2"), await upTo("0.5")]).toEqual([
    1, 2, 2, 3,
  ]);
  expect(await value("utter_event_loop_delay_seconds_count")).toBe(3);
});

test("text() - reports memory, its limit, CPU time and start time of the process", async () => {
  const { value } = buildMetrics();
  expect(await value("process_resident_memory_bytes")).toBeGreaterThan(1e6);
  const limit = (await value("utter_memory_limit_bytes")) ?? 0;
  expect(limit).toBeGreaterThan((await value("process_resident_memory_bytes")) ?? Infinity);
  expect(limit).toBeLessThan(Infinity);
  expect(await value("process_cpu_seconds_total")).toBeGreaterThan(0);
  expect(await value("process_start_time_seconds")).toBeGreaterThan(1.7e9);
});
