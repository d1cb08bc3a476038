import { type Command, InvalidArgumentError } from "commander";
import { TARGET_LUFS } from "../../src/audio/loudness.ts";
import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import type { Engine } from "../../src/engine.ts";
import { percentile } from "../../src/stats/percentiles.ts";
import { atMost, type Goals, openGoals } from "../goals.ts";
import { startServer } from "../serverProcess.ts";
import { characterErrors, type ErrorCount, rate, sum, wordErrors } from "./errorRate.ts";
import { dnsmos, moonshine, PACKAGES, whisper } from "./judge.ts";
import { collect, inFolder, type Recording, record, writeForJudge } from "./recordings.ts";
import { ENGLISH, MALAY } from "./sentences.ts";
import { openVoice, openWithoutMalay, speak } from "./voiceEngine.ts";

const GOALS = { errors: 0.01, mosMean: 3.25, mosWorst: 2.8, leadMs: 40, lufs: 1 };

/** A Python with the packages of the judges. */
interface Python {
  readonly path: string;
  /** Folder of a Whisper model in CTranslate2's format; null: no judging by Whisper. */
  readonly whisper: string | null;
}

/** What is recorded: the engine's default voice, or `voice`. */
interface Subject {
  readonly url: string;
  readonly folder: string;
  readonly voice: string | undefined;
}

interface Options {
  readonly python: string;
  readonly whisper?: string;
  readonly engine: string;
  readonly voice?: string;
  readonly speeds: readonly number[];
  readonly wrong: boolean;
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--python <path>", `a Python with ${PACKAGES}`, "python3")
    .option("--whisper <folder>", "a model of faster-whisper, which then judges too")
    .option("--engine <name>", "engine of the server", "hibari")
    .option("--voice <name>", "voice (default: that of the engine)")
    .option("--speeds <list>", "speeds, comma separated", speedsOf, [1, 0.75, 1.5, 2])
    .option("--wrong", "print the sentences with a wrong word", false)
    .action(run);
}

function speedsOf(text: string): readonly number[] {
  const speeds = text.split(",").map(Number);
  if (speeds.every((speed) => speed >= 0.25 && speed <= 4)) return speeds;
  throw new InvalidArgumentError("Expected numbers from 0.25 to 4, comma separated.");
}

/**
 * Judges how well a voice is understood. Speaks 60 English sentences at several speeds and prints the word error rate of
 * recognisers, the DNSMOS score and the silence before the first sound; then the character error rate of 20 Malay
 * sentences, read as Malay and read as English. The exit code is 1 when a goal is missed.
 */
async function run(options: Options): Promise<void> {
  const { engine, voice, speeds, wrong } = options;
  const python: Python = { path: options.python, whisper: options.whisper ?? null };
  const goals = openGoals(console.log);
  const server = await startServer({ ENGINE: engine });
  try {
    await inFolder(async (folder) => {
      const subject = { url: server.url, folder, voice };
      for (const speed of speeds) await judgeSpeed(python, { ...subject, speed, wrong }, goals);
    });
  } finally {
    await server.stop();
  }
  if (engine === "hibari") await judgeMalay(python);
  if (goals.missed > 0) process.exitCode = 1;
}

