import { expect, jest, test } from "bun:test";
import { openPool, type Pool } from "./pool.ts";
import type { Lane } from "./running.ts";

interface RunningJob {
  readonly job: string;
  readonly give: (part: string) => void;
  readonly finish: () => void;
  readonly fail: (error: Error) => void;
}

/** Creates lanes whose jobs end when the test calls `finish` or `fail`. */
function fakeLanes() {
  const running: RunningJob[] = [];
  const lanes: { stop: () => void; stopped: boolean; end: () => void; ended: boolean }[] = [];
  const open = async (): Promise<Lane<string, string>> => {
    const gone = Promise.withResolvers<void>();
    let current: PromiseWithResolvers<void> | undefined;
    const lane = {
      ended: false,
      stopped: false,
      gone: gone.promise,
      run(job: string, give: (part: string) => void) {
        current = Promise.withResolvers();
        running.push({ job, give, finish: current.resolve, fail: current.reject });
        return current.promise;
      },
      stop: () => void (lane.stopped = true),
      end() {
        lane.ended = true;
        gone.resolve();
        current?.reject(new Error("ended"));
      },
    };
    lanes.push(lane);
    return lane;
  };
  return { running, lanes, open };
}

const forever = new AbortController().signal;
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Runs a job and resolves with its parts. */
async function parts(
  pool: Pool<string, string>,
  job: string,
  { deadline = 0, signal = forever } = {},
): Promise<readonly string[]> {
  const all: string[] = [];
  const options = { deadlineMs: () => deadline, onPart: (part: string) => void all.push(part) };
  await pool.run(job, options, signal);
  return all;
}

test("queued jobs run in order of their deadlines", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  const all = [parts(pool, "now")];
  for (const [job, deadline] of [
    ["late", 300],
    ["soon", 100],
    ["middle", 200],
  ] as const) {
    all.push(parts(pool, job, { deadline }));
  }
  for (let index = 0; index < 4; index += 1) {
    running[index]?.finish();
    await nextTurn();
  }
  await Promise.all(all);
  expect(running.map(({ job }) => job)).toEqual(["now", "soon", "middle", "late"]);
});

test("a queued job begins when a lane takes it", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  const begun: string[] = [];
  const jobs = ["first", "second"].map((job) => {
    const onBegin = (): void => void begun.push(job);
    return pool.run(job, { deadlineMs: () => 0, onBegin, onPart: () => {} }, forever);
  });
  await nextTurn();
  expect(begun).toEqual(["first"]);
  running[0]?.finish();
  await nextTurn();
  expect(begun).toEqual(["first", "second"]);
  running[1]?.finish();
  await Promise.all(jobs);
});

