import { expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import {
  after,
  answerWith,
  beginChunked,
  oneAtATime,
  tone,
  wavHead,
  wavTone,
  writeChunk,
} from "../server.fake.ts";
import { openStress } from "../run.fake.ts";

// These tests check the figures of the command against servers of known timing. Every bound also holds on a slow machine,
// because a server never answers earlier than its timer.
setDefaultTimeout(180_000);

/** Timers can fire a fraction of a millisecond early. */
const TICK_MS = 1;
const EVEN = "--burstiness 1000000";

// 8 requests are due at 100/s and are served one at a time in 50 ms each, so the mean response time is 190 ms from the
// planned instant. In one test the requests wait in the server, in the other for a slot of --max-in-flight.
const EIGHT = `--number-of-samples 8 --min-qps 100 --max-qps 100 ${EVEN}`;
const MEAN_MS = 225 - 35 - 8 * TICK_MS;

test("the wait for a slot of --max-in-flight counts in the response time only", async () => {
  using run = openStress(process.env);
  const fake = await run.serve(after(50));
  await run.stress(`sweep --host ${fake.url} ${EIGHT} --max-in-flight 1`);
  const { responseMs, serviceMs, sendLagMs, connections, warnings } = run.level();
  expect(fake.peak).toBe(1);
  expect(connections).toBe(1);
  expect(responseMs.mean).toBeGreaterThanOrEqual(MEAN_MS);
  expect(serviceMs.mean).toBeGreaterThanOrEqual(50 - TICK_MS);
  // The difference is the wait for a slot, which has a mean of 140 ms on an idle machine.
  expect(responseMs.mean - serviceMs.mean - sendLagMs.mean).toBeGreaterThan(50);
  expect(warnings.filter((warning: string) => warning.startsWith("invalid: sent"))).toEqual([]);
  // result.json counts from the planned instant as well.
  expect(run.json("result.json")["100.0"].e2e_latency_ms_percentiles["50"]).toBe(responseMs.p50);
});

test.concurrent("the response time includes the server's queue", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve(oneAtATime(50));
  await run.stress(`sweep --host ${url} ${EIGHT}`);
  expect(run.level().responseMs.mean).toBeGreaterThanOrEqual(MEAN_MS);
  expect(run.level().responseMs.max).toBeGreaterThanOrEqual(400 - 70 - 8 * TICK_MS);
});

test.concurrent(
  "every request that is due during a server freeze has a response time from its planned instant",
  async () => {
    using run = openStress(process.env);
    const held: Socket[] = [];
    const { url } = await run.serve((socket) => {
      held.push(socket);
      if (held.length === 45) for (const each of held) answerWith(each, wavTone(50));
    });
    await run.stress(
      `sweep --host ${url} --number-of-samples 45 --min-qps 100 --max-qps 100 ${EVEN}`,
    );
    const responses = run
      .records()
      .map(({ endMs, dueMs }) => endMs - dueMs)
      .sort((a, b) => a - b);
    expect(responses).toHaveLength(45);
    for (const [rank, ms] of responses.entries())
      expect(ms).toBeGreaterThanOrEqual(10 * rank - TICK_MS);
    expect(run.level().responseMs.p50).toBeGreaterThanOrEqual(220 - TICK_MS);
  },
);

test.concurrent("a level starts when the previous level has drained", async () => {
  using run = openStress(process.env);
  let inFlight = 0;
  const seen: number[] = [];
  const { url, bodies } = await run.serve((socket) => {
    seen.push(inFlight++);
    setTimeout(() => {
      inFlight--;
      answerWith(socket, wavTone(50));
    }, 150);
  });
  await run.stress(
    `sweep --host ${url} --number-of-samples 4 --min-qps 100 --max-qps 200 --qps-step 100 --warmup 1`,
  );
  expect(bodies).toHaveLength(9);
  expect(seen[1]).toBe(0); // the warm-up has drained
  expect(seen[5]).toBe(0); // the first level has drained
  expect(run.records().map(({ level }) => level)).toEqual([
    "warmup",
    ...Array.from({ length: 4 }, () => "100.0"),
    ...Array.from({ length: 4 }, () => "200.0"),
  ]);
  expect(
    run.json("summary.json").levels.map(({ requests }: { requests: number }) => requests),
  ).toEqual([4, 4]);
});

