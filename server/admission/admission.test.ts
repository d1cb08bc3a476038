import { getEventListeners } from "node:events";
import { expect, test } from "bun:test";
import { type AdmissionOptions, createAdmission } from "./admission.ts";
import type { Work } from "./fairQueue.ts";

const never = new AbortController().signal;

/** Creates an admission with a fake clock that `pass` advances. `enter` enters a live request for 3 s of audio. */
function open(maxInFlight: number, maxQueue: number, options: Partial<AdmissionOptions> = {}) {
  let nowMs = 0;
  const admission = createAdmission({
    maxInFlight,
    maxQueue,
    maxAudioS: null,
    shared: false,
    queueTimeoutMs: 60_000,
    now: () => nowMs,
    ...options,
  });
  const enter = (signal = never, work: Partial<Work> = {}) =>
    admission.enter({ key: "", live: true, audioS: 3, ...work }, signal);
  const counts = () => ({ inFlight: admission.inFlight, queued: admission.queued });
  return {
    enter,
    counts,
    full: () => admission.full(""),
    predictedWaitMs: () => admission.predictedWaitMs(),
    listeners: () => admission.listeners,
    pass: (ms: number) => void (nowMs += ms),
  };
}

test("slots are given in the order of arrival", async () => {
  const { enter, counts } = open(1, 3);
  const order: number[] = [];
  const first = await enter();
  const rest = [1, 2, 3].map(async (index) => {
    const slot = await enter();
    order.push(index);
    slot.release();
  });
  expect(counts()).toEqual({ inFlight: 1, queued: 3 });
  first.release();
  await Promise.all(rest);
  expect(order).toEqual([1, 2, 3]);
  expect(counts()).toEqual({ inFlight: 0, queued: 0 });
});

test("a hundred queued requests of one key do not delay the request of another", async () => {
  const { enter } = open(1, 200);
  const order: string[] = [];
  const first = await enter(never, { key: "a" });
  const queue = async (key: string): Promise<void> => {
    const slot = await enter(never, { key });
    order.push(key);
    slot.release();
  };
  const all = [...Array.from({ length: 100 }, () => queue("a")), queue("b")];
  first.release();
  await Promise.all(all);
  expect(order.indexOf("b")).toBeLessThanOrEqual(1);
});

test("a second release of a slot does nothing", async () => {
  const { enter, counts } = open(2, 0);
  const a = await enter();
  await enter();
  a.release();
  a.release();
  expect(counts().inFlight).toBe(1);
});

test("enter() throws the predicted wait if the queue is full", async () => {
  const { enter, pass } = open(1, 1);
  pass(60_000);
  const first = await enter();
  pass(4001);
  first.release();
  const file = { live: false };
  const served = await enter(never, file);
  const waiting = enter(never, file);
  await expect(enter(never, file)).rejects.toMatchObject({
    code: "overloaded",
    message: "at capacity: 1 in flight, 1 queued; retry in 9 s",
    retryAfterS: 9,
  });
  served.release();
  (await waiting).release();
});

test("retryAfterS is rounded up to whole seconds, at least 1", async () => {
  const { enter, pass } = open(1, 0);
  const retryAfter = async (serviceMs: number) => {
    const slot = await enter();
    pass(serviceMs);
    slot.release();
    const next = await enter();
    const refused = await enter().catch((error: unknown) => error);
    next.release();
    return refused;
  };
  expect(await retryAfter(0)).toMatchObject({ retryAfterS: 1 });
  expect(await retryAfter(6600)).toMatchObject({ retryAfterS: 2 }); // 0.8 · 0 + 0.2 · 6600 ms
});

test("a request still queued at the queue timeout is refused, with the predicted wait", async () => {
  const { enter, counts } = open(1, 1, { queueTimeoutMs: 0 });
  const first = await enter();
  first.release(); // after 0 ms, so the predicted wait is 0 and within the timeout
  const served = await enter();
  await expect(enter()).rejects.toMatchObject({ code: "overloaded", retryAfterS: 1 });
  expect(counts()).toEqual({ inFlight: 1, queued: 0 });
  served.release();
});

