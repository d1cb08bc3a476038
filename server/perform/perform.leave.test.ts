import { expect, test } from "bun:test";
import { getEventListeners } from "node:events";
import { SpeechError } from "../../src/errors.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { build, hangingAt } from "./perform.fake.ts";

/** Counts of a performance that has ended: it took and released one slot, and started and stopped one watch. */
const LEFT_ONCE = { entered: 1, released: 1, watched: 1, unwatched: 1 };

/** Waits for all work that needs no timer. */
const settle = () => new Promise(setImmediate);

function failingAt(chunk: number) {
  return createFakeEngine({
    before(at) {
      if (at === chunk) throw new Error("boom");
    },
  });
}

test("leave() - releases the slot once after a performance that was read to its end", async () => {
  const { open, seen, engine } = build();
  const performance = await open();
  expect(seen).toMatchObject({ entered: 1, released: 0, watched: 1, unwatched: 0 });
  const sounds = await Array.fromAsync(performance.sounds);
  expect(sounds.map(({ pcm }) => pcm.length)).toEqual([2400, 2400, 2400]);
  expect([seen.released, engine.speaking]).toEqual([0, 0]); // the client may still read
  performance.leave();
  performance.leave();
  expect(seen).toMatchObject(LEFT_ONCE);
});

test("leave() - releases the slot once if the client aborts after it", async () => {
  const { open, seen, client } = build();
  const performance = await open();
  await Array.fromAsync(performance.sounds);
  performance.leave();
  client.abort();
  expect(seen).toMatchObject(LEFT_ONCE);
  expect(getEventListeners(performance.signal, "abort")).toHaveLength(0);
});

for (const chunk of [0, 1]) {
  test(`leave() - releases the slot once after the engine failed at chunk ${chunk}`, async () => {
    const { open, seen, engine } = build(failingAt(chunk));
    const performance = await open();
    await expect(Array.fromAsync(performance.sounds)).rejects.toThrow("boom");
    performance.leave();
    expect(seen).toMatchObject(LEFT_ONCE);
    expect(engine.speaking).toBe(0);
  });
}

test("leave() - prevents the start of the engine before the first audio", async () => {
  const { open, seen, engine } = build();
  const performance = await open();
  performance.leave();
  expect(await performance.sounds.next()).toEqual({ done: true, value: undefined });
  expect(engine.said).toEqual([]);
  expect(seen).toMatchObject(LEFT_ONCE);
});

test("leave() - closes the engine's stream between two chunks", async () => {
  const { open, seen, engine } = build();
  const performance = await open();
  await performance.sounds.next();
  expect(engine.speaking).toBe(1);
  performance.leave();
  await settle();
  expect(engine.speaking).toBe(0);
  expect(seen).toMatchObject(LEFT_ONCE);
});

type Built = ReturnType<typeof build>;

const earlyEnds: readonly (readonly [name: string, code: string, end: (built: Built) => void])[] = [
  ["the client's abort", "aborted", ({ client }) => client.abort()],
  ["the drain deadline", "not_ready", ({ drain }) => drain.cut()],
  [
    "the watchdog",
    "timeout",
    ({ requests }) => requests[0]?.free(new SpeechError("timeout", "stuck")),
  ],
];

for (const [name, code, end] of earlyEnds) {
  test(`openPerformance() - ${name} ends the performance and a wait for a hanging engine`, async () => {
    const built = build(hangingAt(0).engine);
    const performance = await built.open();
    const next = performance.sounds.next();
    end(built);
    expect(built.seen).toMatchObject(LEFT_ONCE);
    await expect(next).rejects.toMatchObject({ code });
    performance.leave();
    expect(built.seen).toMatchObject(LEFT_ONCE);
  });

  test(`openPerformance() - ${name} closes the engine's stream between two chunks`, async () => {
    const built = build();
    const performance = await built.open();
    await performance.sounds.next();
    end(built);
    expect(built.seen).toMatchObject(LEFT_ONCE);
    await settle();
    expect(built.engine.speaking).toBe(0);
  });
}

/** Waits until `signal` aborts, then rejects with the signal's reason. */
function untilAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}

test("openPerformance() - starts neither engine nor watch if the client aborts in the queue", async () => {
  const built = build();
  built.queueWith(untilAbort);
  const opening = built.open();
  const reason = new SpeechError("aborted", "the client left");
  built.client.abort(reason);
  await expect(opening).rejects.toBe(reason);
  expect(built.seen).toMatchObject({ entered: 1, released: 0, watched: 0 });
  expect(built.engine.said).toEqual([]);
});

test("openPerformance() - releases the slot if the client aborts just after admission", async () => {
  const built = build();
  built.queueWith(async () => built.client.abort());
  await expect(built.open()).rejects.toMatchObject({ code: "aborted" });
  expect(built.seen).toMatchObject({ entered: 1, released: 1, watched: 0 });
});

test('openPerformance() - throws "not_ready" if the drain deadline passes during the wait in the queue', async () => {
  const built = build();
  built.queueWith(untilAbort);
  const opening = built.open();
  built.drain.cut();
  await expect(opening).rejects.toMatchObject({ code: "not_ready" });
});

test("openPerformance() - the abort of one performance does not end another on the same engine", async () => {
  const { engine, open: release } = hangingAt(1);
  const one = build(engine);
  const other = build(engine);
  const first = await one.open();
  const second = await other.open();
  await first.sounds.next();
  await second.sounds.next();
  one.client.abort();
  expect([one.seen.released, other.seen.released]).toEqual([1, 0]);
  release();
  expect(await Array.fromAsync(second.sounds)).toHaveLength(2);
  second.leave();
  expect(other.seen).toMatchObject(LEFT_ONCE);
});
