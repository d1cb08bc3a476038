import { expect, test, setDefaultTimeout } from "bun:test";
import type { Socket } from "node:net";
import { join } from "node:path";
import { answerWith, wavTone } from "./server.fake.ts";
import { openRun } from "./run.fake.ts";

// Sweeps are slow on a busy machine.
setDefaultTimeout(60_000);

/** Opens a results folder and a server for one test, because the tests run concurrently. */
function open() {
  const run = openRun(process.env);
  return {
    ...run,
    sweep: (url: string, args: readonly string[]) =>
      run.harness.run(["sweep", "--host", url, ...args]),
    /** Expects exit code 0 if the requests were sent on time, or 3 if the machine was too busy. */
    expectDone: (code: number) => expect(code).toBe(run.json("summary.json").valid ? 0 : 3),
  };
}
const FAST = [
  "--number-of-samples",
  "10",
  "--min-qps",
  "50",
  "--max-qps",
  "100",
  "--qps-step",
  "50",
];

test.concurrent("result.json has exactly the expected keys", async () => {
  using run = open();
  const { url, bodies } = await run.serve((socket) => answerWith(socket, wavTone(1000)));
  const { stdout, code } = await run.sweep(url, FAST);
  run.expectDone(code);
  const result = run.json("result.json");
  expect(Object.keys(result)).toEqual(["50.0", "100.0"]);
  const percentiles = {
    "50": expect.any(Number),
    "90": expect.any(Number),
    "95": expect.any(Number),
    "99": expect.any(Number),
  };
  expect(result["50.0"]).toEqual({
    avg_qps: expect.any(Number),
    e2e_latency_ms_percentiles: percentiles,
    second_of_audio_generation_latency_ms_percentiles: percentiles,
    first_chunk_latency_ms_percentiles: null,
    forth_chunk_latency_ms_percentiles: null,
    avg_chunk_latency_ms_percentiles: null,
    forth_chunk_missing_count: 0,
    token_stats: null,
  });
  expect(Object.keys(JSON.parse(bodies[0] ?? "")).toSorted()).toEqual([
    "input",
    "max_tokens",
    "model",
    "response_format",
    "stream",
    "voice",
  ]);
  expect(stdout).toContain("--------End-to-End Latency Percentiles--------\n╒═");
  expect(stdout).toContain("--------Average Latency per audio-second--------\n╒═");
  expect(stdout).not.toContain("Chunk Latency");
  expect(stdout).toContain("Success rate: 100.00 % of 10");
  expect(stdout).toContain("\nPlanned: 2 levels, 20 requests; sending takes 1 s,");
  expect(stdout).toMatch(/\nlevel +requests +failed [^]*\n +50\.0 +10 +0 [^]*\n100\.0 +10 +0 /);
  expect(stdout).toContain(`\nResults: ${join(run.harness.folder, "t")} (report.html,`);
  expect(run.harness.read("logs.txt")).toMatch(/run=\w{8} level=100\.0 .*Success rate/);
  for (const level of run.json("summary.json").levels) expect(level.gapScale).toBeGreaterThan(0);
});

test.concurrent("a sweep prints its settings first", async () => {
  using run = open();
  const { url } = await run.serve((socket) => answerWith(socket, wavTone(50)));
  const line = "--number-of-samples 2 --min-qps 50 --max-qps 50.5 --voice-ids ann --voice-ids ben";
  const { stdout } = await run.sweep(url, line.split(" "));
  const lines = stdout.split("\n");
  const from = lines.indexOf("Load test starts with:");
  expect(lines.slice(from, from + 23)).toEqual([
    "Load test starts with:",
    `  host: ${url}`,
    "  number_of_samples: 2",
    "  min_qps: 50",
    "  max_qps: 50.5",
    "  qps_step: 1",
    "  burstiness: 1",
    "  benchmark_name: t",
    "  plot_only: false",
    "  stream: false",
    "  text_samples_file: text_samples_single.json",
    "  max_tokens: 400",
    "  model_id: tts-1",
    "  mode: tts",
    '  voice_ids: ["ann","ben"]',
    "  verbose: false",
    "  sample_format: simple-json",
    "  random: false",
    "  sample: false",
    "  timestamp: none",
    "  client: openai",
    "  seed: 1",
    `Using TTS mode with endpoint: ${url}/v1/audio/speech`,
  ]);
});

