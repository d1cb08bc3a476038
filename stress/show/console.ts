import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../src/message.ts";
import { createFilter } from "../redact/filter.ts";

/** Output of a run: the terminal, and logs.txt whose lines start with time, run id and level. */
export interface Console {
  say(text: string): void;
  /** Writes to stderr, because scripts read stdout from its first line. */
  note(text: string): void;
  sayAll(texts: readonly string[]): void;
  /** Sets the level of the following lines in logs.txt. */
  enter(level: string): void;
  /** Terminal for progress; null with --quiet. */
  readonly screen: NodeJS.WriteStream | null;
}

interface ConsoleOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Texts that are hidden; absent: none are known. */
  readonly secrets?: readonly string[];
}

/**
 * Appends to `folder`/logs.txt. With `json`, text goes to stderr, because stdout holds the JSON. Throws Error if the
 * folder cannot be created.
 */
export function openConsole(
  folder: string,
  { json, quiet, secrets = [] }: ConsoleOptions,
): Console {
  makeFolder(folder);
  const path = join(folder, "logs.txt");
  const runId = crypto.randomUUID().slice(0, 8);
  const out = json ? process.stderr : process.stdout;
  let level = "-";
  const filter = createFilter(secrets);
  let canWrite = true;
  /** Appends to the log. A log that cannot be written does not end a run, whose figures are on the terminal. */
  const append = (lines: string): void => {
    if (!canWrite) return;
    try {
      appendFileSync(path, lines);
    } catch (error) {
      canWrite = false;
      process.stderr.write(`warning: cannot write ${path} (${messageOf(error)})\n`);
    }
  };
  const logHead = (): string => `${new Date().toISOString()} run=${runId} level=${level} `;
  const say = (unfiltered: string): void => {
    const text = filter(unfiltered);
    out.write(`${text}\n`);
    const head = logHead();
    const lines = text.split("\n").map((line) => `${head}${line}\n`);
    append(lines.join(""));
  };
  return {
    say,
    sayAll: (texts) => texts.forEach(say),
    note(unfiltered) {
      const text = filter(unfiltered);
      process.stderr.write(`${text}\n`);
      append(`${logHead()}${text}\n`);
    },
    screen: quiet ? null : process.stderr,
    enter: (label) => void (level = label),
  };
}

/**
 * Creates `folder`. Throws Error that names --output-dir if this fails, for example because a file has the same name.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new Error(
      `cannot write results to ${folder} (${messageOf(error)}): name another folder with --output-dir`,
      { cause: error },
    );
  }
}
