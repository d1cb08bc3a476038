import type { Command } from "commander";
import { listOf } from "./flags.ts";
import { atMost, type Goals, openGoals } from "./goals.ts";
import { listen } from "./listener.ts";
import { quantile, spread } from "./quantile.ts";
import { cpuMs, residentMiB, type ServerProcess, startServer } from "./serverProcess.ts";
import { textOf } from "./texts.ts";

const GOALS = { wordMs: 60, replyMs: 90 };
const REPLY_WORDS = 100;
const LISTENERS = [60, 100] as const;
/** Interval in which the starts of the listeners are spread evenly, seconds. */
const SPREAD_S = 20;
/** Shortest buffer underrun that counts as an audible stall. */
const STALL_MS = 50;
const WARM_UP = 10;

const ENGINES = ["hibari", "kokoro", "flite"] as const;

interface Options {
  readonly quick: boolean;
  readonly engines: readonly string[];
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--quick", "fewer requests and listeners", false)
    .option("--engines <names>", `some of ${ENGINES.join(", ")}`, listOf(ENGINES), [
      "hibari",
      "flite",
    ])
    .action(run);
}

/**
 * Measures the natural voice over HTTP beside Flite, each in a server of its own: start, memory, CPU time per second of
 * speech, first audio of a word and of a reply of 100 words, and 60 and 100 listeners in real time. Prints one line per
 * figure; the exit code is 1 when a goal of the natural voice is missed.
 */
async function run({ quick, engines }: Options): Promise<void> {
  const goals = openGoals(console.log);
  for (const engine of engines) {
    const server = await startServer({ ENGINE: engine });
    try {
      await measure(server, { engine, quick }, goals);
    } finally {
      await server.stop();
    }
  }
  if (goals.missed > 0) process.exitCode = 1;
}

interface Subject {
  readonly engine: string;
  readonly quick: boolean;
}

async function measure(server: ServerProcess, subject: Subject, goals: Goals): Promise<void> {
  const { engine, quick } = subject;
  const started = await residentMiB(server.pid);
  console.log(
    `${engine}: ready ${server.readyMs.toFixed(0)} ms after the start, resident ${started.toFixed(0)} MiB`,
  );
  const count = quick ? 20 : 200;
  await measureFirst(
    server,
    { engine, name: "one word", words: 1, count, goalMs: GOALS.wordMs },
    goals,
  );
  await measureFirst(
    server,
    { engine, name: "100 words", words: REPLY_WORDS, count: count / 2, goalMs: GOALS.replyMs },
    goals,
  );
  for (const listeners of quick ? [10] : LISTENERS)
    await measureCrowd(server, { engine, listeners }, goals);
}

interface Reply {
  readonly engine: string;
  readonly name: string;
  readonly words: number;
  readonly count: number;
  readonly goalMs: number;
}

/** Measures the time to first audio of one request at a time, and the CPU time per second of speech. */
async function measureFirst(
  { url, pid }: ServerProcess,
  { engine, name, words, count, goalMs }: Reply,
  goals: Goals,
): Promise<void> {
  const first: number[] = [];
  let [audioS, cpuBeforeMs] = [0, 0];
  for (let index = -WARM_UP; index < count; index += 1) {
    if (index === 0) cpuBeforeMs = await cpuMs(pid);
    const input = words === 1 ? "button" : textOf(index + WARM_UP, words);
    const heard = await listen(url, { input });
    if (index < 0) continue;
    first.push(heard.firstAudioMs);
    audioS += heard.audioS;
  }
  const rtf = ((await cpuMs(pid)) - cpuBeforeMs) / 1000 / audioS;
  const figure = `${engine}, ${name}: first audio ${spread(first)}, ${count} requests, ${audioS.toFixed(0)} s of audio, ${rtf.toFixed(4)} CPU-s per second of it`;
  judge(goals, engine, { figure, p95: quantile(first, 0.95), limit: goalMs });
}

/** Runs listeners with different texts, whose starts are spread evenly; each reads a reply of 100 words. */
async function measureCrowd(
  { url, pid }: ServerProcess,
  { engine, listeners }: { readonly engine: string; readonly listeners: number },
  goals: Goals,
): Promise<void> {
  const cpuBeforeMs = await cpuMs(pid);
  const heard = await Promise.all(
    Array.from({ length: listeners }, async (_, index) => {
      await Bun.sleep((index * SPREAD_S * 1000) / listeners);
      return listen(url, { input: textOf(index, REPLY_WORDS) });
    }),
  );
  const audioS = heard.reduce((sum, one) => sum + one.audioS, 0);
  const rtf = ((await cpuMs(pid)) - cpuBeforeMs) / 1000 / audioS;
  const stalled = heard.filter((one) => one.worstStallMs > STALL_MS).length;
  const worst = Math.max(...heard.map((one) => one.worstStallMs));
  const figure =
    `${engine}, ${listeners} listeners in real time: ${stalled} stalled (worst ${worst.toFixed(0)} ms), ` +
    `first audio ${spread(heard.map((one) => one.firstAudioMs))}, ${audioS.toFixed(0)} s of audio, ` +
    `${rtf.toFixed(4)} CPU-s per second of it, resident ${(await residentMiB(pid)).toFixed(0)} MiB`;
  if (engine === "flite") console.log(figure);
  else goals.judge(figure, atMost(stalled, 0, "no stall"));
}

interface Figure {
  readonly figure: string;
  readonly p95: number;
  readonly limit: number;
}

/** Judges a figure of the natural voice; prints a figure of Flite. */
function judge(goals: Goals, engine: string, { figure, p95, limit }: Figure): void {
  if (engine === "flite") console.log(figure);
  else goals.judge(figure, atMost(p95, limit, `p95 ${limit} ms`));
}
