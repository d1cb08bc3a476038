import { expect, test } from "bun:test";
import { createAdmission } from "./admission.ts";
import type { Work } from "./fairQueue.ts";

const here = new AbortController().signal;

function gate(maxInFlight: number, maxQueue: number) {
  let nowMs = 0;
  const admission = createAdmission({
    maxInFlight,
    maxQueue,
    maxAudioS: null,
    shared: false,
    queueTimeoutMs: 60_000,
    now: () => nowMs,
  });
  const enter = (signal = here, work: Partial<Work> = {}) =>
    admission.enter({ key: "", live: true, audioS: 3, ...work }, signal);
  return { admission, enter, pass: (ms: number) => void (nowMs += ms) };
}

test("places are given in the order of arrival", async () => {
  const { admission, enter } = gate(1, 3);
  const order: number[] = [];
  const first = await enter();
  const rest = [1, 2, 3].map(async (index) => {
    const slot = await enter();
    order.push(index);
    slot.release();
  });
  first.release();
  await Promise.all(rest);
  expect(order).toEqual([1, 2, 3]);
  expect([admission.inFlight, admission.queued]).toEqual([0, 0]);
});

test("another key's request comes before the many that a key has waiting", async () => {
  const { enter } = gate(1, 200);
  const order: string[] = [];
  const first = await enter(here, { key: "a" });
  const queue = async (key: string): Promise<void> => {
    const slot = await enter(here, { key });
    order.push(key);
    slot.release();
  };
  const all = [...Array.from({ length: 100 }, () => queue("a")), queue("b")];
  first.release();
  await Promise.all(all);
  expect(order.indexOf("b")).toBeLessThanOrEqual(1);
});

test("giving a place back twice frees one place only", async () => {
  const { admission, enter } = gate(2, 0);
  const a = await enter();
  await enter();
  a.release();
  a.release();
  expect(admission.inFlight).toBe(1);
});

test("a full queue refuses with the predicted wait", async () => {
  const { enter, pass } = gate(1, 1);
  const first = await enter();
  pass(4000);
  first.release();
  const file = { live: false };
  const held = await enter(here, file);
  const waiting = enter(here, file);
  await expect(enter(here, file)).rejects.toMatchObject({ code: "overloaded", retryAfterS: 8 });
  held.release();
  (await waiting).release();
});

test("who leaves the queue is forgotten, and who was admitted as it left gives the place back", async () => {
  const { admission, enter } = gate(1, 2);
  const first = await enter();
  const client = new AbortController();
  const leaving = enter(client.signal);
  const staying = enter();
  client.abort();
  await expect(leaving).rejects.toMatchObject({ code: "aborted" });
  first.release();
  (await staying).release();
  expect([admission.inFlight, admission.queued]).toEqual([0, 0]);
});