test.concurrent("a reused connection has no connect time", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve(after(0));
  await run.stress(`--host ${url} --warmup 0 --concurrency 1 --requests 6`);
  const connects = run.records().map(({ connectMs }) => connectMs);
  expect(connects).toEqual([expect.any(Number), null, null, null, null, null]);
  expect(run.level()).toMatchObject({ connections: 1, connectMs: { n: 1, max: connects[0] } });
  const [first] = run.records();
  // The service time includes the connect time.
  expect(first.headersMs - first.sentMs).toBeGreaterThanOrEqual(connects[0]);
});

test.concurrent.each(["", " --stream"])(
  "the recorded times of a request are in order (flags: %p)",
  async (stream) => {
    using run = openStress(process.env);
    const { url } = await run.serve((socket) => {
      beginChunked(socket);
      writeChunk(socket, Buffer.concat([wavHead(0), Buffer.alloc(4800), tone(50)]));
      setTimeout(() => {
        writeChunk(socket, tone(100));
        setTimeout(() => writeChunk(socket, Buffer.alloc(0)), 80);
      }, 80);
    });
    await run.stress(`--host ${url} --warmup 0 --concurrency 3${stream}`);
    for (const {
      dueMs,
      sentMs,
      headersMs,
      firstAudioMs,
      audibleMs,
      endMs,
      chunks,
      audioS,
    } of run.records()) {
      const times = [dueMs, sentMs, headersMs, firstAudioMs, audibleMs, endMs];
      expect(dueMs).toBe(0);
      expect(times.toSorted((a, b) => a - b)).toEqual(times);
      expect(times.map((ms) => Number(ms.toFixed(3)))).toEqual(times);
      expect(chunks[0][0]).toBe(firstAudioMs);
      expect(audioS).toBe(0.25);
      // endMs is the time of the body's last byte, 160 ms after the headers, and not of the last audio.
      expect(endMs - sentMs).toBeGreaterThanOrEqual(160 - 2 * TICK_MS);
    }
  },
);

test.concurrent("a stall of half a second counts as one episode per stream", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve((socket) => {
    beginChunked(socket);
    writeChunk(socket, wavTone(20, { declared: 0xffffffff }));
    setTimeout(() => {
      writeChunk(socket, tone(100));
      writeChunk(socket, Buffer.alloc(0));
    }, 600);
  });
  await run.stress(`--host ${url} --warmup 0 --concurrency 4 --stream`);
  const { stalls, audioS } = run.level();
  expect(audioS.mean).toBe(0.12);
  expect(stalls).toMatchObject({ episodes: 4, share50: 1, share100: 1, share200: 1 });
  expect(stalls.stalledS).toBeGreaterThan(4 * 0.2);
  expect(stalls.preroll99Ms).toBeGreaterThan(200);
});

test.concurrent("figures that were not measured are null", async () => {
  using run = openStress(process.env);
  const { url } = await run.serve((socket) =>
    answerWith(socket, Buffer.concat([wavHead(48_000), Buffer.alloc(48_000)])),
  );
  await run.stress(`--host ${url} --warmup 0 --concurrency 2`);
  expect(run.level()).toMatchObject({ ok: 2, stalls: null, audibleTtfaMs: null, goodput: null });
  expect(run.level().warnings).toContain("2 answers contain only silence");
});

test.concurrent("figures do not depend on the wall clock", async () => {
  using run = openStress(process.env);
  const preload = join(run.harness.folder, "backwards.ts");
  writeFileSync(preload, "let now = 2e12;\nDate.now = () => (now -= 1000);\n");
  const { url } = await run.serve(after(50));
  await run.stress(`--host ${url} --warmup 0 --concurrency 1 --requests 3`, {
    BUN_OPTIONS: `--preload=${preload}`,
  });
  expect(run.level().serviceMs.min).toBeGreaterThanOrEqual(50 - TICK_MS);
  expect(run.level().wallS).toBeGreaterThanOrEqual(0.15 - TICK_MS / 100);
});
