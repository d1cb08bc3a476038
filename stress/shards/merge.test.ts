import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beginChunked, answerWith, tone, wavTone, writeChunk } from "../server.fake.ts";
import { harnessPerTest } from "../run.fake.ts";

// Runs take seconds on a busy machine.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);
const { serve } = fixture;
const at = (name: string) => join(fixture.harness.folder, name);
const summaryOf = (name: string) =>
  JSON.parse(readFileSync(join(at(name), "summary.json"), "utf8"));
const linesOf = (name: string) =>
  readFileSync(join(at(name), "requests.jsonl"), "utf8")
    .trim()
    .split("\n");
const TEXTS = join(import.meta.dir, "../load/text_samples_single.json");
/** The first gate always fails, since the timer of the server delays a third of the answers by 20 ms or more. */
const SWEEP =
  "sweep --number-of-samples 40 --min-qps 100 --max-qps 200 --qps-step 100 --stream --slo response_p95<5ms,stall_rate<90%,chunk_gap_max<1s".split(
    " ",
  );

const LOOP = "--concurrency 8,9 --requests 40 --warmup 0 --stream".split(" ");

/** Runs the tester against a server that fails every fifth request, and distributes the records to `count` shards. */
async function shardsOfOneRun(count: number, args = LOOP): Promise<string[]> {
  const { url } = await serve((socket, index) => {
    if (index % 5 === 4) return answerWith(socket, "no", { status: 500 });
    beginChunked(socket);
    writeChunk(socket, wavTone(40));
    setTimeout(() => {
      writeChunk(socket, tone(60));
      writeChunk(socket, Buffer.alloc(0));
    }, index % 30);
  });
  await fixture.harness.run([...args, "--host", url]);
  const source = summaryOf("t");
  return Array.from({ length: count }, (_, index) => {
    const name = `shard${index}`;
    mkdirSync(at(name));
    const own = linesOf("t").filter((line) => JSON.parse(line).seq % count === index);
    writeFileSync(join(at(name), "requests.jsonl"), `${own.join("\n")}\n`);
    const levels = source.levels.map(({ label }: { label: string }) => ({
      label,
      startMs: 1000,
      planned: 40,
      inFlight: [],
      faults: [],
    }));
    const summary = { ...source, name, shard: { index, count, levels } };
    if (index > 0)
      summary.levels = source.levels.map((level: object) => ({
        ...level,
        connections: 0,
        generatorCpu: 0,
      }));
    writeFileSync(join(at(name), "summary.json"), JSON.stringify(summary));
    return at(name);
  });
}

test("merged shards have the same records and figures as one process", async () => {
  const folders = await shardsOfOneRun(3, SWEEP);
  const { code } = await merge(folders);
  const [single, merged] = [summaryOf("t"), summaryOf("t2")];
  expect(linesOf("t2").toSorted()).toEqual(linesOf("t").toSorted());
  expect(merged.levels).toEqual(single.levels);
  expect(merged).toMatchObject({
    slo: single.slo,
    scheduleHash: single.scheduleHash,
    kind: "sweep",
  });
  expect(merged.shard).toBeUndefined();
  expect(JSON.parse(readFileSync(join(at("t2"), "result.json"), "utf8"))).toEqual(
    JSON.parse(readFileSync(join(at("t"), "result.json"), "utf8")),
  );
  expect(code).toBe(single.valid ? 2 : 3);
  expect(readdirSync(at("t2")).filter((name) => name.endsWith(".png"))).toHaveLength(3);
});

test("--json writes the merged summary to stdout, with the start time of the earliest shard", async () => {
  const [first = "", second = ""] = await shardsOfOneRun(2);
  for (const [folder, startedAt] of [
    [first, "2026-01-02T00:00:00.000Z"],
    [second, "2026-01-01T00:00:00.000Z"],
  ] as const) {
    const path = join(folder, "summary.json");
    const summary = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...summary, startedAt }));
  }
  const { stdout } = await fixture.harness.run(["merge", first, second, "--json"], "t2");
  expect(stdout).toBe(readFileSync(join(at("t2"), "summary.json"), "utf8"));
  expect(JSON.parse(stdout).startedAt).toBe("2026-01-01T00:00:00.000Z");
});

test("without --json, the report is written to stdout", async () => {
  const { stdout } = await merge(await shardsOfOneRun(2));
  expect(stdout).toContain("Merged 2 shards into");
  expect(stdout).not.toContain('"schema"');
});

test("a missing shard makes the merge invalid and is named", async () => {
  const [first = "", , third = ""] = await shardsOfOneRun(3);
  const { stdout, code } = await merge([third, first]);
  expect(code).toBe(3);
  expect(stdout).toContain("missing shards of 3: 1");
  expect(summaryOf("t2").levels[0].warnings).toContain(
    "invalid: 13 of 40 requests have no record; the first is seq 1",
  );
});

