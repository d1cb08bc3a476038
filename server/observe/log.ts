import type { Config } from "../config.ts";
import type { Timeline } from "../../src/timeline.ts";
import { createRedactor } from "../../src/redact.ts";
import type { Stages } from "./stages.ts";
import type { Trace } from "./trace.ts";

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

/**
 * What the one access line of a request says; filled while the request is served. Never holds the text that
 * was spoken.
 */
export interface AccessRecord {
  readonly id: string;
  readonly method: string;
  readonly startedMs: number;
  route: string;
  status: number;
  /** ok, refused, error, left (the client went), stalled (it stopped reading) or broken (after the first byte). */
  outcome: "ok" | "refused" | "error" | "left" | "stalled" | "broken";
  /** The code of the error, when there was one. */
  error?: string;
  engine?: string;
  voice?: string;
  format?: string;
  chars?: number;
  stages?: Stages;
  timeline?: Timeline;
  /** Absent where nobody traces. */
  trace?: Trace;
  firstAudioMs?: number;
  audioS?: number;
  bytes?: number;
  /** The speech LM's own counts, once it has told them. */
  inputTokens?: number;
  outputTokens?: number;
  /** True while a body is still being sent: its end writes the line. */
  streaming: boolean;
}

export function writeAccess(log: Log, record: AccessRecord, nowMs: number): void {
  log("info", "request", {
    id: record.id,
    method: record.method,
    route: record.route,
    status: record.status,
    outcome: record.outcome,
    error: record.error,
    engine: record.engine,
    voice: record.voice,
    format: record.format,
    chars: record.chars,
    queue_ms: rounded(record.stages?.spentMs("queue")),
    first_audio_ms: rounded(record.firstAudioMs),
    total_ms: rounded(nowMs - record.startedMs),
    audio_s: record.audioS === undefined ? undefined : Math.round(record.audioS * 1000) / 1000,
    bytes: record.bytes,
    input_tokens: record.inputTokens,
    output_tokens: record.outputTokens,
    trace_id: record.trace?.traceId,
  });
}

function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}