test("a failed job fails only its own request", async () => {
  const { running, lanes, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  const bad = parts(pool, "bad");
  const good = parts(pool, "good");
  running[0]?.fail(new Error("boom"));
  await expect(bad).rejects.toMatchObject({ code: "decode" });
  running[1]?.give("fine");
  running[1]?.finish();
  expect(await good).toEqual(["fine"]);
  expect(lanes).toHaveLength(1);
});

test("a lane that dies fails its job and is replaced", async () => {
  const { running, lanes, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  const bad = parts(pool, "bad");
  const good = parts(pool, "good");
  lanes[0]?.end();
  await expect(bad).rejects.toMatchObject({ code: "decode" });
  await nextTurn();
  running[1]?.give("fine");
  running[1]?.finish();
  expect(await good).toEqual(["fine"]);
  expect(lanes).toHaveLength(2);
  expect(pool.unready()).toBeNull();
});

test("jobs wait for the lane that replaces an ended one; if it fails to open, the pool is unready", async () => {
  const { running, lanes, open } = fakeLanes();
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const openLane = async () => {
    await gate.promise;
    return open();
  };
  const pool = await openPool({ size: 1, openLane, endable: true });
  gate = Promise.withResolvers<void>();
  lanes[0]?.end();
  await nextTurn();
  expect(pool.unready()).toBeNull();
  const waiting = parts(pool, "waiting");
  gate.resolve();
  await nextTurn();
  running[0]?.finish();
  expect(await waiting).toEqual([]);

  gate = Promise.withResolvers<void>();
  lanes[1]?.end();
  await nextTurn();
  gate.reject(new Error("no memory"));
  await nextTurn();
  expect(pool.unready()?.message).toContain("no memory");
});

test("a lane that dies while idle runs no further job", async () => {
  const { running, lanes, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  lanes[0]?.end();
  await nextTurn();
  expect(lanes).toHaveLength(2);
  const jobs = ["first", "second"].map((job) => parts(pool, job));
  expect(running.map(({ job }) => job)).toEqual(["first"]);
  running[0]?.finish();
  await nextTurn();
  running[1]?.finish();
  await Promise.all(jobs);
});

test("a job over the time limit ends its lane and times out", async () => {
  jest.useFakeTimers();
  try {
    const { running, lanes, open } = fakeLanes();
    const pool = await openPool({ size: 1, openLane: open, endable: true });
    const hung = parts(pool, "hung");
    jest.advanceTimersByTime(24_999);
    expect(lanes[0]?.ended).toBeFalse();
    jest.advanceTimersByTime(1);
    expect(lanes[0]?.ended).toBeTrue();
    await expect(hung).rejects.toMatchObject({ code: "timeout" });
    expect(running).toHaveLength(1);
  } finally {
    jest.useRealTimers();
  }
});

test("a pool can have another time limit", async () => {
  jest.useFakeTimers();
  try {
    const { open } = fakeLanes();
    const pool = await openPool({ size: 1, openLane: open, endable: true, limitMs: 60_000 });
    const hung = parts(pool, "hung");
    let failed = false;
    hung.catch(() => (failed = true));
    jest.advanceTimersByTime(59_999);
    await Promise.resolve();
    expect(failed).toBeFalse();
    jest.advanceTimersByTime(1);
    await expect(hung).rejects.toThrow("60 s");
  } finally {
    jest.useRealTimers();
  }
});

test("an abort removes a queued job from the queue", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  const first = parts(pool, "first");
  const client = new AbortController();
  const second = parts(pool, "second", { signal: client.signal });
  client.abort();
  await expect(second).rejects.toMatchObject({ code: "aborted" });
  running[0]?.finish();
  await first;
  await nextTurn();
  expect(running).toHaveLength(1);
});

test("an abort of a running job ends its lane", async () => {
  const { lanes, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  const client = new AbortController();
  const job = parts(pool, "endless", { signal: client.signal });
  client.abort();
  await expect(job).rejects.toMatchObject({ code: "aborted" });
  while (lanes.length < 2) await Bun.sleep(5);
  expect(lanes[0]?.ended).toBeTrue();
});

test("a lane that fails to open ends the others and fails the pool, but not before all are open", async () => {
  const { lanes, open } = fakeLanes();
  const late = Promise.withResolvers<void>();
  let opens = 0;
  const openLane = async (): Promise<Lane<string, string>> => {
    opens += 1;
    if (opens === 2) throw new Error("no memory");
    if (opens === 3) await late.promise;
    return open();
  };
  let failure: unknown;
  const opening = openPool({ size: 3, openLane, endable: true }).catch((error) => {
    failure = error;
  });
  await nextTurn();
  expect(failure).toBeUndefined();
  late.resolve();
  await opening;
  expect(failure).toMatchObject({ message: "no memory" });
  expect(lanes.map(({ ended }) => ended)).toEqual([true, true]);
  expect(opens).toBe(3);
});

test("close waits for a lane that is being opened in place of a dead one", async () => {
  const { lanes, open } = fakeLanes();
  const late = Promise.withResolvers<void>();
  const openLane = async (): Promise<Lane<string, string>> => {
    if (lanes.length > 0) await late.promise;
    return open();
  };
  const pool = await openPool({ size: 1, openLane, endable: false });
  lanes[0]?.end();
  await nextTurn();
  let closed = false;
  const closing = pool.close().finally(() => (closed = true));
  await nextTurn();
  expect(closed).toBeFalse();
  late.resolve();
  expect(await closing).toBeTrue();
  expect(lanes.map(({ ended }) => ended)).toEqual([true, true]);
});

test("a closed pool refuses a job", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  await pool.close();
  await expect(parts(pool, "late")).rejects.toMatchObject({ code: "not_ready" });
  expect(running).toHaveLength(0);
});

test("close fails running and queued jobs and opens no new lane", async () => {
  const { lanes, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: true });
  const running = parts(pool, "running");
  const waiting = parts(pool, "waiting");
  const settled = Promise.allSettled([running, waiting]);
  expect(await pool.close()).toBeTrue();
  const [first, second] = await settled;
  expect(first).toMatchObject({ reason: { code: "not_ready" } });
  expect(second).toMatchObject({ reason: { code: "not_ready" } });
  await nextTurn();
  expect(lanes).toHaveLength(1);
  expect(pool.unready()).toMatchObject({ code: "not_ready", retryAfterS: 1 });
});

test("parts are passed on as they come, and none after an abort", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: false });
  const client = new AbortController();
  const heard: string[] = [];
  const onPart = (part: string): void => void heard.push(part);
  const job = pool.run("job", { deadlineMs: () => 0, onPart }, client.signal);
  running[0]?.give("one");
  expect(heard).toEqual(["one"]);
  client.abort();
  running[0]?.give("two");
  await expect(job).rejects.toMatchObject({ code: "aborted" });
  expect(heard).toEqual(["one"]);
});