test("a queued request that is aborted leaves the queue", async () => {
  const { enter, counts } = open(1, 2);
  const first = await enter();
  const client = new AbortController();
  const leaving = enter(client.signal);
  const staying = enter();
  client.abort();
  expect(counts()).toEqual({ inFlight: 1, queued: 1 });
  await expect(leaving).rejects.toMatchObject({ code: "aborted" });
  first.release();
  (await staying).release();
  expect(counts()).toEqual({ inFlight: 0, queued: 0 });
});

test("if a request is aborted in the tick in which it gets its slot, the slot is released", async () => {
  const { enter, counts } = open(1, 2);
  const first = await enter();
  const client = new AbortController();
  const leaving = enter(client.signal);
  const next = enter();
  first.release();
  client.abort();
  await expect(leaving).rejects.toMatchObject({ code: "aborted" });
  (await next).release();
  expect(counts()).toEqual({ inFlight: 0, queued: 0 });
});

test("enter() throws without queueing the request if its signal has already aborted", async () => {
  const { enter, counts } = open(1, 0);
  await expect(enter(AbortSignal.abort())).rejects.toMatchObject({ code: "aborted" });
  expect(counts()).toEqual({ inFlight: 0, queued: 0 });
});

test("if a request that waits for room under maxAudioS is aborted, the next queued request is admitted if it fits", async () => {
  const { enter } = open(2, 2, { maxAudioS: 20 });
  const first = await enter(never, { live: false, audioS: 15 });
  const client = new AbortController();
  const long = enter(client.signal, { live: false, audioS: 10 });
  const short = enter(never, { live: false, audioS: 5 });
  client.abort();
  await expect(long).rejects.toMatchObject({ code: "aborted" });
  (await short).release();
  first.release();
});

test("under overload a queued live request gets a free slot only after the answers in flight have received audio", async () => {
  const { enter, counts, pass } = open(20, 100);
  const client = new AbortController();
  const slots = await Promise.all(Array.from({ length: 20 }, () => enter()));
  const queued = enter();
  const others: Promise<unknown>[] = [];
  for (let i = 0; i < 60; i += 1) {
    pass(10);
    others.push(enter(client.signal).catch(() => null));
  }
  client.abort();
  await Promise.all(others);
  slots[0]?.release();
  expect(counts()).toEqual({ inFlight: 19, queued: 1 });
  for (const slot of slots) slot.onAudio(5);
  expect(counts()).toEqual({ inFlight: 20, queued: 0 });
  (await queued).release();
});

test("no abort listener remains after a request got its slot", async () => {
  const { enter } = open(1, 1);
  const client = new AbortController();
  const first = await enter(client.signal);
  const second = enter(client.signal);
  expect(getEventListeners(client.signal, "abort").length).toBe(1);
  first.release();
  (await second).release();
  expect(getEventListeners(client.signal, "abort").length).toBe(0);
});

test("admission is full when neither a slot nor a place in the queue is free", async () => {
  const { enter, full } = open(1, 1);
  expect(full()).toBeNull();
  const first = await enter();
  expect(full()).toBeNull();
  const second = enter(never, { live: false });
  expect(full()).toMatchObject({ code: "overloaded", retryAfterS: 1 });
  first.release();
  (await second).release();
  expect(full()).toBeNull();
});

test("the predicted wait of a new request is 0 while a slot is free, and then follows from service times", async () => {
  const { enter, pass, predictedWaitMs } = open(1, 5);
  const first = await enter();
  pass(4000);
  first.release();
  expect(predictedWaitMs()).toBe(0);
  const second = await enter();
  expect(predictedWaitMs()).toBe(4000);
  const third = enter();
  expect(predictedWaitMs()).toBe(8000);
  second.release();
  (await third).release();
  expect(predictedWaitMs()).toBe(0);
});

test("under overload the predicted wait is above 0 even while slots are free", async () => {
  const { enter, pass, predictedWaitMs } = open(100, 100);
  await enter();
  for (let index = 0; index < 60; index += 1) {
    pass(50);
    await enter().catch(() => {});
  }
  expect(predictedWaitMs()).toBeGreaterThan(0);
});

test("listeners are the live requests in flight", async () => {
  const { enter, listeners } = open(3, 5);
  const live = await enter();
  await enter(never, { live: false });
  expect(listeners()).toBe(1);
  live.release();
  expect(listeners()).toBe(0);
});
