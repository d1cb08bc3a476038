import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { percentile } from "../../src/stats/percentiles.ts";
import { after, answerWith, wavTone } from "../server.fake.ts";
import { openStress } from "../run.fake.ts";

// These tests check the settings and the result files of the command. ./truth.test.ts checks the figures.
setDefaultTimeout(180_000);

test.concurrent("a flag overrides its environment variable, and --body adds fields", async () => {
  using run = openStress(process.env);
  const { url, heads, bodies } = await run.serve(after(0));
  const elsewhere = { LOCAL_TTS_API: "http://127.0.0.1:9", CONCURRENCY: "7", WARMUP_COUNT: "3" };
  const keys = { OPENAI_API_KEY: "other", API_KEY: "other" };
  const line = `--host ${url} --concurrency 1 --warmup 0 --body speed=1.5 --body note=plain --body input=mine`;
  await run.stress(line, { ...elsewhere, ...keys });
  expect(heads).toHaveLength(1);
  expect(heads[0]?.toLowerCase()).not.toContain("authorization");
  expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ speed: 1.5, note: "plain", input: "mine" });
  await run.stress(`${line} --header x-mine=1`, { STRESS_API_KEY: "right\n" });
  expect(heads[1]?.toLowerCase()).toContain("authorization: bearer right\r\n");
  expect(heads[1]?.toLowerCase()).toContain("x-mine: 1");
});

test.concurrent("--stop-when-saturated ends a sweep after the first saturated rate", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve((socket, index) =>
    index % 2 === 0 ? answerWith(socket, wavTone(50)) : answerWith(socket, "", { status: 429 }),
  );
  const rates = "--number-of-samples 10 --min-qps 50 --max-qps 150 --qps-step 50";
  await run.stress(`sweep --host ${url} ${rates} --stop-when-saturated`);
  expect(run.json("summary.json").levels).toHaveLength(1);
  expect(run.level().warnings.join()).toContain("server saturated");
  await run.stress(`sweep --host ${url} ${rates}`);
  expect(run.json("summary.json").levels).toHaveLength(3);
});

test.concurrent(
  "a level without a success is in summary.json, but not in result.json",
  async () => {
    using run = openStress(process.env);
    const { url } = await run.serve((socket, index) =>
      index < 10 ? answerWith(socket, wavTone(50)) : answerWith(socket, "", { status: 503 }),
    );
    const { stdout, code } = await run.stress(
      `sweep --host ${url} --number-of-samples 10 --min-qps 50 --max-qps 100 --qps-step 50 --slo response_p99<1000s`,
    );
    expect(code).toBe(1);
    expect(stdout).toContain("no successful request");
    expect(Object.keys(run.json("result.json"))).toEqual(["50.0"]);
    const { levels, slo } = run.json("summary.json");
    expect(levels).toHaveLength(2);
    expect(levels[1]).toMatchObject({
      ok: 0,
      responseMs: null,
      rtf: null,
      errors: { http_5xx: 10 },
    });
    expect(slo.gates[0]).toMatchObject({ value: null, pass: false });
  },
);

test.concurrent("a gate has the value of the worst level", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve((socket, index) =>
    setTimeout(() => answerWith(socket, wavTone(50)), index < 5 ? 0 : 300),
  );
  const { code } = await run.stress(
    `sweep --host ${url} --number-of-samples 5 --min-qps 50 --max-qps 100 --qps-step 50 --slo response_p50<290ms`,
  );
  expect([2, 3]).toContain(code);
  const { slo, levels } = run.json("summary.json");
  expect(slo.gates[0]).toEqual({
    expr: "response_p50<290ms",
    value: Math.max(
      ...levels.map(({ responseMs }: { responseMs: { p50: number } }) => responseMs.p50),
    ),
    pass: false,
  });
});

test.concurrent(
  "a second sweep with --json keeps the log and the records of the first",
  async () => {
    using run = openStress(process.env);
    const { url } = await run.serve(after(0));
    const line = `sweep --host ${url} --number-of-samples 3 --min-qps 50 --max-qps 50 --json`;
    const { stdout } = await run.stress(line);
    expect(JSON.parse(stdout)).toEqual(run.json("summary.json"));
    await run.stress(line);
    const runs = run.harness.read("logs.txt").matchAll(/ run=(\w{8}) /g);
    expect(new Set([...runs].map(([, run]) => run)).size).toBe(2);
    const files = [...new Bun.Glob("requests-*.jsonl").scanSync(join(run.harness.folder, "t"))];
    expect(files).toHaveLength(1);
    for (const name of ["report.html", "requests.csv", "result.json"])
      expect(existsSync(join(run.harness.folder, "t", name))).toBe(true);
  },
);