test("a lane that may not be ended is stopped by an abort and runs the next job when it has stopped", async () => {
  const { running, lanes, open } = fakeLanes();
  const pool = await openPool({ size: 1, openLane: open, endable: false });
  const client = new AbortController();
  const left = parts(pool, "left", { signal: client.signal });
  const next = parts(pool, "next");
  client.abort();
  await expect(left).rejects.toMatchObject({ code: "aborted" });
  expect(lanes[0]?.stopped).toBeTrue();
  expect(running).toHaveLength(1);
  running[0]?.finish();
  await nextTurn();
  running[1]?.finish();
  await next;
  expect(lanes.map(({ ended }) => ended)).toEqual([false]);
});

test("a lane that may not be ended and hangs fails its job, makes the pool unready and recovers", async () => {
  jest.useFakeTimers();
  try {
    const { running, lanes, open } = fakeLanes();
    const pool = await openPool({ size: 1, openLane: open, endable: false });
    const hung = parts(pool, "hung");
    jest.advanceTimersByTime(25_000);
    await expect(hung).rejects.toMatchObject({ code: "timeout" });
    expect(lanes[0]).toMatchObject({ ended: false, stopped: true });
    expect(pool.unready()).toMatchObject({ code: "not_ready" });
    running[0]?.finish();
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    expect(pool.unready()).toBeNull();
  } finally {
    jest.useRealTimers();
  }
});

test("close ends a lane that may not be ended only after its job has stopped", async () => {
  const { running, lanes, open } = fakeLanes();
  const pool = await openPool({ size: 2, openLane: open, endable: false });
  const job = parts(pool, "job");
  const closing = pool.close();
  await expect(job).rejects.toMatchObject({ code: "not_ready" });
  expect(lanes.map(({ stopped, ended }) => [stopped, ended])).toEqual([
    [false, true],
    [true, false],
  ]);
  running[0]?.finish();
  expect(await closing).toBeTrue();
  expect(lanes[1]?.ended).toBeTrue();
});

test("close resolves with false after 5 s if a job does not stop", async () => {
  jest.useFakeTimers();
  try {
    const { lanes, open } = fakeLanes();
    const pool = await openPool({ size: 1, openLane: open, endable: false });
    const job = parts(pool, "endless").catch(() => {});
    const closing = pool.close();
    jest.advanceTimersByTime(5000);
    expect(await closing).toBeFalse();
    expect(lanes[0]?.ended).toBeFalse();
    await job;
  } finally {
    jest.useRealTimers();
  }
});
