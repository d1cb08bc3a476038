import type { Timeline } from "../../src/timeline.ts";
import type { Log } from "./log.ts";
import type { Stages } from "./stages.ts";
import type { Trace } from "./trace.ts";

/** The protocol in which a client gets its answer. */
export type Face = "http" | "sse" | "elevenlabs" | "deepgram" | "vllm-omni" | "wyoming";

/** The data of one request for its access log line, metrics, spans and reports. Never contains the text to speak. */
export interface AccessRecord {
  readonly id: string;
  readonly method: string;
  /** Milliseconds of the server's clock. */
  readonly startedMs: number;
  readonly route: string;
  face: Face;
  /** Absent when the request is not traced. */
  readonly trace?: Trace;
  status: number;
  /**
   * - refused: the request was invalid, or the server was at capacity, not ready or not configured for the request.
   * - error: a server fault before the first byte of the body.
   * - broken: a server fault after the first byte.
   * - left: the client disconnected.
   * - stalled: the client stopped reading.
   */
  outcome: "ok" | "refused" | "error" | "left" | "stalled" | "broken";
  /** Error code of a request that failed or was refused. */
  error?: string;
  /** Set and changed only by the performance (perform.ts). Absent until the performance opens. */
  speech?: Readonly<SpeechFigures>;
  format?: string;
  /** Fields of the body that were ignored and are probably misspelt, with the fields that were meant. */
  ignored?: string;
  /** Size of the encoded audio or of the events, bytes. */
  bytes?: number;
  /** True while a body is being sent. The log line is then written at the end of the body. */
  streaming: boolean;
}

/** The figures of the speech of a request. They are updated while the request is spoken. */
export interface SpeechFigures {
  readonly engine: string;
  readonly voice: string;
  /** Length of the text, Unicode code points. */
  chars: number;
  /** Letters and digits of the spoken text that the engine could not say; absent if it could say all. */
  unspoken?: number;
  /** Whether the client plays while the audio is made; false for a complete file. Absent if the engine was not ready. */
  live?: boolean;
  /** How often a player at real time would have run out of audio; absent if never. */
  stalls?: number;
  /** Absent if the engine was not ready. */
  stages?: Stages;
  timeline?: Timeline;
  /** Time from the start of the request to its first audio. */
  firstAudioMs?: number;
  /** Seconds of audio so far. */
  audioS?: number;
  /** Token counts reported by the speech LM; absent until it reports them. */
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
    face: record.face,
    status: record.status,
    outcome: record.outcome,
    error: record.error,
    engine: speech?.engine,
    voice: speech?.voice,
    format: record.format,
    chars: speech?.chars,
    unspoken: speech?.unspoken,
    ignored: record.ignored,
    queue_ms: rounded(speech?.stages?.spentMs("queue")),
    first_audio_ms: rounded(speech?.firstAudioMs),
    total_ms: rounded(endedMs - record.startedMs),
    stalls: speech?.stalls,
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