test.concurrent(
  "--random makes all texts distinct and leaves the schedule hash unchanged",
  async () => {
    using run = openStress(process.env);
    const { url, bodies } = await run.serve(after(0));
    const line = `sweep --host ${url} --number-of-samples 5 --min-qps 100 --max-qps 100 --random`;
    await run.stress(line);
    const hash = run.json("summary.json").scheduleHash;
    await run.stress(line);
    expect(run.json("summary.json").scheduleHash).toBe(hash);
    const texts = bodies.map((body) => JSON.parse(body).input);
    expect(new Set(texts).size).toBe(10);
    const prefixes = texts.map((text) => /^Random prefix (\w+ \w+) ([0-9a-f]{8}): \S/.exec(text));
    expect(new Set(prefixes.map((match) => match?.[2])).size).toBe(10);
    expect(new Set(prefixes.map((match) => match?.[1])).size).toBeGreaterThan(1);
  },
);

test.concurrent("--percentile-method does not change result.json", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve((socket, index) =>
    setTimeout(() => answerWith(socket, wavTone(50)), 40 * index),
  );
  await run.stress(
    `sweep --host ${url} --number-of-samples 4 --min-qps 100 --max-qps 100 --percentile-method nearest`,
  );
  const sorted = Float64Array.from(run.records(), ({ endMs, dueMs }) => endMs - dueMs).sort();
  const p50 = run.json("result.json")["100.0"].e2e_latency_ms_percentiles["50"];
  expect(p50).toBeCloseTo(percentile(sorted, 0.5, "type7"), 2);
  expect(run.level().responseMs.p50).toBeCloseTo(percentile(sorted, 0.5, "nearest"), 2);
});

test.concurrent("Ctrl-C in a sweep keeps the completed levels", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve((socket, index) => {
    if (index < 5) answerWith(socket, wavTone(50));
  });
  const child = run.harness.start(
    `sweep --host ${url} --number-of-samples 5 --min-qps 50 --max-qps 150 --qps-step 50`.split(" "),
  );
  const path = join(run.harness.folder, "t", "logs.txt");
  while (!existsSync(path) || !run.harness.read("logs.txt").includes("level=100.0"))
    await Bun.sleep(10);
  child.kill("SIGINT");
  expect(await child.exited).toBe(130);
  expect(Object.keys(run.json("result.json"))).toEqual(["50.0"]);
  const { levels } = run.json("summary.json");
  expect(levels[0]).toMatchObject({ label: "50.0", ok: 5 });
  expect(levels[1].requests).toBe(levels[1].errors.aborted ?? 0);
  expect(existsSync(join(run.harness.folder, "t", "plot_2x2.png"))).toBe(true);
});

test.concurrent("--text-samples-file applies to bursts and samples", async () => {
  using run = openStress(process.env);
  const texts = join(run.harness.folder, "texts.json");
  writeFileSync(
    texts,
    JSON.stringify([
      { id: 1, prompt: "one" },
      { id: 2, prompt: "two" },
    ]),
  );
  const { url, bodies } = await run.serve(after(0));
  const file = `--text-samples-file ${texts} --sample-format id-prompt-json`;
  await run.stress(`--host ${url} --warmup 0 --concurrency 12 ${file}`);
  expect(new Set(bodies.map((body) => JSON.parse(body).input))).toEqual(new Set(["one", "two"]));
  const { stdout } = await run.stress(`sweep --host ${url} --sample`);
  expect(stdout).toContain(`[redacted audio] len=${wavTone(1000).length}`);
});

test.concurrent(
  "a full endpoint as --host, statuses and the variable of the key are understood",
  async () => {
    using run = openStress(process.env);
    const { url, heads } = await run.serve((socket, index) =>
      answerWith(socket, "no key", { status: [401, 502, 503][index % 3] ?? 401 }),
    );
    const { stdout } = await run.stress(
      `--host ${url}/v1/audio/speech --warmup 0 --concurrency 1 --requests 6`,
    );
    expect(heads[0]).toStartWith("POST /v1/audio/speech HTTP/1.1");
    expect(stdout).toContain("set the variable STRESS_API_KEY");
    expect(run.level().statuses).toEqual({ "401": 2, "502": 2, "503": 2 });
    expect(run.harness.read("report.html")).toContain("http_5xx: 4 (502: 2, 503: 2)");
  },
);

test.concurrent(
  "--path replaces the path of the API, and a misspelt variable is refused",
  async () => {
    using run = openStress(process.env);
    const { url, heads } = await run.serve((socket) => answerWith(socket, wavTone(20)));
    await run.stress(`--host ${url} --path /api/tts --warmup 0 --concurrency 1`);
    expect(heads[0]).toStartWith("POST /api/tts HTTP/1.1");
    const { code, stderr } = await run.stress(`--host ${url}`, { CONCURENCY: "1" });
    expect(code).toBe(1);
    expect(stderr).toContain("unknown variable 'CONCURENCY'\n(Did you mean CONCURRENCY?)");
  },
);
