import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { answerWith, beginChunked, tone, wavTone, writeChunk } from "./server.fake.ts";
import { harnessPerTest } from "./run.fake.ts";

// The command is slow on a busy machine.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);

const stress = (args: string[], env?: Record<string, string>) => fixture.harness.run(args, env);
const { serve, records } = fixture;
const summary = () => fixture.json("summary.json");
/** Expects exit code 3 if the machine was too busy to send on time, otherwise the exit code `sent`. */
const ran = (code: number, sent = 0) => expect(code).toBe(summary().valid ? sent : 3);

test("a burst prints its latency report when environment variables configure it", async () => {
  const { url, bodies } = await serve((socket) => answerWith(socket, wavTone(2000)));
  const env = { LOCAL_TTS_API: url, CONCURRENCY: "5", WARMUP_COUNT: "2", STRESS_API_KEY: "k" };
  const { stdout, code } = await stress([], env);
  ran(code);
  expect(stdout).toStartWith(
    "Warmup runs: 2\nDone Warmup runs!\n\n=== SLO LATENCY REPORT ===\nTotal Requests: 5\nMin Time: 0.",
  );
  expect(stdout).toContain("Avg Audio Duration: 2.000s\n");
  expect(stdout.trimEnd()).toMatch(
    /={26}\n\n(warning: invalid[^\n]*\n)?warning: target and tester share a machine[^\n]*\nResults: \S+ \(report\.html, summary\.json, requests\.jsonl\)$/,
  );
  expect(bodies).toHaveLength(7);
  expect(JSON.parse(bodies[0] ?? "")).toEqual({
    input:
      "Hello! How can I help you? Apa yang saya boleh bantu encik? Encik nak makan ayam gepuk ke?",
    voice: "alloy",
    model: "tts-1",
    response_format: "wav",
    stream: false,
    temperature: 0.6,
    repetition_penalty: 1.15,
    max_tokens: 3072,
    playback_speed: 1.5,
    playback_overlap_speed: 0.5,
    normalize: true,
  });
  expect(records().map(({ level }) => level)).toEqual([
    ...Array.from({ length: 2 }, () => "warmup"),
    ...Array.from({ length: 5 }, () => "burst"),
  ]);
  expect(summary()).toMatchObject({ schema: 1, kind: "burst", levels: [{ requests: 5, ok: 5 }] });
});

test("failed requests are listed above the report and excluded from latencies", async () => {
  const { url } = await serve((socket, index) =>
    index % 2 === 0
      ? answerWith(socket, wavTone(1000))
      : answerWith(socket, "busy", { status: 429 }),
  );
  const { stdout, code } = await stress(["--host", url, "--warmup", "0", "--concurrency", "4"]);
  ran(code, 1);
  expect(stdout).toContain(
    "Done Warmup runs!\n\nFailed requests: 2 of 4\n  http_429: 2 (HTTP 429: busy)\n=== SLO LATENCY REPORT ===\nTotal Requests: 4\n",
  );
  const [level] = summary().levels;
  expect(level).toMatchObject({ requests: 4, ok: 2, errors: { http_429: 2 }, serviceMs: { n: 2 } });
});

test("the command exits with 1 and names --host when the server is unreachable", async () => {
  const fake = await serve(() => {});
  const { url } = fake;
  fake.close();
  const { stdout, code } = await stress(["--host", url, "--warmup", "1", "--concurrency", "3"]);
  expect(code).toBe(1);
  expect(stdout).toContain(
    `No connection to ${url}: start the server there, or name another with --host`,
  );
  expect(stdout).toContain("no successful request");
  expect(stdout).not.toContain("0.000s");
  expect(summary().levels[0]).toMatchObject({ ok: 0, errors: { connect: 3 }, serviceMs: null });
  expect(records()).toHaveLength(4);
});

test("a burst of 300 streams has all of them in flight at once", async () => {
  const waiting: Socket[] = [];
  const fake = await serve((socket) => {
    beginChunked(socket);
    writeChunk(socket, wavTone(20));
    // No stream ends before all 300 are open, so a limit below 300 would block the run.
    if (waiting.push(socket) < 300) return;
    for (const stream of waiting) {
      writeChunk(stream, tone(20));
      writeChunk(stream, Buffer.alloc(0));
    }
  });
  const { code } = await stress([
    "--host",
    fake.url,
    "--warmup",
    "0",
    "--concurrency",
    "300",
    "--stream",
  ]);
  ran(code);
  expect(fake.peak).toBe(300);
  expect(summary().levels[0]).toMatchObject({ ok: 300, connections: 300, audioS: { mean: 0.04 } });
});

