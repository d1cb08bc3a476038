import { expect, test } from "bun:test";
import { getEventListeners } from "node:events";
import { SpeechError } from "../../src/errors.ts";
import { type Ending, toBody } from "./body.ts";
import { passTime, withFakeTime } from "../time.fake.ts";

const STALL_MS = 1000;

interface Setup {
  /** Returns the chunk with this index, from 0; null ends the source. */
  readonly chunk?: (index: number) => Promise<Uint8Array | null> | Uint8Array | null;
  readonly unsentBytes?: () => number | null;
  readonly errorChunk?: (error: unknown) => Uint8Array;
  readonly isAborted?: boolean;
}

/** Opens a body with a fake source and records the calls of both. */
function open({ chunk = (index) => Uint8Array.of(index), unsentBytes, ...setup }: Setup = {}) {
  const seen = { pulled: 0, closed: 0, moved: 0 };
  const endings: [Ending, unknown][] = [];
  const source: AsyncIterator<Uint8Array> = {
    async next() {
      seen.pulled += 1;
      const value = await chunk(seen.pulled - 1);
      return value === null ? { done: true, value: undefined } : { done: false, value };
    },
    async return() {
      seen.closed += 1;
      return { done: true, value: undefined };
    },
  };
  const abort = new AbortController();
  if (setup.isAborted) abort.abort();
  const body = toBody(
    source,
    {
      stallMs: STALL_MS,
      onMoved: () => void (seen.moved += 1),
      onEnd: (ending, error) => void endings.push([ending, error]),
      ...(unsentBytes === undefined ? {} : { unsentBytes: async () => unsentBytes() }),
      ...(setup.errorChunk === undefined ? {} : { errorChunk: setup.errorChunk }),
    },
    abort.signal,
  );
  const listeners = () => getEventListeners(abort.signal, "abort").length;
  return { body, reader: body.getReader(), seen, endings, abort, listeners };
}

test("toBody() - pulls one chunk per read and no chunk before the first read", async () => {
  const { reader, seen } = open();
  await new Promise(setImmediate);
  expect(seen.pulled).toBe(0);
  expect((await reader.read()).value).toEqual(Uint8Array.of(0));
  expect(seen.pulled).toBe(1);
  expect((await reader.read()).value).toEqual(Uint8Array.of(1));
  expect(seen.pulled).toBe(2);
});

test("toBody() - reports 'ok' once when its source ends, and does not close the source", async () => {
  const { reader, seen, endings, abort, listeners } = open({
    chunk: (index) => (index < 1 ? Uint8Array.of(7) : null),
  });
  expect((await reader.read()).value).toEqual(Uint8Array.of(7));
  expect((await reader.read()).done).toBe(true);
  expect(listeners()).toBe(0);
  abort.abort();
  expect(endings).toEqual([["ok", undefined]]);
  expect(seen.closed).toBe(0);
});

test("toBody() - breaks and closes its source when the source fails", async () => {
  const failure = new Error("boom");
  const { reader, seen, endings, listeners } = open({
    chunk: (index) => (index < 1 ? Uint8Array.of(7) : Promise.reject(failure)),
  });
  await reader.read();
  const failed = await reader.read().then(
    () => false,
    () => true,
  );
  expect(failed).toBe(true);
  expect(endings).toEqual([["broken", failure]]);
  expect([seen.closed, listeners()]).toEqual([1, 0]);
});

test("toBody() - ends cleanly after the error chunk if errorChunk is given", async () => {
  const { reader, endings } = open({
    chunk: () => Promise.reject(new Error("boom")),
    errorChunk: (error) => new TextEncoder().encode(String(error)),
  });
  expect(new TextDecoder().decode((await reader.read()).value)).toBe("Error: boom");
  expect((await reader.read()).done).toBe(true);
  expect(endings.map(([ending]) => ending)).toEqual(["broken"]);
});

test("toBody() - breaks on abort even if the body is not read", async () => {
  const { reader, seen, endings, abort } = open({ errorChunk: () => Uint8Array.of(9) });
  const closed = reader.closed.then(
    () => "closed",
    () => "broken",
  );
  abort.abort();
  expect(endings).toEqual([["left", expect.objectContaining({ code: "aborted" })]]);
  expect(await closed).toBe("broken");
  expect([seen.pulled, seen.closed]).toEqual([0, 1]);
});

test("toBody() - distinguishes the server's own abort from a client that disconnected", async () => {
  const { endings, abort } = open();
  const reason = new SpeechError("timeout", "no progress");
  abort.abort(reason);
  expect(endings).toEqual([["broken", reason]]);
});

test("toBody() - ends at once if the signal is already aborted", () => {
  const { seen, endings } = open({ isAborted: true });
  expect(endings.map(([ending]) => ending)).toEqual(["left"]);
  expect(seen.closed).toBe(1);
});

test("toBody() - drops a chunk that arrives after the end", async () => {
  const gate = Promise.withResolvers<Uint8Array>();
  const { reader, endings, abort } = open({ chunk: () => gate.promise });
  const read = reader.read().catch(() => "broken");
  abort.abort();
  gate.resolve(Uint8Array.of(1));
  expect(await read).toBe("broken");
  expect(endings).toHaveLength(1);
});

test("toBody() - reports 'left' and closes its source when the reader cancels", async () => {
  const { reader, seen, endings, abort } = open();
  await reader.read();
  await reader.cancel();
  abort.abort();
  expect(endings).toEqual([["left", expect.objectContaining({ code: "aborted" })]]);
  expect(seen.closed).toBe(1);
});

test("toBody() - breaks if the client reads nothing for the stall timeout", () =>
  withFakeTime(async () => {
    const { reader, seen, endings } = open({ errorChunk: () => Uint8Array.of(9) });
    await reader.read();
    await passTime(STALL_MS - 20);
    expect(endings).toEqual([]);
    await passTime(40);
    expect(endings).toEqual([["stalled", expect.objectContaining({ code: "aborted" })]]);
    expect(seen.closed).toBe(1);
    const failed = await reader.read().then(
      () => false,
      () => true,
    );
    expect(failed).toBe(true);
  }));

test("toBody() - stays open while the client empties the kernel's send queue", () =>
  withFakeTime(async () => {
    let queued = 1_000_000;
    const { reader, seen, endings } = open({ unsentBytes: () => (queued -= 1000) });
    await reader.read();
    await passTime(5 * STALL_MS);
    expect(endings).toEqual([]);
    expect(seen.moved).toBeGreaterThan(10);
  }));

test("toBody() - does not count the time that its source needs as a stall", () =>
  withFakeTime(async () => {
    const gate = Promise.withResolvers<Uint8Array>();
    const { reader, endings } = open({
      chunk: (index) => (index < 1 ? Uint8Array.of(0) : gate.promise),
    });
    await reader.read();
    const second = reader.read();
    await passTime(5 * STALL_MS);
    expect(endings).toEqual([]);
    gate.resolve(Uint8Array.of(1));
    expect((await second).value).toEqual(Uint8Array.of(1));
  }));

test("toBody() - stops polling the send queue after its end", () =>
  withFakeTime(async () => {
    let polls = 0;
    const { reader, abort } = open({ unsentBytes: () => (polls += 1) });
    await reader.read();
    await passTime(STALL_MS / 2);
    abort.abort();
    const before = polls;
    await passTime(5 * STALL_MS);
    expect([before > 0, polls]).toEqual([true, before]);
  }));
