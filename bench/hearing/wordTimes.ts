import type { Command } from "commander";
import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import { createResampler } from "../../src/audio/resample.ts";
import type { Engine } from "../../src/engine.ts";
import { filterSound, type Mark, type Sound } from "../../src/sound.ts";
import { atMost, type Goals, openGoals } from "../goals.ts";
import { quantile } from "../quantile.ts";
import { type Alignable, align, PACKAGES } from "./judge.ts";
import { collect, inFolder, writeForJudge } from "./recordings.ts";
import { ENGLISH } from "./sentences.ts";
import { openVoice, speak } from "./voiceEngine.ts";

const SPEEDS = [0.75, 1, 1.5];
/** Rate of telephone audio, at which marks are checked after resampling. */
const TELEPHONE_HZ = 8000;
const GOALS = { medianMs: 30, p95Ms: 100 };

interface Options {
  readonly python: string;
  readonly engine: string;
  readonly voice?: string;
  readonly worst: boolean;
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--python <path>", `a Python with ${PACKAGES}`, "python3")
    .option("--engine <name>", "engine that speaks", "hibari")
    .option("--voice <name>", "voice (default: that of the engine)")
    .option("--worst", "print the ten worst words", false)
    .action(run);
}

/**
 * Compares word times with a forced alignment (pocketsphinx) of the sentences without digits, at several speeds and after
 * resampling. The exit code is 1 when a goal is missed.
 */
async function run({ python, worst, ...options }: Options): Promise<void> {
  const goals = openGoals(console.log);
  const engine = await openVoice(options.engine);
  const voice = options.voice ?? engine.voices[0]!.id;
  const judge = { python, worst, voice };
  try {
    for (const speed of SPEEDS)
      await judgeTimes(engine, { ...judge, speed, rateHz: OUTPUT_HZ }, goals);
    await judgeTimes(engine, { ...judge, speed: 1, rateHz: TELEPHONE_HZ }, goals);
  } finally {
    await engine.close();
  }
  if (goals.missed > 0) process.exitCode = 1;
}

interface Condition {
  readonly python: string;
  readonly voice: string;
  readonly speed: number;
  readonly rateHz: number;
  /** Whether the ten worst words are printed. */
  readonly worst: boolean;
}

/** Difference between a mark and the alignment, milliseconds; positive: the mark is late. */
interface Difference {
  readonly word: string;
  readonly startMs: number;
  readonly endMs: number;
}

async function judgeTimes(engine: Engine, condition: Condition, goals: Goals): Promise<void> {
  const { speed, rateHz } = condition;
  const found = await inFolder((folder) => differences(engine, condition, folder));
  const all = found.flatMap((one) => one ?? []);
  const skipped = found.filter((one) => one === null).length;
  const at = `speed ${speed}, ${rateHz} Hz: ${all.length} words (${skipped} sentences not aligned)`;
  for (const side of ["startMs", "endMs"] as const) {
    const signed = all.map((one) => one[side]);
    const errors = signed.map(Math.abs);
    const [median, p95] = [quantile(errors, 0.5), quantile(errors, 0.95)];
    const bias = quantile(signed, 0.5).toFixed(0);
    const figure = `${at}: ${side === "startMs" ? "starts" : "ends"} off by p50 ${median.toFixed(0)} p95 ${p95.toFixed(0)} ms, bias ${bias} ms`;
    const says = `p50 ${GOALS.medianMs}, p95 ${GOALS.p95Ms} ms`;
    const { holds } = atMost(p95, GOALS.p95Ms, says);
    if (side === "startMs") goals.judge(figure, { says, holds: holds && median <= GOALS.medianMs });
    else console.log(figure);
  }
  if (!condition.worst) return;
  const worst = all.toSorted((a, b) => Math.abs(b.startMs) - Math.abs(a.startMs)).slice(0, 10);
  for (const { word, startMs } of worst) console.log(`  ${word}: ${startMs.toFixed(0)} ms`);
}

/** Returns the differences of each sentence; null for a sentence that was not aligned. */
async function differences(
  engine: Engine,
  { python, voice, speed, rateHz }: Condition,
  folder: string,
): Promise<(Difference[] | null)[]> {
  const items: Alignable[] = [];
  const marks: (readonly Mark[])[] = [];
  const sentences = ENGLISH.filter((text) => !/\d/.test(text));
  for (const [index, text] of sentences.entries()) {
    const sounds = speak(engine, { text, voice, speed });
    const heard = await collect(rateHz === OUTPUT_HZ ? sounds : resampled(sounds, rateHz));
    const path = `${folder}/${index}.wav`;
    await writeForJudge(path, heard.samples, rateHz);
    marks.push(heard.marks);
    items.push({
      path,
      words: heard.marks.map(({ start, end }) => text.slice(start, end).toLowerCase()),
    });
  }
  const aligned = await align(python, items);
  return aligned.map((words, at) => {
    if (words === null) return null;
    return words.map(([word, fromS, toS], index) => {
      const mark = marks[at]![index]!;
      return { word, startMs: 1000 * (mark.fromS - fromS), endMs: 1000 * (mark.toS - toS) };
    });
  });
}

function resampled(sounds: AsyncIterable<Sound>, rateHz: number): AsyncIterable<Sound> {
  return filterSound(sounds, createResampler(OUTPUT_HZ, rateHz), 1);
}
