import { messageOf } from "../message.ts";
import { SpeechError } from "../errors.ts";
import { abortReason } from "../streams.ts";
import { checkCodes } from "./codes.ts";
import { CPU_LIMITS, type DeviceLimits } from "./schedule/deviceLimits.ts";
import type { Decoder } from "./decode/decoder.ts";
import { createScheduler } from "./schedule/scheduler.ts";
import { createCodecStats } from "./schedule/stats.ts";
import type { CodecStats } from "./schedule/stats.ts";
import { CROSSFADE_MS } from "./stream/stitch.ts";
import { createStream } from "./stream/stream.ts";
import type { Audience, Stream } from "./stream/stream.ts";
import { windowShape } from "./schedule/windows.ts";

/**
 * Decodes the speech tokens of one utterance to PCM: 24 kHz mono, exactly 480 samples per token. The codec starts to
 * read tokens when it is called, and reads ahead of the audio until 164 s of tokens are undecoded. Audio is decoded
 * on demand, one chunk ahead of the reader. Throws SpeechError "decode", any error of `tokens`, and "aborted". The
 * caller must iterate the result, call its `return`, or abort.
 */
export type Codec = (
  tokens: AsyncIterable<readonly number[]>,
  listener: Audience,
  signal: AbortSignal,
) => AsyncIterableIterator<Float32Array>;

export interface CodecOptions {
  /** Overrides of CPU_LIMITS. */
  readonly limits?: Partial<DeviceLimits>;
  /** Length of the crossfade at window borders in milliseconds, from 0 to below 20. */
  readonly crossfadeMs?: number;
  readonly stats?: CodecStats;
  /** Milliseconds of a monotonic clock. */
  readonly now?: () => number;
  /** Called when a listener's hop or context did not fit a run and was clamped. */
  readonly log?: (message: string) => void;
  /** Called with the reason when a run failed. The run's windows are then retried one by one. */
  readonly onFailedRun?: (message: string) => void;
}

/**
 * Maximum undecoded tokens of a stream (164 s of audio) before reading pauses. Most generations are shorter, so a
 * slow reader does not delay the release of the LM's slot.
 */
const MAX_PENDING_TOKENS = 8192;

/**
 * Creates the codec of a process. All streams share one scheduler and its batches.
 *
 * @example
 * const codec = createCodec(await openDecoder(options), { limits: { maxBatch: 8 } });
 * for await (const pcm of codec(tokens, { kind: "live", targetMs: 300 }, signal)) play(pcm);
 */
export function createCodec(decoder: Decoder, options: CodecOptions = {}): Codec {
  const {
    crossfadeMs = CROSSFADE_MS,
    stats = createCodecStats(),
    now = () => performance.now(),
    log = () => {},
    onFailedRun = () => {},
  } = options;
  const limits = { ...CPU_LIMITS, ...options.limits };
  const { budgetTokens, fileWindowTokens } = limits;
  const scheduler = createScheduler({ decoder, limits, stats, now, onFailedRun });
  // Reading must not pause before the longest window has all its tokens.
  const maxPending = Math.max(MAX_PENDING_TOKENS, budgetTokens, fileWindowTokens);
  return (tokens, listener, signal) => {
    const { shape, clamped } = windowShape(listener, budgetTokens);
    if (clamped) {
      const { hopS, contextS } = listener;
      const clampedTo = `${shape.hop} and ${shape.leftContext} tokens`;
      log(`hop ${hopS} s and context ${contextS} s are clamped to ${clampedTo}`);
    }
    const { changed } = scheduler;
    const stream = createStream({ listener, shape, nowMs: now(), crossfadeMs, changed });
    scheduler.add(stream);
    void read(tokens, stream, maxPending);
    return audioOf(stream, signal, () => scheduler.remove(stream));
  };
}

/**
 * Fills the stream's buffer as fast as tokens arrive, at most `maxPending` tokens and one chunk of tokens ahead of
 * the codec. Never throws: an error fails the stream.
 */
async function read(
  tokens: AsyncIterable<readonly number[]>,
  stream: Stream,
  maxPending: number,
): Promise<void> {
  try {
    for await (const codes of tokens) {
      checkCodes(codes);
      stream.push(codes);
      if (!(await stream.hasRoom(maxPending))) return;
    }
    stream.finish();
  } catch (cause) {
    const why = messageOf(cause);
    const broken = new SpeechError("upstream", `the speech tokens broke off: ${why}`, { cause });
    stream.fail(cause instanceof SpeechError ? cause : broken);
  }
}

/**
 * Returns the stream's audio. The result is not a generator, because `return` must free the stream even before the
 * first read.
 */
function audioOf(
  stream: Stream,
  signal: AbortSignal,
  remove: () => void,
): AsyncIterableIterator<Float32Array> {
  let open = true;
  const close = (): void => {
    if (!open) return;
    open = false;
    signal.removeEventListener("abort", close);
    remove();
    stream.leave();
  };
  if (signal.aborted) close();
  else signal.addEventListener("abort", close);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        if (signal.aborted) throw abortReason(signal);
        const chunk = open ? await stream.take() : null;
        if (signal.aborted) throw abortReason(signal);
        if (chunk !== null) return { done: false, value: chunk };
      } catch (error) {
        close();
        throw error;
      }
      close();
      return { done: true, value: undefined };
    },
    async return() {
      close();
      return { done: true, value: undefined };
    },
  };
}
