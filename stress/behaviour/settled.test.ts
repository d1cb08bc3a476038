import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { percentile } from "../../src/stats/percentiles.ts";
import { after, answerWith, wavTone } from "../server.fake.ts";
import { harnessPerTest } from "../run.fake.ts";

// What every kind of run promises beside its figures, from the whole command.
setDefaultTimeout(180_000);

const fixture = harnessPerTest(process.env);
const { serve, json, records } = fixture;
const stress = (line: string, env?: Readonly<Record<string, string>>) =>
  fixture.harness.run(line.split(" "), env);
const level = () => json("summary.json").levels[0];

test("a flag beats its environment variable; the key comes from STRESS_API_KEY alone; --body adds fields", async () => {
  const { url, heads, bodies } = await serve(after(0));
  const elsewhere = { LOCAL_TTS_API: "http://127.0.0.1:9", CONCURRENCY: "7", WARMUP_COUNT: "3" };
  const keys = { OPENAI_API_KEY: "other", API_KEY: "other" };
  const line = `--host ${url} --concurrency 1 --warmup 0 --body speed=1.5 --body note=plain --body input=mine`;
  await stress(line, { ...elsewhere, ...keys });
  expect(heads).toHaveLength(1);
  expect(heads[0]?.toLowerCase()).not.toContain("authorization");
  expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ speed: 1.5, note: "plain", input: "mine" });
  await stress(`${line} --header x-mine=1`, { STRESS_API_KEY: "right" });
  expect(heads[1]?.toLowerCase()).toContain("authorization: bearer right");
  expect(heads[1]?.toLowerCase()).toContain("x-mine: 1");
});

test("--stop-when-saturated ends a sweep after the first rate that the server refuses", async () => {
  const { url } = await serve((socket, index) =>
    index % 2 === 0 ? answerWith(socket, wavTone(50)) : answerWith(socket, "", { status: 429 }),
  );
  const rates = "--number-of-samples 10 --min-qps 50 --max-qps 150 --qps-step 50";
  await stress(`sweep --host ${url} ${rates} --stop-when-saturated`);
  expect(json("summary.json").levels).toHaveLength(1);
  expect(level().warnings.join()).toContain("server saturated");
  await stress(`sweep --host ${url} ${rates}`);
  expect(json("summary.json").levels).toHaveLength(3);
});

test("a level without a success is left out of result.json, stands in summary.json, and exits 1", async () => {
  const { url } = await serve((socket, index) =>
    index < 10 ? answerWith(socket, wavTone(50)) : answerWith(socket, "", { status: 503 }),
  );
  const { code } = await stress(
    `sweep --host ${url} --number-of-samples 10 --min-qps 50 --max-qps 100 --qps-step 50 --slo response_p99<1000s`,
  );
  expect(code).toBe(1);
  expect(Object.keys(json("result.json"))).toEqual(["50.0"]);
  const { levels, slo } = json("summary.json");
  expect(levels).toHaveLength(2);
  expect(levels[1]).toMatchObject({ ok: 0, responseMs: null, rtf: null, errors: { http_5xx: 10 } });
  expect(slo.gates[0]).toMatchObject({ value: null, pass: false });
});

test("a gate's value is the worst level's", async () => {
  const { url } = await serve((socket, index) =>
    setTimeout(() => answerWith(socket, wavTone(50)), index < 5 ? 0 : 300),
  );
  const { code } = await stress(
    `sweep --host ${url} --number-of-samples 5 --min-qps 50 --max-qps 100 --qps-step 50 --slo response_p50<290ms`,
  );
  expect([2, 3]).toContain(code);
  const { slo, levels } = json("summary.json");
  expect(slo.gates[0]).toEqual({
    expr: "response_p50<290ms",
    value: levels[1].responseMs.p50,
    pass: false,
  });
});

