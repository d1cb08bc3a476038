import { join } from "node:path";
import { expected } from "../../src/message.ts";
import { createRandom } from "../../src/stats/random.ts";
import { applyMutant, type Mutant, mutantsOf } from "./mutants.ts";
import { nearestTests, readImporters } from "./nearestTests.ts";
import { openSandbox, type Sandbox } from "./sandbox.ts";

export interface JudgeOptions {
  /** Root of the source tree; paths are relative to it. */
  readonly root: string;
  /** Folder for copies of the tree; outside the tree. */
  readonly temporary: string;
  readonly seed: string;
  /** Maximum number of mutants, sampled evenly over the file; null: all. */
  readonly limit: number | null;
  /** Time limit of one mutant, milliseconds; null: a multiple of the time that the unchanged file needs. */
  readonly timeoutMs: number | null;
  /** Number of mutants tested in parallel. */
  readonly jobs: number;
  readonly onProgress: (done: number, total: number) => void;
}

/** A timeout counts as killed: the mutant made the code hang. */
export type Verdict = "killed" | "timeout" | "survived";

export interface Judged {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

export interface FileReport {
  readonly path: string;
  readonly text: string;
  readonly tests: readonly string[];
  readonly judged: readonly Judged[];
}

/** Thrown if a file's mutants cannot be tested: the file has no tests, or its tests fail on the unchanged file. */
export class BaselineError extends Error {
  override readonly name = "BaselineError";
}

/** Default time limit as a multiple of the unchanged run: a mutant that does not hang can still slow down the tests. */
const TIMES_BASELINE = 5;
const MIN_TIMEOUT_MS = 5000;
/** Time limit of the unchanged run, equal to the limit of CI for all tests. */
const BASELINE_TIMEOUT_MS = 300_000;

/** Runs the nearest tests on each mutant of one file, in copies of the tree. Throws BaselineError. */
export async function judgeFile(
  path: string,
  options: JudgeOptions,
  signal: AbortSignal,
): Promise<FileReport> {
  const text = await Bun.file(join(options.root, path)).text();
  const mutants = sample(mutantsOf(path, text), options.limit, createRandom(options.seed, path));
  const tests = nearestTests(path, await readImporters(options.root));
  if (tests.length === 0)
    throw new BaselineError(
      expected(path, "imported by a test, directly or through other files", "a file without tests"),
    );
  const sandboxes: Sandbox[] = [];
  try {
    for (let job = 0; job < Math.min(options.jobs, Math.max(1, mutants.length)); job++) {
      sandboxes.push(await openSandbox(options.root, options.temporary));
    }
    const timeoutMs = await measureBaseline(sandboxes[0], tests, signal);
    const limitMs = options.timeoutMs ?? timeoutMs;
    const judged = new Map<Mutant, Verdict>();
    const waiting = [...mutants];
    const work = async (sandbox: Sandbox): Promise<void> => {
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        await sandbox.write(path, applyMutant(text, mutant));
        const result = await sandbox.runTests(tests, limitMs, signal);
        signal.throwIfAborted();
        judged.set(
          mutant,
          result === "passed" ? "survived" : result === "failed" ? "killed" : result,
        );
        options.onProgress(judged.size, mutants.length);
      }
    };
    await Promise.all(sandboxes.map(work));
    const verdicts = mutants.map((mutant) => ({
      mutant,
      verdict: judged.get(mutant) ?? "survived",
    }));
    return { path, text, tests, judged: verdicts };
  } finally {
    await Promise.all(sandboxes.map((sandbox) => sandbox.remove()));
  }
}

/** Runs the tests on the unchanged file and returns the default time limit of a mutant in milliseconds. */
async function measureBaseline(
  sandbox: Sandbox | undefined,
  tests: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const startMs = performance.now();
  const result = await sandbox?.runTests(tests, BASELINE_TIMEOUT_MS, signal);
  signal.throwIfAborted();
  if (result !== "passed") {
    throw new BaselineError(
      `the tests of the unchanged file ended with "${result}": ${tests.join(" ")}`,
    );
  }
  return Math.max(MIN_TIMEOUT_MS, TIMES_BASELINE * (performance.now() - startMs));
}

/** Picks at most `limit` items: one at a random place in each of `limit` equal stretches. */
export function sample<T>(items: readonly T[], limit: number | null, random: () => number): T[] {
  if (limit === null || items.length <= limit) return [...items];
  const stretch = items.length / limit;
  const places = Array.from({ length: limit }, (_, i) => Math.floor((i + random()) * stretch));
  return items.filter((_, place) => places.includes(place));
}
