import type { Ask, Client } from "../clients/client.ts";
import type { HttpCall } from "../http/request.ts";
import type { AudioChunk } from "../formats/chunk.ts";
import type { TokenUsage } from "../records/record.ts";
import { asFailure, Failure } from "../http/failure.ts";
import { createHearing } from "./audioMeter.ts";
import type { Transport } from "../http/transport.ts";
import type { Headers } from "../http/answer.ts";
import { RECORD_SCHEMA, type RequestRecord, rounded } from "../records/record.ts";
import { createWatch, type Timeouts } from "./watch.ts";

/** A request that is due. */
export interface Planned {
  readonly seq: number;
  readonly level: string;
  /** The level's start on the clock of `RunContext`. */
  readonly originMs: number;
  readonly dueMs: number;
  /** When there was a slot for it. */
  readonly freeMs: number;
  readonly ask: Ask;
  /** Is given every chunk as it comes. */
  readonly capture?: ((chunk: AudioChunk) => void) | undefined;
}

/** What every request of a run shares. */
export interface RunContext {
  readonly client: Client;
  readonly transport: Transport;
  readonly timeouts: Timeouts;
  /** A monotonic clock, milliseconds. */
  readonly now: () => number;
}

/** Sends one request and measures it; never rejects. `signal` is our own Ctrl-C. */
export async function attempt(
  planned: Planned,
  context: RunContext,
  signal: AbortSignal,
): Promise<RequestRecord> {
  const { client, now } = context;
  const timeouts = client.audio ? context.timeouts : { ...context.timeouts, firstAudioMs: null };
  const clock = () => now() - planned.originMs;
  const hearing = createHearing();
  const { requestId, call } = withRequestId(client.call(planned.ask));
  let reader = client.reader("");
  let connectMs: number | null = null;
  let headersMs: number | null = null;
  let status: number | null = null;
  let answerId: string | null = null;
  let serverTiming: string | null = null;
  let usage: TokenUsage | null = null;
  let failure: Failure | null = null;
  const take = (chunks: readonly AudioChunk[], atMs: number) => {
    for (const chunk of chunks) {
      if (hearing.silent) watch.sawAudio();
      hearing.take(chunk, atMs);
      planned.capture?.(chunk);
    }
  };
  const hooks = {
    connected: () => void (connectMs = clock() - sentMs),
    headers(code: number, headers: Headers) {
      headersMs = clock();
      status = code;
      reader = client.reader(headers["content-type"] ?? "");
      answerId = headers["x-request-id"] ?? null;
      serverTiming = headers["server-timing"] ?? null;
    },
    bytes(read: Uint8Array) {
      const atMs = clock();
      watch.sawByte();
      try {
        take(reader.push(read), atMs);
      } catch (error) {
        flight.stop(asFailure(error));
      }
    },
    trailers(trailers: Headers) {
      const late = trailers["server-timing"];
      if (late !== undefined)
        serverTiming = serverTiming === null ? late : `${serverTiming}, ${late}`;
    },
  };

  const sentMs = clock();
  const flight = context.transport.exchange(call, hooks);
  const watch = createWatch({ timeouts, now, stop: flight.stop }, signal);
  let endMs: number;
  try {
    await flight.ended;
    endMs = clock();
    take(reader.end(), endMs);
    usage = reader.usage?.() ?? null;
    if (hearing.silent && client.audio)
      throw new Failure("empty_audio", "the answer holds no audio");
  } catch (error) {
    endMs = clock();
    failure = asFailure(error);
  } finally {
    watch.close();
  }
  return {
    schema: RECORD_SCHEMA,
    seq: planned.seq,
    level: planned.level,
    voice: planned.ask.voice,
    chars: Array.from(planned.ask.text).length,
    dueMs: rounded(planned.dueMs),
    sentMs: rounded(sentMs),
    sendLagMs: rounded(Math.max(0, sentMs - Math.max(planned.dueMs, planned.freeMs))),
    connectMs: nullable(connectMs),
    headersMs: nullable(headersMs),
    endMs: rounded(endMs),
    ...hearing.heard(),
    requestId,
    answerId: answerId === requestId ? null : answerId,
    serverTiming,
    status,
    error: failure?.kind ?? null,
    errorMessage: failure?.message ?? null,
    ...(usage === null ? {} : { usage }),
  };
}

/** An id of our own, by which the server's log names this request; one that the user set stays. */
function withRequestId(call: HttpCall): { readonly requestId: string; readonly call: HttpCall } {
  const isId = (name: string) => name.toLowerCase() === "x-request-id";
  const own = Object.entries(call.headers).find(([name]) => isId(name))?.[1];
  if (own !== undefined) return { requestId: own, call };
  const requestId = crypto.randomUUID();
  return { requestId, call: { ...call, headers: { ...call.headers, "x-request-id": requestId } } };
}

function nullable(ms: number | null): number | null {
  return ms === null ? null : rounded(ms);
}