test("a request that is recorded twice is refused", async () => {
  const [first = "", second = ""] = await shardsOfOneRun(2);
  expect((await merge([first, second, second])).stderr).toContain(
    `level c8: request seq 1 is recorded twice, in ${second} and in ${second}`,
  );
});

test("a shard of another schedule is refused", async () => {
  const [first = "", second = ""] = await shardsOfOneRun(2);
  const other = { ...summaryOf("shard1"), scheduleHash: "other" };
  writeFileSync(join(second, "summary.json"), JSON.stringify(other));
  expect((await merge([first, second])).stderr).toContain("another schedule");
});

test("a run without --shard is refused", async () => {
  await shardsOfOneRun(1);
  const { stderr, code } = await merge([at("t")]);
  expect({ stderr, code }).toEqual({
    stderr: `error: ${at("t")} is not a shard: its run had no --shard i/n\n`,
    code: 1,
  });
});

test("a shard that was killed is refused with the way out", async () => {
  const [first = "", second = ""] = await shardsOfOneRun(2);
  const { shard: _, ...rest } = summaryOf("shard1");
  rmSync(join(second, "summary.json"));
  const refused = await merge([first, second]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("its run was killed, or is not over; merge the other shards");
  const rebuilt = { ...rest, ended: "killed", settings: { shard: { index: 1, count: 2 } } };
  writeFileSync(join(second, "summary.json"), JSON.stringify(rebuilt));
  expect((await merge([first, second])).stderr).toContain("is a shard that was killed; merge the");
});

test("the folder of a shard is refused as the target, even through a link", async () => {
  const folders = await shardsOfOneRun(2);
  const before = linesOf("shard1");
  symlinkSync(at("shard1"), at("linked"));
  for (const name of ["shard1", "linked"]) {
    const { stderr, code } = await fixture.harness.run(["merge", ...folders], name);
    expect(code).toBe(1);
    expect(stderr).toContain(`${at(name)} is the folder of shard 1/2`);
    expect(stderr).toContain("--benchmark-name");
  }
  expect(linesOf("shard1")).toEqual(before);
});

test("a second merge into a folder renames the earlier records", async () => {
  const [first = "", second = ""] = await shardsOfOneRun(2);
  await merge([first, second]);
  const earlier = linesOf("t2");
  expect(earlier).toHaveLength(80);
  await merge([first]);
  expect(linesOf("t2")).toEqual(linesOf("shard0"));
  const csv = readFileSync(join(at("t2"), "requests.csv"), "utf8");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(1 + 40);
  const [aside = ""] = readdirSync(at("t2")).filter((name) => /^requests-.*\.jsonl$/.test(name));
  expect(
    readFileSync(join(at("t2"), aside), "utf8")
      .trim()
      .split("\n"),
  ).toEqual(earlier);
});

test("a merge that is refused midway leaves an earlier merge unchanged", async () => {
  const [first = "", second = ""] = await shardsOfOneRun(2);
  await merge([first, second]);
  const [files, lines] = [readdirSync(at("t2")), linesOf("t2")];
  expect((await merge([first, first, second])).code).toBe(1);
  expect(readdirSync(at("t2"))).toEqual(files);
  expect(linesOf("t2")).toEqual(lines);
});

test("a level whose shards started far apart is invalid", async () => {
  const [first = "", second = ""] = await shardsOfOneRun(2);
  const late = summaryOf("shard1");
  late.shard.levels[1].startMs += 350;
  writeFileSync(join(second, "summary.json"), JSON.stringify(late));
  const { code } = await merge([first, second]);
  expect(code).toBe(3);
  const [level, skewed] = summaryOf("t2").levels;
  expect(level.warnings.join()).not.toContain("apart");
  expect(skewed.warnings).toContain(
    "invalid: shards started up to 350 ms apart: start all shards with the same --start-at",
  );
});

test("two shards send the same schedule as one process", async () => {
  const { url, bodies } = await serve((socket) => answerWith(socket, wavTone(50)));
  const args = ["--host", url, "--warmup", "0", "--concurrency", "9", "--text-samples-file", TEXTS];
  await fixture.harness.run(args);
  const alone = bodies.slice(0, 9).toSorted();
  for (const index of [0, 1])
    await fixture.harness.run([...args, "--shard", `${index}/2`, "--workers", "2"], `s${index}`);
  expect(bodies.slice(9).toSorted()).toEqual(alone);
  expect(summaryOf("s1").shard).toMatchObject({ index: 1, count: 2, levels: [{ planned: 9 }] });
  await merge([at("s0"), at("s1")]);
  expect(summaryOf("t2").scheduleHash).toBe(summaryOf("t").scheduleHash);
  expect(summaryOf("t2").levels[0]).toMatchObject({ requests: 9, ok: 9 });
});

function merge(folders: readonly string[]) {
  return fixture.harness.run(["merge", ...folders], "t2");
}
