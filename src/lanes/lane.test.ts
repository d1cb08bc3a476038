import { expect, test } from "bun:test";
import { openLane } from "./lane.ts";
import { openPool } from "./pool.ts";
import type { Lane } from "./running.ts";
import type { FakeJob } from "./worker.fake.ts";

interface Part {
  readonly samples: Float32Array;
}

const spawn = (): Worker => new Worker(new URL("./worker.fake.ts", import.meta.url).href);
const open = (opening = "fine"): Promise<Lane<FakeJob, Part>> => openLane({ spawn, opening });

async function run(lane: Lane<FakeJob, Part>, job: FakeJob): Promise<number[][]> {
  const parts: number[][] = [];
  await lane.run(job, ({ samples }) => void parts.push([...samples]));
  return parts;
}

/** `expect(…).rejects` runs the event loop itself, and messages of a Worker that come meanwhile can get lost. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}

test("openLane() - throws the error of the opening", async () => {
  expect(await failureOf(open("broken"))).toMatchObject({ message: "the opening is broken" });
});

test("a lane passes on the parts of its jobs, in order", async () => {
  const lane = await open();
  expect(await run(lane, "speak")).toEqual([[1, 2], [3]]);
  expect(await run(lane, "speak")).toEqual([[1, 2], [3]]);
  lane.end();
});

test("a job that throws fails, and the lane runs the next one", async () => {
  const lane = await open();
  expect(await failureOf(run(lane, "fail"))).toMatchObject({ message: "the job failed" });
  expect(await run(lane, "speak")).toHaveLength(2);
  lane.end();
});

test("a job that can't be posted fails, and the lane runs the next one", async () => {
  const lane: Lane<unknown, Part> = await open();
  const pool = await openPool({ size: 1, openLane: async () => lane, endable: false });
  const options = { deadlineMs: () => 0, onPart: () => {} };
  const { signal } = new AbortController();
  const failure = await failureOf(pool.run(() => {}, options, signal));
  expect(failure).toMatchObject({ code: "decode" });
  await pool.run("speak", options, signal);
  expect(await pool.close()).toBeTrue();
});

test("stop ends a job that looks for it, and the lane runs the next one", async () => {
  const lane = await open();
  const job = run(lane, "until stopped");
  lane.stop();
  await job;
  expect(await run(lane, "speak")).toHaveLength(2);
  lane.end();
});

test.each(["crash", "exit"] as const)(
  "a Worker that ends by %s fails its job and is replaced",
  async (way) => {
    const lanes: Lane<FakeJob, Part>[] = [];
    const openOne = async (): Promise<Lane<FakeJob, Part>> => {
      const lane = await open();
      lanes.push(lane);
      return lane;
    };
    const pool = await openPool({ size: 1, openLane: openOne, endable: false });
    const options = { deadlineMs: () => 0, onPart: () => {} };
    const signal = new AbortController().signal;
    const ended = pool.run(way, options, signal).catch(() => {});
    await lanes[0]!.gone;
    await ended;
    await pool.run("speak", options, signal);
    expect(lanes).toHaveLength(2);
    expect(await pool.close()).toBeTrue();
  },
);

test("an abort frees the lane for the next job without ending the Worker", async () => {
  let opened = 0;
  const openOne = (): Promise<Lane<FakeJob, Part>> => {
    opened += 1;
    return open();
  };
  const pool = await openPool({ size: 1, openLane: openOne, endable: false });
  const client = new AbortController();
  const options = { deadlineMs: () => 0, onPart: () => client.abort() };
  const failure = await failureOf(pool.run("until stopped", options, client.signal));
  expect(failure).toMatchObject({ code: "aborted" });
  await pool.run("speak", options, new AbortController().signal);
  expect(opened).toBe(1);
  expect(await pool.close()).toBeTrue();
});
