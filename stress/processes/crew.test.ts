import { expect, setDefaultTimeout, test } from "bun:test";
import { openCrew } from "./crew.ts";
import { answerWith, wavTone } from "../server.fake.ts";
import { parseInvocation } from "../options/options.ts";
import { ONLY_PART } from "../load/part.ts";
import type { RequestRecord } from "../records/record.ts";
import { openRun } from "../run.fake.ts";

// Every run starts processes, which is slow on a busy machine.
setDefaultTimeout(60_000);

/** Returns the warnings of `level` except for send lag, which a busy machine causes. */
const faultsOf = ({ warnings }: { readonly warnings: readonly string[] }) =>
  warnings.filter((warning) => !warning.startsWith("invalid: send lag"));
const SWEEP = [
  "--number-of-samples",
  "25",
  "--min-qps",
  "100",
  "--max-qps",
  "200",
  "--qps-step",
  "100",
];

/**
 * Returns level, seq and instant of every request except for the warm-up, whose closed loop has no planned instants.
 */
const plannedInstants = (records: readonly RequestRecord[]) =>
  records
    .filter(({ level }) => level !== "warmup")
    .map(({ level, seq, dueMs }) => `${level} ${seq} ${dueMs}`)
    .toSorted();

test.concurrent("three workers send the same schedule as one process", async () => {
  using run = openRun(process.env);
  const { url, bodies } = await run.serve((socket) => answerWith(socket, wavTone(100)));
  const args = ["sweep", "--host", url, ...SWEEP, "--warmup", "1"];
  await run.harness.run(args);
  const alone = { hash: run.json("summary.json").scheduleHash, bodies: bodies.toSorted() };
  const due = plannedInstants(run.records());
  const { stderr } = await run.harness.run([...args, "--workers", "3"]);
  expect(stderr).not.toContain("rror");
  expect(run.json("summary.json").scheduleHash).toBe(alone.hash);
  expect(bodies.slice(51).toSorted()).toEqual(alone.bodies);
  const merged = run.records();
  expect(plannedInstants(run.records())).toEqual(due);
  expect(merged).toHaveLength(51);
  for (const { sentMs, dueMs } of merged) expect(sentMs).toBeGreaterThanOrEqual(dueMs);
});

test.concurrent("the figures of several workers come from their pooled records", async () => {
  using run = openRun(process.env);
  const { url } = await run.serve((socket, index) => answerWith(socket, wavTone(100 + 10 * index)));
  await run.harness.run([
    "--host",
    url,
    "--concurrency",
    "7",
    "--requests",
    "20",
    "--workers",
    "2",
  ]);
  const counted = run.records().filter(({ level }) => level === "c7");
  expect(counted.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, seq) => seq),
  );
  const times = counted.map(({ endMs, sentMs }) => endMs - sentMs).toSorted((a, b) => a - b);
  const [level] = run.json("summary.json").levels;
  expect(level).toMatchObject({ requests: 20, ok: 20, concurrency: 7 });
  expect(faultsOf(level)).toEqual([]);
  expect(level.serviceMs.min).toBeCloseTo(times[0] ?? 0, 3);
  expect(level.serviceMs.p50).toBeCloseTo(((times[9] ?? 0) + (times[10] ?? 0)) / 2, 2);
  expect(level.serviceMs.max).toBeCloseTo(times.at(-1) ?? 0, 3);
});

test.concurrent("the workers' records are kept after Ctrl-C", async () => {
  using run = openRun(process.env);
  let arrived = () => {};
  const enough = new Promise<void>((resolve) => (arrived = resolve));
  const { url } = await run.serve((socket, index) => {
    if (index < 6) answerWith(socket, wavTone(50));
    if (index === 9) arrived();
  });
  const child = run.harness.start([
    "--host",
    url,
    "--warmup",
    "0",
    "--concurrency",
    "4",
    "--requests",
    "100",
    "--workers",
    "2",
  ]);
  await enough;
  child.kill("SIGINT");
  expect(await child.exited).toBe(130);
  const [level] = run.json("summary.json").levels;
  expect(level).toMatchObject({ ok: 6, requests: 10, errors: { aborted: 4 } });
  expect(faultsOf(level)).toEqual([]);
  expect(run.records()).toHaveLength(10);
});

test.concurrent("a worker that dies causes a fault, and its records are kept", async () => {
  using run = openRun(process.env);
  let arrived = () => {};
  const enough = new Promise<void>((resolve) => (arrived = resolve));
  const { url } = await run.serve((socket, index) => {
    if (index === 20) arrived();
    answerWith(socket, wavTone(50));
  });
  const invocation = parseInvocation(["--host", url]);
  if (invocation.kind !== "burst") throw new Error("no burst");
  const crew = openCrew(2, invocation.options);
  const seen: number[] = [];
  try {
    const plan = {
      label: "200.0",
      targetQps: 200,
      concurrency: null,
      load: {
        kind: "open",
        offsetsMs: Array.from({ length: 200 }, (_, seq) => seq * 5),
        maxInFlight: null,
      },
      draws: { texts: ["x"], voices: ["v"], seed: 1 },
    } as const;
    const hooks = { sent() {}, ended: ({ seq }: RequestRecord) => void seen.push(seq) };
    const running = crew.run({ plan, part: ONLY_PART }, hooks, new AbortController().signal);
    await enough;
    process.kill(crew.pids[1] ?? 0, "SIGKILL");
    const { faults } = await running;
    const odd = seen.filter((seq) => seq % 2 === 1);
    expect(seen.length - odd.length).toBe(100);
    expect(faults).toEqual([
      `invalid: worker 2 of 2 died (signal SIGKILL): ${100 - odd.length} of its requests are not in the records`,
    ]);
    expect(odd.length).toBeLessThan(100);
    // The next level reports the dead worker as well.
    const next = await crew.run({ plan, part: ONLY_PART }, hooks, AbortSignal.abort());
    expect(next.faults[0]).toContain("worker 2 of 2 died");
  } finally {
    crew.close();
  }
});

test("openCrew() - does not keep finished levels in memory", async () => {
  const invocation = parseInvocation(["--host", "http://127.0.0.1:1"]);
  if (invocation.kind !== "burst") throw new Error("no burst");
  const crew = openCrew(1, invocation.options);
  const levels: WeakRef<object>[] = [];
  const runOne = async () => {
    const hooks = { sent() {}, ended() {} };
    levels.push(new WeakRef(hooks));
    const load = { kind: "open", offsetsMs: [0], maxInFlight: null } as const;
    const draws = { texts: ["x"], voices: ["v"], seed: 1 };
    const plan = { label: "a", targetQps: 1, concurrency: null, load, draws };
    await crew.run({ plan, part: ONLY_PART }, hooks, AbortSignal.abort());
  };
  try {
    for (let level = 0; level < 8; level++) await runOne();
    await Bun.sleep(0); // WeakRefs are cleared between turns of the event loop
    Bun.gc(true);
    // A reference can still be on the stack.
    expect(levels.filter((level) => level.deref() !== undefined).length).toBeLessThan(4);
  } finally {
    crew.close();
  }
});
