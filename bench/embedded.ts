import type { Command } from "commander";
import { atMost, type Goals, openGoals } from "./goals.ts";
import { measureHour } from "./hour.ts";
import { listen } from "./listener.ts";
import { quantile, spread } from "./quantile.ts";
import { residentMiB, type ServerProcess, startServer } from "./serverProcess.ts";
import { textOf } from "./texts.ts";

const STARTS = 5;
const WARM_WORDS = 10;
const WORDS = 100;
const LISTENERS = [1, 10, 50, 100] as const;
const SPREAD_S = 20;
/** Shortest buffer underrun that counts as an audible stall. */
const STALL_MS = 50;
const GOALS = { readyMs: 1000, wordMs: 40, freedMs: 200, stalled: 0.01 };

interface Options {
  readonly quick: boolean;
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--quick", "fewer requests and listeners, and a minute of text", false)
    .action(run);
}

/**
 * Measures the embedded voice over HTTP against a server in its own process. Prints one line per figure; the exit code
 * is 1 when a goal is missed.
 */
async function run({ quick }: Options): Promise<void> {
  const goals = openGoals(console.log);
  await measureStart(quick ? 1 : STARTS, goals);
  const server = await startServer({ ENGINE: "flite" });
  let wordMs: number;
  try {
    wordMs = await measureWord(server, quick ? 20 : 200, goals);
    for (const count of quick ? [1, 10] : LISTENERS) {
      const { figures, stalled } = await crowd(server, count, SPREAD_S);
      const goal = atMost(stalled, GOALS.stalled, `stalls at most ${100 * GOALS.stalled} %`);
      goals.judge(`${count} listeners, ${WORDS} words each: ${figures}`, goal);
    }
    if (!quick)
      console.log(`100 at once (reported only): ${(await crowd(server, 100, 0)).figures}`);
  } finally {
    const code = await server.stop();
    goals.judge(`server stopped with code ${code}`, atMost(code, 0, "0"));
  }
  await measureKilled(quick ? 5 : 40, wordMs, goals);
  await measureHour(quick ? 60 : 3600, goals);
  if (goals.missed > 0) process.exitCode = 1;
}

async function measureStart(times: number, goals: Goals): Promise<void> {
  const ready: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const server = await startServer({ ENGINE: "flite" });
    ready.push(server.readyMs);
    await server.stop();
  }
  const goal = atMost(Math.max(...ready), GOALS.readyMs, `max ${GOALS.readyMs} ms`);
  goals.judge(`process start to ready, ${times} starts: ${spread(ready)}`, goal);
}

/** Measures the time to first audio of one word and returns its p95, ms. */
async function measureWord(server: ServerProcess, count: number, goals: Goals): Promise<number> {
  const first: number[] = [];
  for (let index = -WARM_WORDS; index < count; index += 1) {
    const heard = await listen(server.url, { input: "button" });
    if (index >= 0) first.push(heard.firstAudioMs);
  }
  const p95 = quantile(first, 0.95);
  const goal = atMost(p95, GOALS.wordMs, `p95 ${GOALS.wordMs} ms`);
  goals.judge(`"button" alone: first audio ${spread(first)}, ${count} requests`, goal);
  return p95;
}

/** Measures the time to first audio of a word after a client disconnected mid-answer from a server with one Worker. */
async function measureKilled(count: number, wordMs: number, goals: Goals): Promise<void> {
  const server = await startServer({ ENGINE: "flite", FLITE_WORKERS: "1" });
  const freed: number[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      await leave(server.url, Array(20).fill(textOf(index, WORDS)).join(". "));
      freed.push((await listen(server.url, { input: "button" })).firstAudioMs);
    }
  } finally {
    await server.stop();
  }
  goals.judge(
    `a client killed mid-answer, one Worker: the next "button" has first audio after ${spread(freed)}`,
    atMost(
      quantile(freed, 0.95),
      GOALS.freedMs + wordMs,
      `p95 ${GOALS.freedMs} ms + its own p95 of ${wordMs.toFixed(1)} ms`,
    ),
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

/** Runs `count` clients with different texts and starts spread evenly over `spreadS`. Returns the fraction that stalled. */
async function crowd(server: ServerProcess, count: number, spreadS: number) {
  const heard = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await Bun.sleep((index * spreadS * 1000) / count);
      return listen(server.url, { input: textOf(index, WORDS) });
    }),
  );
  const stalled = heard.filter((one) => one.worstStallMs > STALL_MS).length / count;
  const worst = Math.max(...heard.map((one) => one.worstStallMs));
  const audioS = heard.reduce((sum, one) => sum + one.audioS, 0);
  const memoryMiB = await residentMiB(server.pid);
  const figures =
    `stalls > ${STALL_MS} ms ${(100 * stalled).toFixed(1)} % (worst ${worst.toFixed(0)} ms), ` +
    `first audio ${spread(heard.map((one) => one.firstAudioMs))}, ${audioS.toFixed(0)} s of audio, ` +
    `resident ${memoryMiB.toFixed(0)} MiB`;
  return { figures, stalled };
}
