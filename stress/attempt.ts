import { createAudible } from "./audible.ts";
import type { Ask, AudioChunk, Client, HttpCall, TokenUsage } from "./clients/client.ts";
import { Failure, asFailure } from "./failure.ts";
import type { Transport } from "./http.ts";
import { type RequestRecord, rounded } from "./record.ts";

/** Limits of one request, milliseconds. */
export interface Timeouts {
  /** From the send to the first audio. */
  readonly firstAudioMs: number;
  /** From the send to the last byte. */
  readonly totalMs: number;
  /** Without a byte, after the first audio. */
  readonly stallMs: number;
}

/** A request that is due. */
export interface Planned {
  readonly seq: number;
  readonly level: string;
  readonly dueMs: number;
  /** When there was a slot for it. */
  readonly freeMs: number;
  readonly ask: Ask;
  /** Is given every chunk as it comes. */
  readonly capture?: ((chunk: AudioChunk) => void) | undefined;
}

/** What every request of a run shares. */
export interface Bench {
  readonly client: Client;
  readonly transport: Transport;
  readonly timeouts: Timeouts;
  /** A monotonic clock, milliseconds. */
  readonly now: () => number;
}

/**
 * Sends one request and measures it; never rejects. `originMs` is the level's start on the clock of `bench`.
 * `signal` is our own Ctrl-C.
 */
export async function attempt(
  planned: Planned,
  bench: Bench,
  originMs: number,
  signal: AbortSignal,
): Promise<RequestRecord> {
  const clock = () => bench.now() - originMs;
  const watch = createWatch(bench, signal);
  const audible = createAudible();
  const chunks: [number, number][] = [];
  let headersMs: number | null = null;
  let connectMs: number | null = null;
  let status: number | null = null;
  let failure: Failure | null = null;
  let reader = bench.client.reader("");
  let answerId: string | null = null;
  const serverTimings: string[] = [];
  const { requestId, call } = withRequestId(bench.client.call(planned.ask));
  const sentMs = clock();

  const take = (arrived: readonly AudioChunk[], atMs: number) => {
    for (const chunk of arrived) {
      if (chunks.length === 0) watch.sawAudio();
      chunks.push([rounded(atMs), rounded(chunk.audioMs)]);
      for (const span of chunk.spans) audible.push(span, atMs);
      audioMs += chunk.audioMs;
      codec = chunk.codec;
      planned.capture?.(chunk);
    }
  };
  let audioMs = 0;
  let codec: AudioChunk["codec"] | null = null;
  let usage: TokenUsage | null = null;
  let endMs: number;
  try {
    await bench.transport.exchange(
      call,
      {
        connected: () => (connectMs = clock() - sentMs),
        headers(code, headers) {
          headersMs = clock();
          status = code;
          reader = bench.client.reader(headers["content-type"] ?? "");
          answerId = String(headers["x-request-id"] ?? requestId);
          serverTimings.push(String(headers["server-timing"] ?? ""));
        },
        trailers: (trailers) => void serverTimings.push(trailers["server-timing"] ?? ""),
        bytes(read) {
          const atMs = clock();
          watch.sawByte();
          try {
            take(reader.push(read), atMs);
          } catch (error) {
            watch.stop(asFailure(error));
          }
        },
      },
      watch.signal,
    );
    endMs = clock();
    take(reader.end(), endMs);
    usage = reader.usage?.() ?? null;
    if (chunks.length === 0 && bench.client.audio)
      throw new Failure("empty_audio", "the answer holds no audio");
  } catch (error) {
    endMs = clock();
    failure = asFailure(error);
  } finally {
    watch.close();
  }
  return {
    seq: planned.seq,
    level: planned.level,
    voice: planned.ask.voice,
    chars: Array.from(planned.ask.text).length,
    dueMs: rounded(planned.dueMs),
    sentMs: rounded(sentMs),
    sendLagMs: rounded(Math.max(0, sentMs - Math.max(planned.dueMs, planned.freeMs))),
    connectMs: nullable(connectMs),
    headersMs: nullable(headersMs),
    firstAudioMs: chunks[0]?.[0] ?? null,
    audibleMs: nullable(audible.atMs),
    endMs: rounded(endMs),
    chunks,
    audioS: chunks.length > 0 ? rounded(audioMs) / 1000 : null,
    codec,
    requestId,
    answerId: answerId === requestId ? null : answerId,
    serverTiming: serverTimings.filter((field) => field !== "").join(", ") || null,
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

/** The limits of one request, running from now: `signal` aborts with the Failure that applies. */
function createWatch(bench: Bench, outer: AbortSignal) {
  const { firstAudioMs, totalMs, stallMs } = bench.timeouts;
  const controller = new AbortController();
  const stop = (failure: Failure) => controller.abort(failure);
  const onOuter = () => stop(new Failure("aborted", "interrupted"));
  outer.addEventListener("abort", onOuter, { once: true });
  if (outer.aborted) onOuter();
  let lastByteMs = 0;
  let stall: ReturnType<typeof setTimeout> | undefined;
  const total = setTimeout(
    () => stop(new Failure("timeout_total", `not complete after ${totalMs} ms`)),
    totalMs,
  );
  const first = setTimeout(
    () => stop(new Failure("timeout_first_audio", `no audio after ${firstAudioMs} ms`)),
    firstAudioMs,
  );
  /** Re-armed from the last byte when it fires: one timer per stall limit, not one per read. */
  const checkStall = () => {
    const leftMs = lastByteMs + stallMs - bench.now();
    if (leftMs <= 0) stop(new Failure("stalled", `no byte for ${stallMs} ms`));
    else stall = setTimeout(checkStall, leftMs);
  };
  return {
    signal: controller.signal,
    stop,
    sawByte: () => (lastByteMs = bench.now()),
    sawAudio() {
      clearTimeout(first);
      stall = setTimeout(checkStall, stallMs);
    },
    close() {
      for (const timer of [total, first, stall]) clearTimeout(timer);
      outer.removeEventListener("abort", onOuter);
    },
  };
}
