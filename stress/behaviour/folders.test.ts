import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openStress } from "../run.fake.ts";
import { answerWith, wavTone } from "../server.fake.ts";

setDefaultTimeout(60_000);

test("a second run into a folder says so and renames every file of the first", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve((socket) => answerWith(socket, wavTone(20)));
  const folder = join(run.harness.folder, "t");
  await run.stress(`sweep --host ${url} --min-qps 20 --max-qps 20 --number-of-samples 2`);
  const first = run.harness.read("summary.json");
  const { stderr, stdout } = await run.stress(`--host ${url} --warmup 1 --concurrency 1`);
  expect(stdout).toStartWith("Warmup runs: 1\n");
  expect(stderr).toContain(`${folder} had the files of an earlier run`);
  const names = readdirSync(folder);
  expect(names).not.toContain("result.json");
  const [kept = ""] = names.filter((name) => name.startsWith("summary-"));
  expect(readFileSync(join(folder, kept), "utf8")).toBe(first);
  expect(names.filter((name) => name.startsWith("result-"))).toHaveLength(1);
  expect(run.records().map(({ level }) => level)).toEqual(["warmup", "burst"]);
});

test("equal levels of a closed loop stay apart", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve((socket) => answerWith(socket, wavTone(20)));
  await run.stress(`--host ${url} --warmup 0 --concurrency 1,2,1 --requests 3`);
  const { levels } = run.json("summary.json");
  expect(
    levels.map(({ label, requests }: { label: string; requests: number }) => [label, requests]),
  ).toEqual([
    ["c1", 3],
    ["c2", 3],
    ["c1 #2", 3],
  ]);
  expect(run.records().filter(({ level }) => level === "c1 #2")).toHaveLength(3);
});

/** Runs 20 requests of which the server answers 5, and kills the run with `signal` when these have records. */
async function killed(run: ReturnType<typeof openStress>, signal: "SIGKILL" | "SIGHUP") {
  const { url } = await run.serve((socket, index) => {
    if (index < 5) answerWith(socket, wavTone(500));
  });
  const child = run.harness.start(
    `sweep --host ${url} --min-qps 50 --max-qps 50 --number-of-samples 20 --quiet`.split(" "),
  );
  const path = join(run.harness.folder, "t", "requests.jsonl");
  const lines = () => {
    try {
      return readFileSync(path, "utf8").split("\n").length - 1;
    } catch {
      return 0;
    }
  };
  while (lines() < 5) await Bun.sleep(10);
  child.kill(signal);
  return child.exited;
}

test("report makes the figures of a killed run from its records, and says how many are missing", async () => {
  using run = openStress(process.env);
  await killed(run, "SIGKILL");
  const folder = join(run.harness.folder, "t");
  const { stdout, code } = await run.harness.exactly(["report", folder]);
  expect(code).toBe(0);
  expect(stdout).toContain("level 50.0: 15 requests have no record");
  expect(run.json("summary.json")).toMatchObject({
    kind: "sweep",
    valid: false,
    levels: [{ label: "50.0", targetQps: 50, requests: 5, ok: 5, audioS: { mean: 0.5 } }],
  });
  expect(readdirSync(folder)).toContain("report.html");
  // Records alone are enough.
  for (const name of ["plan.json", "summary.json"]) rmSync(join(folder, name));
  expect((await run.harness.exactly(["report", folder])).code).toBe(0);
  expect(run.level()).toMatchObject({ label: "50.0", targetQps: 50, ok: 5 });
});

test("a run goes on when the reader of its output ends", async () => {
  using run = openStress(process.env);
  const ready = Promise.withResolvers<void>();
  const { url } = await run.serve((socket) => {
    void ready.promise.then(() => answerWith(socket, wavTone(500)));
  });
  const child = run.harness.start(`--host ${url} --warmup 0 --concurrency 3 --quiet`.split(" "));
  await child.stdout.cancel();
  ready.resolve();
  await child.exited;
  expect(await new Response(child.stderr).text()).not.toContain("EPIPE");
  expect(run.level()).toMatchObject({ ok: 3 });
});

test("SIGHUP ends a run as Ctrl-C does, with its results written", async () => {
  using run = openStress(process.env);
  expect(await killed(run, "SIGHUP")).toBe(130);
  expect(run.level()).toMatchObject({ ok: 5 });
});
