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
  /** Set by the performance, which alone changes it; absent until the request is to be spoken. */
  speech?: Readonly<SpeechFigures>;
  format?: string;
  /** Bytes of encoded audio, or of events. */
  bytes?: number;
  /** True while a body is being sent: the end of the body then writes the log line. */
  streaming: boolean;
}

/** The figures of the speech of a request, as far as it has come. */
export interface SpeechFigures {
  readonly engine: string;
  readonly voice: string;
  /** Length of the text, Unicode code points. */
  readonly chars: number;
  /** Absent if the engine was not ready. */
  stages?: Stages;
  timeline?: Timeline;
  /** Time from the start of the request to its first audio. */
  firstAudioMs?: number;
  /** Seconds of audio so far. */
  audioS?: number;
  /** Token counts of the speech LM itself; absent until it reports them. */
  inputTokens?: number;
  outputTokens?: number;
}

/** Writes the access log line of a request that ended at `endedMs`. */
export function writeAccess(log: Log, record: AccessRecord, endedMs: number): void {
  const { speech } = record;
  log("info", "request", {
    id: record.id,
    method: record.method,
    route: record.route,
    status: record.status,
    outcome: record.outcome,
    error: record.error,
    engine: speech?.engine,
    voice: speech?.voice,
    format: record.format,
    chars: speech?.chars,
    queue_ms: rounded(speech?.stages?.spentMs("queue")),
    first_audio_ms: rounded(speech?.firstAudioMs),
    total_ms: rounded(endedMs - record.startedMs),
    audio_s: speech?.audioS === undefined ? undefined : Math.round(speech.audioS * 1000) / 1000,
    bytes: record.bytes,
    input_tokens: speech?.inputTokens,
    output_tokens: speech?.outputTokens,
    trace_id: record.trace?.traceId,
  });
}

function rounded(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms);
}