test.concurrent("the seed determines the schedule and the texts", async () => {
  using run = open();
  const { url, bodies } = await run.serve((socket) => answerWith(socket, wavTone(50)));
  const hashes: string[] = [];
  for (const seed of ["1", "1", "2"]) {
    await run.sweep(url, [...FAST, "--seed", seed]);
    hashes.push(run.json("summary.json").scheduleHash);
  }
  expect(hashes[0]).toBe(hashes[1] ?? "");
  expect(hashes[0]).not.toBe(hashes[2] ?? "");
  const texts = (run: number) => bodies.slice(run * 20, run * 20 + 20).toSorted();
  expect(texts(0)).toEqual(texts(1));
  expect(new Set(texts(0)).size).toBeGreaterThan(5);
});

test.concurrent(
  "a server freeze lengthens the response time of every request that is due during the freeze",
  async () => {
    using run = open();
    // Ten requests are due 20 ms apart. All are answered when the last arrives, so the first waits 180 ms.
    const waiting: Socket[] = [];
    const { url } = await run.serve((socket) => {
      if (waiting.push(socket) < 10) return;
      for (const each of waiting) answerWith(each, wavTone(50));
    });
    await run.sweep(url, ["--number-of-samples", "10", "--min-qps", "50", "--max-qps", "50"]);
    const [level] = run.json("summary.json").levels;
    expect(level.responseMs.max).toBeGreaterThanOrEqual(180);
    expect(level.responseMs.mean).toBeGreaterThan(45);
  },
);

test.concurrent("a sweep stops after a level in which no request connected", async () => {
  using run = open();
  const fake = await run.serve(() => {});
  fake.close();
  const { stdout, code } = await run.sweep(fake.url, FAST);
  expect(code).toBe(1);
  expect(run.json("result.json")).toEqual({});
  expect(run.json("summary.json").levels).toHaveLength(1);
  expect(stdout).toContain(`No connection to ${fake.url}`);
});

test.concurrent("a failed gate sets the exit code", async () => {
  using run = open();
  const { url } = await run.serve((socket) => answerWith(socket, wavTone(1000)));
  const { code } = await run.sweep(url, [...FAST, "--slo", "error_rate<1%,response_p50<0.001ms"]);
  expect([2, 3]).toContain(code);
  const { slo, levels } = run.json("summary.json");
  expect(slo.pass).toBe(false);
  expect(slo.gates[0]).toEqual({ expr: "error_rate<1%", value: 0, pass: true });
  expect(slo.gates[1].value).toBe(
    Math.max(...levels.map((level: { responseMs: { p50: number } }) => level.responseMs.p50)),
  );
  expect(levels[0].goodput).toBe(0);
  expect(levels[0].gates).toEqual([
    { expr: "error_rate<1%", value: 0, pass: true },
    { expr: "response_p50<0.001ms", value: levels[0].responseMs.p50, pass: false },
  ]);
});

test.concurrent("--analyze-prompts sends no request", async () => {
  using run = open();
  const { stdout, code } = await run.harness.run(["sweep", "--analyze-prompts"]);
  expect(code).toBe(0);
  expect(stdout).toStartWith("Analyzed 60 text samples from text_samples_single.json\n");
  expect(stdout).toContain("CHARACTER statistics:\n  Total: ");
});

test.concurrent.each([
  [["sweep"], "`--host` to be the URL of a server"],
  [
    ["sweep", "--host", "localhost:8081"],
    "`--model-id` to be a model for --client inworld-public, got nothing",
  ],
  [["sweep", "--host", "x", "--qps-step", "0.00001"], "rates of 100 requests are more"],
  [
    ["sweap", "--host", "x"],
    '`COMMAND` to be one of burst, sweep, search, talk, report, merge, compare, got "sweap"',
  ],
  [["sweep", "--host", "x", "--slo", "ttfa<3"], '"ttfa<3" is not a gate'],
  [["sweep", "--host", "x", "--text-samples-file", "missing.json"], "to be an existing file"],
])("%p is a usage error", async (args, message) => {
  using run = open();
  const { stderr, code } = await run.harness.run(args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