test("Ctrl-C keeps the records, writes the summary and exits with 130", async () => {
  const { url } = await serve((socket, index) => {
    if (index < 2) answerWith(socket, wavTone(100));
  });
  const child = fixture.harness.start(["--host", url, "--warmup=0", "--concurrency=4"]);
  const path = join(fixture.harness.folder, "t", "requests.jsonl");
  while (!existsSync(path) || fixture.harness.read("requests.jsonl").split("\n").length < 3)
    await Bun.sleep(10);
  child.kill("SIGINT");
  expect(await child.exited).toBe(130);
  expect(summary().levels[0]).toMatchObject({ ok: 2, errors: { aborted: 2 } });
  expect(records()).toHaveLength(4);
});

test("a closed loop runs one level per concurrency", async () => {
  const { url } = await serve((socket) => answerWith(socket, wavTone(100)));
  const { stdout, stderr, code } = await stress([
    "--host",
    url,
    "--warmup",
    "0",
    "--concurrency",
    "1,3",
    "--requests",
    "6",
  ]);
  ran(code);
  expect(stderr).toContain("Planned: 2 levels, 12 requests; the time depends on the server.");
  expect(stderr).toContain("level 2 of 2");
  expect(stdout).toMatch(/\nlevel +requests +failed [^]*\n +c1 +6 +0 [^]*\n +c3 +6 +0 /);
  expect(summary()).toMatchObject({
    kind: "closed",
    levels: [
      { label: "c1", concurrency: 1, requests: 6 },
      { label: "c3", concurrency: 3, requests: 6 },
    ],
  });
});

test("a second run renames the requests.jsonl of the first run", async () => {
  const { url } = await serve((socket) => answerWith(socket, wavTone(100)));
  await stress(["--host", url, "--warmup", "0", "--concurrency", "1"]);
  await stress(["--host", url, "--warmup", "0", "--concurrency", "2"]);
  expect(
    readdirSync(join(fixture.harness.folder, "t")).filter((name) =>
      /^requests-2.*\.jsonl$/.test(name),
    ),
  ).toHaveLength(1);
  expect(records()).toHaveLength(2);
});

test("--json writes only the summary to stdout", async () => {
  const { url } = await serve((socket) => answerWith(socket, wavTone(100)));
  const { stdout } = await stress(["--host", url, "--concurrency", "2", "--json"]);
  expect(JSON.parse(stdout)).toEqual(summary());
});

test.each([
  [["--nonsense"], "unknown option"],
  [["--concurrency", "0"], "--concurrency"],
  [["--concurrency", "1,4"], "--requests or --duration"],
  [["--timeout-total", "soon"], "500ms, 2s or 1m"],
  [["--timeout-total", "1000h"], "at most 596h"],
  [["--concurrency", "1e12"], 'an integer from 1 to 10000000, got "1e12"'],
  [["--header", "a name=x"], '"a name" is not a valid header'],
  [["--header", "x=1\r\ny: 2"], '"x" is not a valid header'],
  [
    ["--host", "ftp://localhost"],
    '`--host` to be a URL such as http://localhost:9091, got "ftp://localhost"',
  ],
  [
    ["--stream-format=sse", "--client=embedding", "--model-id=m"],
    "`--stream-format` to be audio for --client embedding",
  ],
])("%p is a usage error", async (args, message) => {
  const { stderr, code } = await stress(args);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});

test("the error names --output-dir when the results folder cannot be created", async () => {
  const file = join(fixture.harness.folder, "file");
  writeFileSync(file, "");
  const flags = ["--host", "http://127.0.0.1:1", "--output-dir", file, "--benchmark-name"];
  const { stderr, code } = await fixture.harness.exactly([...flags, "t"]);
  expect(code).toBe(1);
  expect(stderr).toContain(`cannot write results to ${join(file, "t")}`);
  expect(stderr).toContain("--output-dir");
  const dots = await fixture.harness.exactly([...flags, ".."]);
  expect(dots.stderr).toContain("`--benchmark-name` to be letters");
});

