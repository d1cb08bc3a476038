import { messageOf } from "../../src/message.ts";
import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";

/** Where a run speaks: to the terminal, and to logs.txt with run id and level. */
export interface Console {
  say(text: string): void;
  /** Marks the lines that follow as this level's. */
  enter(level: string): void;
  /** For progress; null when it is unwanted. */
  readonly screen: NodeJS.WriteStream | null;
}

/** `json` leaves stdout to the JSON alone. Lines are appended to `folder`/logs.txt. Throws Error where there can be no such folder. */
export function openConsole(
  folder: string,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): Console {
  makeFolder(folder);
  const path = join(folder, "logs.txt");
  const runId = crypto.randomUUID().slice(0, 8);
  const out = json ? process.stderr : process.stdout;
  let level = "-";
  return {
    screen: quiet ? null : process.stderr,
    enter: (label) => void (level = label),
    say(text) {
      out.write(`${text}\n`);
      const head = `${new Date().toISOString()} run=${runId} level=${level} `;
      appendFileSync(
        path,
        text
          .split("\n")
          .map((line) => `${head}${line}\n`)
          .join(""),
      );
    },
  };
}

/** Makes `folder`. Throws Error that names the way out, where something else stands in its place. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    const why = messageOf(error);
    throw new Error(
      `the results can't lie in ${folder} (${why}): name another folder with --output-dir`,
      { cause: error },
    );
  }
}
