import { type Command, Option } from "commander";
import {
  createReader,
  NORMALISE_DEFAULTS,
  normalised,
  sentencesOf,
} from "../../src/text/normalise.ts";
import { joined, pieces } from "../../src/text/pieces.ts";
import { percentile } from "../../src/stats/percentiles.ts";
import { atMost, type Goals, openGoals } from "../goals.ts";
import { listen } from "../listener.ts";
import { startServer } from "../serverProcess.ts";
import { isAccepted, readCases, type TextCase } from "../../fixtures/textCases.ts";
import { HOSTILE_UNITS, REPLY, STORY } from "./texts.ts";

const LANGUAGES = ["en", "ms", "zh", "mix"] as const;
/** Below this time the clock and the garbage collector affect a ratio too much. */
const MEASURABLE_MS = 50;
const GOALS = {
  accuracy: 0.97,
  replyMs: 2,
  hostileMs: 500,
  hostileRatio: 5,
  firstAudioRatio: 1.5,
  partsRatio: 5,
};

interface Options {
  readonly cases?: string;
  readonly wrong: boolean;
  readonly only?: "accuracy";
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--cases <file>", "cases, JSON lines (default: those of the tests)")
    .option("--wrong", "print the cases with a wrong result", false)
    .addOption(new Option("--only <part>", "measure no times").choices(["accuracy"]))
    .action(run);
}

/**
 * Measures how text is read: the accuracy, the time for a reply and for hostile texts, and the latency of the first audio
 * for a long text, compared with its first sentence alone.
 */
async function run({ cases, wrong, only }: Options): Promise<void> {
  const goals = openGoals(console.log);
  measureAccuracy(readCases(cases), wrong, goals);
  if (only === undefined) {
    measureReply(goals);
    measureParts(goals);
    measureHostile(goals);
    await measureFirstAudio(goals);
  }
  if (goals.missed > 0) process.exitCode = 1;
}

/** Returns the spoken text of a case. In cases of the kind `split` its sentences are separated by ` | `. */
function spokenText({ input, kind }: Pick<TextCase, "input" | "kind">): string {
  const chunks = normalised(input, NORMALISE_DEFAULTS);
  if (kind === "split") return Array.from(sentencesOf(chunks), ({ text }) => text).join(" | ");
  return Array.from(chunks, ({ traced }) => traced.text).join("");
}

/** Prints the number of right cases by language and by kind; `printWrong` also prints the wrong cases. */
function measureAccuracy(cases: readonly TextCase[], printWrong: boolean, goals: Goals): void {
  const results = cases.map((each) => ({ ...each, spoken: spokenText(each) }));
  const right = results.filter((each) => isAccepted(each, each.spoken));
  for (const lang of LANGUAGES) {
    const all = results.filter((each) => each.lang === lang);
    if (all.length === 0) continue;
    const hits = right.filter((each) => each.lang === lang).length;
    const accuracy = hits / all.length;
    const goal = { says: `≥ ${GOALS.accuracy * 100} %`, holds: accuracy >= GOALS.accuracy };
    goals.judge(`${lang}: ${hits} of ${all.length} right, ${percent(accuracy)}`, goal);
  }
  for (const kind of [...new Set(results.map((each) => each.kind))].toSorted()) {
    const all = results.filter((each) => each.kind === kind);
    const hits = right.filter((each) => each.kind === kind).length;
    console.log(`  ${kind}: ${hits} of ${all.length}`);
  }
  if (!printWrong) return;
  for (const each of results.filter((one) => !right.includes(one)))
    console.log(
      `${each.id} ${each.kind}: ${each.input}\n  spoken ${each.spoken}\n  wanted ${each.accept[0]}`,
    );
}

/** Measures the time to normalise a reply of a chat model. */
function measureReply(goals: Goals): void {
  const times = Array.from({ length: 1000 }, () => cost(REPLY)).slice(500);
  const [p50, p95] = [0.5, 0.95].map((p) =>
    percentile(
      times.toSorted((a, b) => a - b),
      p,
    ),
  );
  const says = `p50 ${GOALS.replyMs} ms`;
  goals.judge(
    `a reply of ${REPLY.length} characters: p50 ${p50?.toFixed(2)} ms, p95 ${p95?.toFixed(2)} ms`,
    atMost(p50 ?? NaN, GOALS.replyMs, says),
  );
}

