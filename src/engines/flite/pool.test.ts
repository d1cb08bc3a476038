import { expect, jest, test } from "bun:test";
import { type Lane, openPool } from "./pool.ts";

/** Creates lanes whose jobs end when the test calls `finish` or `fail`. */
function fakeLanes() {
  const running: { job: string; finish: (result: string) => void; fail: (error: Error) => void }[] =
    [];
  const lanes: { end: () => void; ended: boolean }[] = [];
  const open = async (): Promise<Lane<string, string>> => {
    const gone = Promise.withResolvers<void>();
    let current: PromiseWithResolvers<string> | undefined;
    const lane = {
      ended: false,
      gone: gone.promise,
      run(job: string) {
        current = Promise.withResolvers();
        running.push({ job, finish: current.resolve, fail: current.reject });
        return current.promise;
      },
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

test("queued jobs run in order of their deadlines", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool(1, open);
  const all = [pool.run("now", () => 0, forever)];
  for (const [job, deadline] of [
    ["late", 300],
    ["soon", 100],
    ["middle", 200],
  ] as const) {
    all.push(pool.run(job, () => deadline, forever));
  }
  for (let index = 0; index < 4; index += 1) {
    running[index]?.finish("");
    await nextTurn();
  }
  await Promise.all(all);
  expect(running.map(({ job }) => job)).toEqual(["now", "soon", "middle", "late"]);
});

test("a failed job fails only its own request", async () => {
  const { running, lanes, open } = fakeLanes();
  const pool = await openPool(1, open);
  const bad = pool.run("bad", () => 0, forever);
  const good = pool.run("good", () => 0, forever);
  running[0]?.fail(new Error("boom"));
  await expect(bad).rejects.toMatchObject({ code: "decode" });
  running[1]?.finish("fine");
  expect(await good).toBe("fine");
  expect(lanes).toHaveLength(1);
});

test("a lane that dies fails its job and is replaced", async () => {
  const { running, lanes, open } = fakeLanes();
  const pool = await openPool(1, open);
  const bad = pool.run("bad", () => 0, forever);
  const good = pool.run("good", () => 0, forever);
  lanes[0]?.end();
  await expect(bad).rejects.toMatchObject({ code: "decode" });
  await nextTurn();
  running[1]?.finish("fine");
  expect(await good).toBe("fine");
  expect(lanes).toHaveLength(2);
  expect(pool.unready()).toBeNull();
});

test("a lane that dies while idle runs no further job", async () => {
  const { running, lanes, open } = fakeLanes();
  const pool = await openPool(1, open);
  lanes[0]?.end();
  await nextTurn();
  expect(lanes).toHaveLength(2);
  const jobs = ["first", "second"].map((job) => pool.run(job, () => 0, forever));
  expect(running.map(({ job }) => job)).toEqual(["first"]);
  running[0]?.finish("");
  await nextTurn();
  running[1]?.finish("");
  await Promise.all(jobs);
});

test("a job over the time limit ends its lane and times out", async () => {
  jest.useFakeTimers();
  try {
    const { running, lanes, open } = fakeLanes();
    const pool = await openPool(1, open);
    const hung = pool.run("hung", () => 0, forever);
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

test("an abort removes a queued job from the queue", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool(1, open);
  const first = pool.run("first", () => 0, forever);
  const client = new AbortController();
  const second = pool.run("second", () => 0, client.signal);
  client.abort();
  await expect(second).rejects.toMatchObject({ code: "aborted" });
  running[0]?.finish("");
  await first;
  await nextTurn();
  expect(running).toHaveLength(1);
});

test("an abort of a running job ends its lane", async () => {
  const { lanes, open } = fakeLanes();
  const pool = await openPool(1, open);
  const client = new AbortController();
  const job = pool.run("endless", () => 0, client.signal);
  client.abort();
  await expect(job).rejects.toMatchObject({ code: "aborted" });
  while (lanes.length < 2) await Bun.sleep(5);
  expect(lanes[0]?.ended).toBeTrue();
});

test("a lane that fails to open ends the others, even one that opens later", async () => {
  const { lanes, open } = fakeLanes();
  const late = Promise.withResolvers<void>();
  let opens = 0;
  const openLane = async (): Promise<Lane<string, string>> => {
    opens += 1;
    if (opens === 2) throw new Error("no memory");
    if (opens === 3) await late.promise;
    return open();
  };
  await expect(openPool(3, openLane)).rejects.toThrow("no memory");
  late.resolve();
  await nextTurn();
  expect(lanes.map(({ ended }) => ended)).toEqual([true, true]);
  expect(opens).toBe(3);
});

test("a closed pool refuses a job", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool(1, open);
  pool.close();
  await expect(pool.run("late", () => 0, forever)).rejects.toMatchObject({ code: "not_ready" });
  expect(running).toHaveLength(0);
});

test("close fails running and queued jobs and opens no new lane", async () => {
  const { lanes, open } = fakeLanes();
  const pool = await openPool(1, open);
  const running = pool.run("running", () => 0, forever);
  const waiting = pool.run("waiting", () => 0, forever);
  const settled = Promise.allSettled([running, waiting]);
  pool.close();
  const [first, second] = await settled;
  expect(first).toMatchObject({ reason: { code: "decode" } });
  expect(second).toMatchObject({ reason: { code: "not_ready" } });
  await nextTurn();
  expect(lanes).toHaveLength(1);
  expect(pool.unready()).toMatchObject({ code: "not_ready", retryAfterS: 1 });
});