async function judgeSpeed(
  python: Python,
  subject: Subject & { readonly speed: number; readonly wrong: boolean },
  goals: Goals,
): Promise<void> {
  const { speed } = subject;
  const recordings = await recordAll(subject, ENGLISH, { speed });
  const files = recordings.map(({ path }) => path);
  const heard = new Map([["Moonshine base", await moonshine(python.path, files)]]);
  if (python.whisper !== null)
    heard.set("Whisper", await whisper(python.path, [python.whisper, "en"], files));
  for (const [name, texts] of heard) {
    const counts = ENGLISH.map((said, at) => wordErrors(said, texts[at] ?? ""));
    if (subject.wrong) printWrong(ENGLISH, texts, counts);
    const { errors, total } = sum(counts);
    const goal = atMost(errors / total, GOALS.errors, `at most ${100 * GOALS.errors} %`);
    goals.judge(`speed ${speed}: word error rate by ${name} ${rate({ errors, total })}`, goal);
  }
  const scores = await dnsmos(python.path, files);
  const mean = scores.reduce((total, score) => total + score, 0) / scores.length;
  const worst = Math.min(...scores);
  const figure = `speed ${speed}: DNSMOS mean ${mean.toFixed(2)}, worst ${worst.toFixed(2)}`;
  const goal = `mean ${GOALS.mosMean}, none below ${GOALS.mosWorst}`;
  if (speed === 1)
    goals.judge(figure, {
      says: goal,
      holds: mean >= GOALS.mosMean && worst >= GOALS.mosWorst,
    });
  else console.log(figure);
  judgeSound(speed, recordings, goals);
}

/** Judges the silence before the first sound, and the loudness, which is a mean over the sentences. */
function judgeSound(speed: number, recordings: readonly Recording[], goals: Goals): void {
  const leads = Float64Array.from(recordings, ({ leadMs }) => leadMs).sort();
  const longest = leads.at(-1)!;
  goals.judge(
    `speed ${speed}: silence before the first sound p50 ${percentile(leads, 0.5, "type7").toFixed(0)} max ${longest.toFixed(0)} ms`,
    atMost(longest, GOALS.leadMs, `at most ${GOALS.leadMs} ms`),
  );
  const levels = Float64Array.from(recordings, ({ lufs }) => lufs).sort();
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  goals.judge(
    `speed ${speed}: loudness mean ${mean.toFixed(1)}, from ${levels[0]!.toFixed(1)} to ${levels.at(-1)!.toFixed(1)} LUFS`,
    atMost(
      Math.abs(mean - TARGET_LUFS),
      GOALS.lufs,
      `mean within ${GOALS.lufs} of ${TARGET_LUFS} LUFS`,
    ),
  );
}

/** Compares Malay read by its own rules with the same voice that reads its words as English. */
async function judgeMalay({ path, whisper: folder }: Python): Promise<void> {
  if (folder === null) return;
  for (const [label, open] of [
    ["Malay", () => openVoice("hibari")],
    ["English", openWithoutMalay],
  ] as const) {
    const engine = await open();
    try {
      const texts = await inFolder(async (temporary) =>
        whisper(path, [folder, "ms"], await recordHere(engine, MALAY, temporary)),
      );
      const counts = MALAY.map((said, at) => characterErrors(said, texts[at] ?? ""));
      console.log(`Malay read as ${label}: character error rate by Whisper ${rate(sum(counts))}`);
    } finally {
      await engine.close();
    }
  }
}

/** Speaks texts in this process and returns the paths of the recordings. */
async function recordHere(
  engine: Engine,
  texts: readonly string[],
  folder: string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, text] of texts.entries()) {
    const sounds = speak(engine, { text, voice: engine.voices[0]!.id, speed: 1 });
    const { samples } = await collect(sounds);
    const path = `${folder}/${index}.wav`;
    await writeForJudge(path, samples, OUTPUT_HZ);
    paths.push(path);
  }
  return paths;
}

async function recordAll(
  { url, folder, voice }: Subject,
  texts: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<Recording[]> {
  const recordings: Recording[] = [];
  for (const [index, input] of texts.entries()) {
    const request = { input, ...(voice === undefined ? {} : { voice }), ...options };
    recordings.push(await record(url, request, `${folder}/${index}.wav`));
  }
  return recordings;
}

function printWrong(
  said: readonly string[],
  heard: readonly string[],
  counts: readonly ErrorCount[],
): void {
  for (const [at, { errors }] of counts.entries())
    if (errors > 0) console.log(`  said:  ${said[at]}\n  heard: ${heard[at]}`);
}