/** Measures the time for repeated hostile units, and how it grows with the length of the text. */
function measureHostile(goals: Goals): void {
  const rows = HOSTILE_UNITS.map((unit) => {
    const [shortMs, longMs] = [25_000, 100_000].map((length) => {
      const text = unit.repeat(length / unit.length);
      return Math.min(cost(text), cost(text), cost(text));
    });
    return { unit, longMs: longMs ?? NaN, ratio: (longMs ?? NaN) / (shortMs ?? NaN) };
  });
  for (const { unit, longMs, ratio } of rows)
    console.log(`  ${JSON.stringify(unit)}: ${longMs.toFixed(0)} ms, ratio ${ratio.toFixed(1)}`);
  const slowest = Math.max(...rows.map(({ longMs }) => longMs));
  const timed = rows.filter(({ longMs }) => longMs >= MEASURABLE_MS);
  const steepest = Math.max(...timed.map(({ ratio }) => ratio));
  goals.judge(
    `hostile texts of 100,000 characters, ${rows.length} patterns: slowest ${slowest.toFixed(0)} ms`,
    atMost(slowest, GOALS.hostileMs, `${GOALS.hostileMs} ms`),
  );
  goals.judge(
    `  slowdown from 25,000 to 100,000 characters, of those that take over ${MEASURABLE_MS} ms: up to ${steepest.toFixed(1)}`,
    atMost(steepest, GOALS.hostileRatio, `${GOALS.hostileRatio}`),
  );
}

/** Compares a text that arrives character by character with the same text in one part. */
function measureParts(goals: Goals): void {
  const text = STORY.repeat(Math.ceil(20_000 / STORY.length)).slice(0, 20_000);
  const ratios = Array.from({ length: 5 }, () => arrival(text, 1) / arrival(text, text.length));
  const ratio = percentile(
    ratios.toSorted((a, b) => a - b),
    0.5,
  );
  goals.judge(
    `20,000 characters one by one take ${ratio?.toFixed(1)} times as long as in one part`,
    atMost(ratio ?? NaN, GOALS.partsRatio, `${GOALS.partsRatio}`),
  );
}

/** Returns the milliseconds to read a text that arrives in parts of `length` characters. */
function arrival(text: string, length: number): number {
  const reader = createReader(NORMALISE_DEFAULTS);
  const startMs = performance.now();
  for (let at = 0; at < text.length; at += length) {
    for (const _ of reader.read(text.slice(at, at + length)));
  }
  for (const _ of reader.end());
  return performance.now() - startMs;
}

/** Returns the milliseconds to normalise a text and to find its pieces. */
function cost(text: string): number {
  const startMs = performance.now();
  joined([...normalised(text, NORMALISE_DEFAULTS)].flatMap(({ traced }) => pieces(traced)));
  return performance.now() - startMs;
}

/** Compares the latency of the first audio for 20,000 characters and for their first sentence, in alternating requests. */
async function measureFirstAudio(goals: Goals): Promise<void> {
  const server = await startServer({ ENGINE: "flite", MAX_INPUT_CHARS: "100000" });
  const [first, long]: [number[], number[]] = [[], []];
  try {
    const sentence = STORY.slice(0, STORY.indexOf(".") + 1);
    const text = STORY.repeat(Math.ceil(20_000 / STORY.length)).slice(0, 20_000);
    for (let round = -3; round < 20; round += 1) {
      const one = await listen(server.url, { input: sentence });
      const all = await firstAudio(server.url, text);
      if (round < 0) continue;
      first.push(one.firstAudioMs);
      long.push(all);
    }
  } finally {
    await server.stop();
  }
  const [firstMs, longMs] = [first, long].map((times) =>
    percentile(
      times.toSorted((x, y) => x - y),
      0.5,
    ),
  );
  const ratio = (longMs ?? NaN) / (firstMs ?? NaN);
  goals.judge(
    `first audio of 20,000 characters: p50 ${longMs?.toFixed(1)} ms, of the first sentence alone ${firstMs?.toFixed(1)} ms, ratio ${ratio.toFixed(2)}`,
    atMost(ratio, GOALS.firstAudioRatio, `${GOALS.firstAudioRatio}`),
  );
}

/** Returns the milliseconds until the first audio of a text, and then aborts the request. */
async function firstAudio(url: string, input: string): Promise<number> {
  const controller = new AbortController();
  const startMs = performance.now();
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input, response_format: "pcm" }),
    signal: controller.signal,
  });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  for await (const chunk of response.body) if (chunk.length > 0) break;
  const elapsedMs = performance.now() - startMs;
  controller.abort();
  return elapsedMs;
}

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)} %`;
}