test("the report suggests --client when the server does not have the endpoint", async () => {
  const { url } = await serve((socket) => answerWith(socket, "nope", { status: 404 }));
  const { stdout, code } = await stress(["--host", url, "--warmup", "0", "--concurrency", "2"]);
  expect(code).toBe(1);
  expect(stdout).toContain("select its API with --client");
});

test("--help prints examples", async () => {
  const { stdout, code } = await stress(["--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("bun run stress --host");
});

test("each request has its own id, and proxy variables of the environment are ignored", async () => {
  const { url, heads } = await serve((socket) =>
    answerWith(socket, wavTone(100), {
      headers: "Server-Timing: queue;dur=3.5\r\nX-Request-Id: theirs\r\n",
    }),
  );
  const closed = "http://127.0.0.1:9";
  const env = { HTTP_PROXY: closed, http_proxy: closed, ALL_PROXY: closed, NO_PROXY: "" };
  const { stdout, code } = await stress(["--host", url, "--warmup=0", "--concurrency=3"], env);
  ran(code);
  const ids = heads.map((head) => /^x-request-id: (\S+)$/im.exec(head)?.[1] ?? "");
  expect(new Set(ids).size).toBe(3);
  for (const head of heads) expect(head).toMatch(/^accept-encoding: identity\r?$/im);
  expect(new Set(records().map(({ requestId }) => requestId))).toEqual(new Set(ids));
  expect(records()[0]).toMatchObject({ answerId: "theirs", serverTiming: "queue;dur=3.5" });
  expect(stdout).toContain(
    "queue 3.5 ms; mean of all: queue 3.5 ms; x-request-id of the slowest: ",
  );
});

test("if the records cannot be written, the figures are on the console, and the exit code is 1", async () => {
  const { url } = await serve((socket) => answerWith(socket, wavTone(20)));
  const folder = join(fixture.harness.folder, "t");
  // The shell limits the size of a file to 512 or 1024 bytes. Because SIGXFSZ is ignored, a larger write fails with EFBIG.
  const limited = ["sh", "-c", 'trap "" XFSZ; ulimit -f 1; exec "$@"', "sh"];
  const command = [process.execPath, join(import.meta.dir, "main.ts"), "--host", url];
  const load = ["--warmup=0", "--concurrency=4", "--requests=5000", "--quiet"];
  const place = ["--output-dir", fixture.harness.folder, "--benchmark-name", "t"];
  const child = Bun.spawn([...limited, ...command, ...load, ...place], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  expect(await child.exited).toBe(1);
  expect(stdout).toContain("=== SLO LATENCY REPORT ===\nTotal Requests: 5000\n");
  expect(stderr).toContain(`cannot write ${join(folder, "requests.jsonl")} (EFBIG`);
  expect(existsSync(join(folder, "summary.json"))).toBe(false);
});

test("a level that needs more connections than the limit of descriptors is refused with the limit", async () => {
  const limited = ["sh", "-c", 'ulimit -n 100; exec "$@"', "sh"];
  const command = [process.execPath, join(import.meta.dir, "main.ts"), "--concurrency=50"];
  const place = ["--output-dir", fixture.harness.folder, "--benchmark-name", "t"];
  const child = Bun.spawn([...limited, ...command, ...place], { stdout: "ignore", stderr: "pipe" });
  expect(await new Response(child.stderr).text()).toContain("(100 files, ulimit -n)");
  expect(await child.exited).toBe(1);
});

test("requests for which no descriptor is left fail as client_limit, and the level is invalid", async () => {
  const { url } = await serve((socket, index) => {
    if (index < 5) setTimeout(() => answerWith(socket, wavTone(20)), 500);
    else setTimeout(() => socket.destroy(), 500);
  });
  const limited = ["sh", "-c", 'ulimit -n 80; exec "$@"', "sh"];
  const command = [process.execPath, join(import.meta.dir, "main.ts"), "sweep", "--host", url];
  const load = ["--min-qps=1000", "--max-qps=1000", "--number-of-samples=150", "--quiet"];
  const place = ["--output-dir", fixture.harness.folder, "--benchmark-name", "t"];
  const child = Bun.spawn([...limited, ...command, ...load, ...place], { stdout: "ignore" });
  expect(await child.exited).toBe(3);
  const [level] = summary().levels;
  expect(level.errors.client_limit).toBeGreaterThan(50);
  expect(level.errors.connect).toBeUndefined();
  expect(level.warnings.join()).toContain("ulimit -n");
});
