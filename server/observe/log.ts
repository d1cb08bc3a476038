import type { Config } from "../config.ts";
import { createRedactor } from "../../src/redact.ts";

const levels = { debug: 0, info: 1, warn: 2, error: 3 } as const;

type Level = keyof typeof levels;
type Fields = Readonly<Record<string, string | number | null | undefined>>;

export type Log = (level: Level, event: string, fields?: Fields) => void;

type LogOptions = Pick<Config, "LOG_LEVEL" | "LOG_FORMAT"> & {
  /** Never written, whatever they stand in. */
  readonly secrets?: readonly string[];
};

/** Writes one line an event, as text or JSON. `write` gets the line without its end. */
export function createLog(options: LogOptions, write: (line: string) => void): Log {
  const hide = createRedactor(options.secrets ?? []);
  const least = levels[options.LOG_LEVEL];
  return (level, event, fields = {}) => {
    if (levels[level] < least) return;
    const time = new Date().toISOString();
    const known = Object.entries(fields).filter(([, value]) => value !== undefined);
    if (options.LOG_FORMAT === "json") {
      write(hide(JSON.stringify({ time, level, event, ...Object.fromEntries(known) })));
      return;
    }
    const pairs = known.map(([name, value]) => `${name}=${plain(value)}`);
    write(hide([time, level, event, ...pairs].join(" ")));
  };
}

/** Words stay as they are; anything that could break the line or pretend to be another field is quoted. */
function plain(value: string | number | null | undefined): string {
  const shown = String(value);
  return /^[\w.:/+*-]+$/.test(shown) ? shown : JSON.stringify(shown);
}
