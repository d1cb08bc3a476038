import { expect, test } from "bun:test";
import { type Lane, openPool } from "./pool.ts";

/** A lane whose jobs end when the test says so. */
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
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("of the jobs that wait, the one needed first goes first", async () => {
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
    await turn();
  }
  await Promise.all(all);
  expect(running.map(({ job }) => job)).toEqual(["now", "soon", "middle", "late"]);
});

test("a failed job is an error of its own request and the lane goes on", async () => {
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
  await turn();
  running[1]?.finish("fine");
  expect(await good).toBe("fine");
  expect(lanes).toHaveLength(2);
  expect(pool.unready()).toBeNull();
});

test("a waiting job whose reader leaves never runs", async () => {
  const { running, open } = fakeLanes();
  const pool = await openPool(1, open);
  const first = pool.run("first", () => 0, forever);
  const client = new AbortController();
  const second = pool.run("second", () => 0, client.signal);
  client.abort();
  await expect(second).rejects.toMatchObject({ code: "aborted" });
  running[0]?.finish("");
  await first;
  await turn();
  expect(running).toHaveLength(1);
});

test("a running job whose reader leaves has its lane ended unless it finishes by itself", async () => {
  const { lanes, open } = fakeLanes();
  const pool = await openPool(1, open);
  const client = new AbortController();
  const job = pool.run("endless", () => 0, client.signal);
  client.abort();
  await expect(job).rejects.toMatchObject({ code: "aborted" });
  while (lanes.length < 2) await Bun.sleep(5);
  expect(lanes[0]?.ended).toBeTrue();
});

test("closing refuses what waits and opens nothing more", async () => {
  const { lanes, open } = fakeLanes();
  const pool = await openPool(1, open);
  const running = pool.run("running", () => 0, forever);
  const waiting = pool.run("waiting", () => 0, forever);
  const settled = Promise.allSettled([running, waiting]);
  pool.close();
  const [first, second] = await settled;
  expect(first).toMatchObject({ reason: { code: "decode" } });
  expect(second).toMatchObject({ reason: { code: "not_ready" } });
  await turn();
  expect(lanes).toHaveLength(1);
  expect(pool.unready()).not.toBeNull();
});