test("a sweep's --json leaves stdout to the JSON; its log is appended, its earlier records are renamed", async () => {
  const { url } = await serve(after(0));
  const line = `sweep --host ${url} --number-of-samples 3 --min-qps 50 --max-qps 50 --json`;
  const { stdout } = await stress(line);
  expect(JSON.parse(stdout)).toEqual(json("summary.json"));
  await stress(line);
  const runs = fixture.harness.read("logs.txt").matchAll(/ run=(\w{8}) /g);
  expect(new Set([...runs].map(([, run]) => run)).size).toBe(2);
  const files = [...new Bun.Glob("requests-*.jsonl").scanSync(join(fixture.harness.folder, "t"))];
  expect(files).toHaveLength(1);
  for (const name of ["report.html", "requests.csv", "result.json"])
    expect(existsSync(join(fixture.harness.folder, "t", name))).toBe(true);
});

test("--random is true randomness outside the hash: equal schedules, no two texts alike", async () => {
  const { url, bodies } = await serve(after(0));
  const line = `sweep --host ${url} --number-of-samples 5 --min-qps 100 --max-qps 100 --random`;
  await stress(line);
  const hash = json("summary.json").scheduleHash;
  await stress(line);
  expect(json("summary.json").scheduleHash).toBe(hash);
  const texts = bodies.map((body) => JSON.parse(body).input);
  expect(new Set(texts).size).toBe(10);
  const prefixes = texts.map((text) => /^Random prefix (\w+ \w+) ([0-9a-f]{8}): \S/.exec(text));
  expect(new Set(prefixes.map((match) => match?.[2])).size).toBe(10);
  expect(new Set(prefixes.map((match) => match?.[1])).size).toBeGreaterThan(1);
});

test("result.json is type 7 whatever --percentile-method says", async () => {
  const { url } = await serve((socket, index) =>
    setTimeout(() => answerWith(socket, wavTone(50)), 40 * index),
  );
  await stress(
    `sweep --host ${url} --number-of-samples 4 --min-qps 100 --max-qps 100 --percentile-method nearest`,
  );
  const sorted = Float64Array.from(records(), ({ endMs, dueMs }) => endMs - dueMs).sort();
  const p50 = json("result.json")["100.0"].e2e_latency_ms_percentiles["50"];
  expect(p50).toBeCloseTo(percentile(sorted, 0.5, "type7"), 2);
  expect(level().responseMs.p50).toBeCloseTo(percentile(sorted, 0.5, "nearest"), 2);
});

test("Ctrl-C in a sweep keeps the levels that were measured, draws them, and exits 130", async () => {
  const { url } = await serve((socket, index) => {
    if (index < 5) answerWith(socket, wavTone(50));
  });
  const child = fixture.harness.start(
    `sweep --host ${url} --number-of-samples 5 --min-qps 50 --max-qps 150 --qps-step 50`.split(" "),
  );
  const path = join(fixture.harness.folder, "t", "logs.txt");
  while (!existsSync(path) || !fixture.harness.read("logs.txt").includes("level=100.0"))
    await Bun.sleep(10);
  child.kill("SIGINT");
  expect(await child.exited).toBe(130);
  expect(Object.keys(json("result.json"))).toEqual(["50.0"]);
  const { levels } = json("summary.json");
  expect(levels[0]).toMatchObject({ label: "50.0", ok: 5 });
  expect(levels[1].requests).toBe(levels[1].errors.aborted ?? 0);
  expect(existsSync(join(fixture.harness.folder, "t", "plot_2x2.png"))).toBe(true);
});

test("texts of a file are drawn in a burst too, whose length of a binary sample is its bytes", async () => {
  const texts = join(fixture.harness.folder, "texts.json");
  writeFileSync(
    texts,
    JSON.stringify([
      { id: 1, prompt: "one" },
      { id: 2, prompt: "two" },
    ]),
  );
  const { url, bodies } = await serve(after(0));
  const file = `--text-samples-file ${texts} --sample-format id-prompt-json`;
  await stress(`--host ${url} --warmup 0 --concurrency 12 ${file}`);
  expect(new Set(bodies.map((body) => JSON.parse(body).input))).toEqual(new Set(["one", "two"]));
  const { stdout } = await stress(`sweep --host ${url} --sample`);
  expect(stdout).toContain(`[redacted audio] len=${wavTone(1000).length}`);
});
