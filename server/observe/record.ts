import type { Timeline } from "../../src/timeline.ts";
import type { Log } from "./log.ts";
import type { Stages } from "./stages.ts";
import type { Trace } from "./trace.ts";

/** The facts of one request: its access log line, metrics, spans and reports. Never holds the text to speak. */
export interface AccessRecord {
  readonly id: string;
  readonly method: string;
  /** Milliseconds of the server's clock. */
  readonly startedMs: number;
  readonly route: string;
  /** Absent when the request is not traced. */
  readonly trace?: Trace;
  status: number;
  /**
   * refused: the client's mistake, or no capacity; error: a fault before the first byte; broken: a fault after it;
   * left: the client disconnected; stalled: the client stopped reading.
   */
  outcome: "ok" | "refused" | "error" | "left" | "stalled" | "broken";
  /** Code of the error, if there was one. */
  error?: string;
  engine?: string;
  voice?: string;
  format?: string;
  /** Length of the text, Unicode code points. */
  chars?: number;
  stages?: Stages;
  timeline?: Timeline;
  /** After `startedMs`. */
  firstAudioMs?: number;
  audioS?: number;
  /** Bytes of encoded audio, or of events. */
  bytes?: number;
  /** Token counts of the speech LM itself; absent until it reports them. */
  inputTokens?: number;
  outputTokens?: number;
  /** True while a body is being sent: the end of the body then writes the log line. */
  streaming: boolean;
}

/** Writes the access log line of a request that ended at `endedMs`. */
export function writeAccess(log: Log, record: AccessRecord, endedMs: number): void {
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
    total_ms: rounded(endedMs - record.startedMs),
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
