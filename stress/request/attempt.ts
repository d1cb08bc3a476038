import type { Ask, AudioReader, Client } from "../clients/client.ts";
import type { AudioChunk } from "../formats/chunk.ts";
import type { Headers } from "../http/answer.ts";
import { asFailure, Failure } from "../http/failure.ts";
import type { HttpCall } from "../http/request.ts";
import type { Transport } from "../http/transport.ts";
import type { Filter } from "../redact/filter.ts";
import { RECORD_SCHEMA, type RequestRecord, rounded } from "../records/record.ts";
import { type AudioMeter, createAudioMeter } from "./audioMeter.ts";
import { mediaType } from "../formats/mediaType.ts";
import { createWatch, type Timeouts } from "./watch.ts";

/** A request that is due. */
export interface Planned {
  readonly seq: number;
  readonly level: string;
  /** The level's start on the clock of `RunContext`. */
  readonly originMs: number;
  readonly dueMs: number;
  /** When a slot became free for the request. */
  readonly freeMs: number;
  readonly ask: Ask;
  /** Receives every chunk when it arrives. */
  readonly capture?: ((chunk: AudioChunk) => void) | undefined;
}

/** Connections and settings that all requests of a run use. */
export interface RunContext {
  readonly client: Client;
  readonly transport: Transport;
  readonly timeouts: Timeouts;
  /** A monotonic clock, milliseconds. */
  readonly now: () => number;
  /** Filters the texts of the server before they are recorded. */
  readonly filter: Filter;
}

/**
 * Sends one request and measures its answer. Never rejects: a failure is stored in the record. `signal` interrupts the
 * request.
 *
 * @example
 * const record = await attempt(planned, context, signal);
 * record.error ?? record.firstAudioMs;
 */
export async function attempt(
  planned: Planned,
  context: RunContext,
  signal: AbortSignal,
): Promise<RequestRecord> {
  const { client, now } = context;
  const clock = () => now() - planned.originMs;
  const audio = createAudioMeter();
  const { requestId, call } = withRequestId(client.call(planned.ask));
  const take = (chunks: readonly AudioChunk[], atMs: number) => {
    for (const chunk of chunks) {
      if (audio.isEmpty) watch.sawAudio();
      audio.take(chunk, atMs);
      planned.capture?.(chunk);
    }
  };
  const { head, hooks } = createHead(client, clock, (read) => {
    const atMs = clock();
    watch.sawByte();
    try {
      refuseCompressed(head.encoding);
      take(head.reader.push(read), atMs);
    } catch (error) {
      flight.stop(asFailure(error));
    }
  });

  const sentMs = clock();
  const flight = context.transport.exchange(call, hooks);
  const watch = createWatch({ timeouts: timeoutsOf(context), now, stop: flight.stop }, signal);
  let endMs: number;
  let failure: Failure | null = null;
  try {
    await flight.ended;
    endMs = clock();
    take(head.reader.end(), endMs);
    if (audio.isEmpty && client.audio) throw new Failure("empty_audio", "answer without audio");
  } catch (error) {
    endMs = clock();
    failure = asFailure(error);
  } finally {
    watch.close();
  }
  return toRecord({ planned, head, audio, requestId, sentMs, endMs, failure }, context.filter);
}

/** The connection and the headers of one answer. Times are milliseconds from the level's start. */
interface Head {
  reader: AudioReader;
  connectedMs: number | null;
  headersMs: number | null;
  status: number | null;
  /** Content-Encoding of the answer; "identity" is not compressed. */
  encoding: string;
  /** x-request-id of the answer. */
  answerId: string | null;
  /** Server-Timing of headers and trailers. */
  serverTiming: string | null;
}

/** Creates the head of one answer, and the hooks that fill it in. `bytes` receives the body. */
function createHead(client: Client, clock: () => number, bytes: (read: Uint8Array) => void) {
  const head: Head = {
    reader: client.reader(""),
    encoding: "identity",
    connectedMs: null,
    headersMs: null,
    status: null,
    answerId: null,
    serverTiming: null,
  };
  const hooks = {
    bytes,
    connected: () => void (head.connectedMs = clock()),
    headers(status: number, headers: Headers) {
      head.headersMs = clock();
      head.status = status;
      head.reader = client.reader(mediaType(headers));
      head.encoding = headers["content-encoding"] ?? "identity";
      head.answerId = headers["x-request-id"] ?? null;
      head.serverTiming = headers["server-timing"] ?? null;
    },
    trailers(trailers: Headers) {
      const late = trailers["server-timing"];
      if (late === undefined) return;
      head.serverTiming = head.serverTiming === null ? late : `${head.serverTiming}, ${late}`;
    },
  };
  return { head, hooks };
}

/** Throws Failure for a compressed body: the tester asks for "identity", and compressed bytes are not audio. */
function refuseCompressed(encoding: string): void {
  if (encoding === "identity" || /^(identity)?$/i.test(encoding)) return;
  throw new Failure(
    "bad_audio",
    `the body is compressed (Content-Encoding: ${encoding}), although accept-encoding is identity`,
  );
}

/** One measured exchange. */
interface Measured {
  readonly planned: Planned;
  readonly head: Readonly<Head>;
  readonly audio: AudioMeter;
  readonly requestId: string;
  readonly sentMs: number;
  readonly endMs: number;
  readonly failure: Failure | null;
}

/** Returns the record as one literal: merging several objects cost the closed loop 3 % of its requests per CPU-second. */
function toRecord(measured: Measured, filter: Filter): RequestRecord {
  const shown = (text: string | null) => (text === null ? null : filter(text));
  const { planned, head, audio, requestId, sentMs, endMs, failure } = measured;
  const { connectedMs, headersMs, answerId } = head;
  const complete = failure === null || failure.kind === "empty_audio";
  const usage = complete ? (head.reader.usage?.() ?? null) : null;
  const record: RequestRecord = {
    schema: RECORD_SCHEMA,
    seq: planned.seq,
    level: planned.level,
    voice: planned.ask.voice,
    chars: Array.from(planned.ask.text).length,
    dueMs: rounded(planned.dueMs),
    sentMs: rounded(sentMs),
    sendLagMs: rounded(Math.max(0, sentMs - Math.max(planned.dueMs, planned.freeMs))),
    connectMs: connectedMs === null ? null : rounded(connectedMs - sentMs),
    headersMs: headersMs === null ? null : rounded(headersMs),
    requestId,
    answerId: answerId === requestId ? null : shown(answerId),
    serverTiming: shown(head.serverTiming),
    status: head.status,
    ...audio.fields(),
    endMs: rounded(endMs),
    error: failure?.kind ?? null,
    errorMessage: shown(failure?.message ?? null),
  };
  return usage === null ? record : { ...record, usage };
}

/** Returns the timeouts of a request, without a first-audio limit if the answer is not audio. */
function timeoutsOf({ client, timeouts }: RunContext): Timeouts {
  return client.audio ? timeouts : { ...timeouts, firstAudioMs: null };
}

/**
 * Adds a random x-request-id, by which this request is found in the server's log. An id that the user has set is kept.
 */
function withRequestId(call: HttpCall): { readonly requestId: string; readonly call: HttpCall } {
  const isId = (name: string) => name.toLowerCase() === "x-request-id";
  const userId = Object.entries(call.headers).find(([name]) => isId(name))?.[1];
  if (userId !== undefined) return { requestId: userId, call };
  const requestId = crypto.randomUUID();
  return { requestId, call: { ...call, headers: { ...call.headers, "x-request-id": requestId } } };
}
