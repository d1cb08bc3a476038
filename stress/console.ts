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

/** `json` leaves stdout to the JSON alone. Lines are appended to `folder`/logs.txt. */
export function openConsole(
  folder: string,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): Console {
  mkdirSync(folder, { recursive: true });
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
