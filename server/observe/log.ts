import type { Config } from "../config.ts";
import { createRedactor } from "../../src/redact.ts";

const levels = { debug: 0, info: 1, warn: 2, error: 3 } as const;

type Level = keyof typeof levels;
type Fields = Readonly<Record<string, string | number | null | undefined>>;

/** Logs an event with its fields. Undefined fields are omitted. */
export type Log = (level: Level, event: string, fields?: Fields) => void;

type LogOptions = Pick<Config, "LOG_LEVEL" | "LOG_FORMAT"> & {
  /** Strings that are redacted in every line. */
  readonly secrets?: readonly string[];
};

/**
 * Creates a logger that calls `write` with one line per event, as text or JSON, without a line end.
 *
 * @example
 * const log = createLog({ LOG_LEVEL: "info", LOG_FORMAT: "json" }, (line) => console.error(line));
 * log("warn", "reader_stalled", { id: "a1" });
 */
export function createLog(options: LogOptions, write: (line: string) => void): Log {
  const redact = createRedactor(options.secrets ?? []);
  const lowest = levels[options.LOG_LEVEL];
  return (level, event, fields = {}) => {
    if (levels[level] < lowest) return;
    const time = new Date().toISOString();
    const known = Object.entries(fields).filter(([, value]) => value !== undefined);
    if (options.LOG_FORMAT === "json") {
      write(redact(JSON.stringify({ time, level, event, ...Object.fromEntries(known) })));
      return;
    }
    const pairs = known.map(([name, value]) => `${name}=${textValue(value)}`);
    write(redact([time, level, event, ...pairs].join(" ")));
  };
}

/** Quotes any value that could break the line or look like another field. */
function textValue(value: string | number | null | undefined): string {
  const text = String(value);
  return /^[\w.:/+*-]+$/.test(text) ? text : JSON.stringify(text);
}
