import { percentile } from "../src/stats/percentiles.ts";
import { measureHour } from "./hour.ts";
import { type Heard, listen } from "./listener.ts";
import { residentMiB, type ServerProcess, startServer } from "./server-process.ts";
import { textOf } from "./texts.ts";

const STARTS = 5;
const WARM_WORDS = 10;
const WORDS = 100;
const LISTENERS = [1, 10, 50, 100] as const;
const SPREAD_S = 20;
/** A stall that a listener surely hears. */
const STALL_MS = 50;

/** Measures the embedded voice over HTTP, the server in its own process, and prints a page of figures. */
export async function run(args: readonly string[]): Promise<void> {
  const quick = args.includes("--quick");
  await measureStart(quick ? 1 : STARTS);
  const server = await startServer({});
  try {
    await measureWord(server, quick ? 20 : 200);
    for (const count of quick ? [1, 10] : LISTENERS) {
      const heard = await crowd(server, count, SPREAD_S);
      report(`${count} listeners, ${WORDS} words each`, heard, await residentMiB(server.pid));
    }
    if (!quick)
      report(
        "100 at once (reported only)",
        await crowd(server, 100, 0),
        await residentMiB(server.pid),
      );
  } finally {
    const code = await server.stop();
    console.log(`server stopped with code ${code}`);
  }
  await measureKilled(quick ? 5 : 40);
  await measureHour(quick ? 60 : 3600);
}

async function measureStart(times: number): Promise<void> {
  const ready: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const server = await startServer({});
    ready.push(server.readyMs);
    await server.stop();
  }
  console.log(`process start to ready: ${spread(ready)} (goal 1000 ms, ${times} starts)`);
}

async function measureWord(server: ServerProcess, count: number): Promise<void> {
  const first: number[] = [];
  for (let index = -WARM_WORDS; index < count; index += 1) {
    const heard = await listen(server.url, { input: "button" });
    if (index >= 0) first.push(heard.firstAudioMs);
  }
  console.log(`"button" alone: first audio ${spread(first)} (goal p95 40 ms, ${count} requests)`);
}

/** How long after a client was killed in the middle of a long answer the only Worker has said another's word. */
async function measureKilled(count: number): Promise<void> {
  const server = await startServer({ FLITE_WORKERS: "1" });
  const freed: number[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      await leave(server.url, Array(20).fill(textOf(index, WORDS)).join(". "));
      freed.push((await listen(server.url, { input: "button" })).firstAudioMs);
    }
  } finally {
    await server.stop();
  }
  console.log(
    `a client killed mid-answer, one Worker: the next "button" is heard after ${spread(freed)} (goal 200 ms + its own)`,
  );
}

/** Reads the first audio of a long answer and drops the connection. */
async function leave(url: string, input: string): Promise<void> {
  const client = new AbortController();
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input: input.slice(0, 4000) }),
    signal: client.signal,
  });
  await response.body?.getReader().read();
  client.abort();
}

/** `count` listeners whose starts are spread evenly over `spreadS`, each with a text of its own. */
async function crowd(server: ServerProcess, count: number, spreadS: number): Promise<Heard[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await Bun.sleep((index * spreadS * 1000) / count);
      return listen(server.url, { input: textOf(index, WORDS) });
    }),
  );
}

function report(title: string, heard: readonly Heard[], memoryMiB: number): void {
  const stalled = heard.filter((one) => one.worstStallMs > STALL_MS).length;
  const worst = Math.max(...heard.map((one) => one.worstStallMs));
  const audioS = heard.reduce((sum, one) => sum + one.audioS, 0);
  console.log(
    `${title}: stalls > ${STALL_MS} ms ${((100 * stalled) / heard.length).toFixed(1)} % (worst ${worst.toFixed(0)} ms), ` +
      `first audio ${spread(heard.map((one) => one.firstAudioMs))}, ${audioS.toFixed(0)} s of audio, ` +
      `resident ${memoryMiB.toFixed(0)} MiB`,
  );
}

function spread(values: readonly number[]): string {
  const sorted = Float64Array.from(values).sort();
  const ms = (q: number): string => percentile(sorted, q, "type7").toFixed(1);
  return `p50 ${ms(0.5)} p95 ${ms(0.95)} max ${ms(1)} ms`;
}
