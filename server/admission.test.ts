import { expect, test } from "bun:test";
import { admissionLimits, createAdmission } from "./admission.ts";

const live = new AbortController().signal;

function gate(maxInFlight: number, maxQueue: number) {
  let nowMs = 0;
  const admission = createAdmission({
    maxInFlight,
    maxQueue,
    queueTimeoutMs: 60_000,
    now: () => nowMs,
  });
  return { admission, pass: (ms: number) => void (nowMs += ms) };
}

test("places are given in the order of arrival", async () => {
  const { admission } = gate(1, 3);
  const order: number[] = [];
  const first = await admission.enter(live);
  const rest = [1, 2, 3].map(async (index) => {
    const release = await admission.enter(live);
    order.push(index);
    release();
  });
  first();
  await Promise.all(rest);
  expect(order).toEqual([1, 2, 3]);
  expect([admission.inFlight, admission.queued]).toEqual([0, 0]);
});

test("giving a place back twice frees one place only", async () => {
  const { admission } = gate(2, 0);
  const [a] = [await admission.enter(live), await admission.enter(live)];
  a();
  a();
  expect(admission.inFlight).toBe(1);
});

test("a full queue refuses with the predicted wait", async () => {
  const { admission, pass } = gate(1, 1);
  const first = await admission.enter(live);
  pass(4000);
  first();
  const held = await admission.enter(live);
  const waiting = admission.enter(live);
  await expect(admission.enter(live)).rejects.toMatchObject({ code: "overloaded", retryAfterS: 8 });
  held();
  (await waiting)();
});

test("who leaves the queue is forgotten, and who was admitted as it left gives the place back", async () => {
  const { admission } = gate(1, 2);
  const first = await admission.enter(live);
  const client = new AbortController();
  const leaving = admission.enter(client.signal);
  const staying = admission.enter(live);
  client.abort();
  await expect(leaving).rejects.toMatchObject({ code: "aborted" });
  first();
  (await staying)();
  expect([admission.inFlight, admission.queued]).toEqual([0, 0]);
});

test("limits that are not set are the engine's own", () => {
  const none = { MAX_IN_FLIGHT: null, MAX_QUEUE: null };
  expect(admissionLimits("neucodec", none)).toEqual({ maxInFlight: 32, maxQueue: 96 });
  expect(admissionLimits("flite", none)).toEqual({ maxInFlight: 128, maxQueue: 128 });
  const set = { MAX_IN_FLIGHT: 4, MAX_QUEUE: 0 };
  expect(admissionLimits("neucodec", set)).toEqual({ maxInFlight: 4, maxQueue: 0 });
});
