import { messageOf } from "../message.ts";
import { SpeechError } from "../errors.ts";
import { abortReason } from "../streams.ts";
import { checkCodes } from "./codes.ts";
import { type CostModel, CPU_COST } from "./schedule/cost.ts";
import type { Decoder } from "./decode/decoder.ts";
import { createScheduler } from "./schedule/scheduler.ts";
import { createCodecStats } from "./schedule/stats.ts";
import type { CodecStats } from "./schedule/stats.ts";
import { CROSSFADE_MS } from "./stream/stitch.ts";
import { createStream } from "./stream/stream.ts";
import type { Audience, Stream } from "./stream/stream.ts";
import { windowShape } from "./schedule/windows.ts";

/**
 * Speech tokens of one utterance in, its PCM out: 24 kHz mono, 480 samples a token, exactly. Tokens are read from
 * the call on, eagerly, until so many wait undecoded that whoever makes them has to wait; audio is made once it is
 * asked for, one chunk ahead of the reader. Throws SpeechError "decode", whatever `tokens` throws, and "aborted".
 * Whoever calls it iterates it, calls `return`, or aborts.
 */
export type Codec = (
  tokens: AsyncIterable<readonly number[]>,
  listener: Audience,
  signal: AbortSignal,
) => AsyncIterableIterator<Float32Array>;

export interface CodecOptions {
  readonly cost?: CostModel;
  /** The most tokens (batch × length) of one run; 200 is a quarter of a second on two CPU cores. */
  readonly budget?: number;
  readonly maxBatch?: number;
  /** Length of a whole file's windows, tokens: about 200 on a CPU, up to 325 on a GPU. */
  readonly fileWindow?: number;
  /** Window lengths that have captured graphs, ascending. */
  readonly lengths?: readonly number[];
  /** Crossfade at window borders, milliseconds from 0 to below 20. */
  readonly crossfadeMs?: number;
  readonly stats?: CodecStats;
  /** Milliseconds of a steady clock. */
  readonly now?: () => number;
  /** Told when a listener's hop or context did not fit and was clamped. */
  readonly log?: (message: string) => void;
  /** Called with the reason when a run failed; its windows are retried one by one. */
  readonly onFailedRun?: (message: string) => void;
}

/**
 * While more tokens than these wait undecoded (164 s of audio), none is read. Most generations are shorter: their LM
 * is done, and free for others, however slowly they are listened to.
 */
const MOST_PENDING = 8192;

/** The codec of a process: every stream goes through its one scheduler. */
export function createCodec(decoder: Decoder, options: CodecOptions = {}): Codec {
  const {
    cost = CPU_COST,
    budget = 200,
    maxBatch = 16,
    fileWindow = 200,
    lengths = [],
    crossfadeMs = CROSSFADE_MS,
    stats = createCodecStats(),
    now = () => performance.now(),
    log = () => {},
    onFailedRun = () => {},
  } = options;
  const scheduler = createScheduler({
    decoder,
    cost,
    budget,
    maxBatch,
    fileWindow,
    lengths,
    stats,
    now,
    onFailedRun,
  });
  // The longest window must find all its tokens before reading pauses.
  const mostPending = Math.max(MOST_PENDING, budget, fileWindow);
  return (tokens, listener, signal) => {
    const { shape, clamped } = windowShape(listener, budget);
    if (clamped) {
      const { hopS, contextS } = listener;
      log(`hop ${hopS} s, context ${contextS} s: clamped to ${shape.hop} and ${shape.left} tokens`);
    }
    const stream = createStream({
      listener,
      shape,
      nowMs: now(),
      crossfadeMs,
      changed: scheduler.changed,
    });
    scheduler.add(stream);
    void read(tokens, stream, mostPending);
    return audio(stream, signal, () => scheduler.remove(stream));
  };
}

/**
 * Fills the stream's buffer as fast as the tokens come, but no further than `mostPending` tokens and one piece ahead
 * of the codec. Never throws: the stream fails instead.
 */
async function read(
  tokens: AsyncIterable<readonly number[]>,
  stream: Stream,
  mostPending: number,
): Promise<void> {
  try {
    for await (const some of tokens) {
      checkCodes(some);
      stream.push(some);
      if (!(await stream.room(mostPending))) return;
    }
    stream.finish();
  } catch (cause) {
    const why = messageOf(cause);
    const broken = new SpeechError("upstream", `the speech tokens broke off: ${why}`, { cause });
    stream.fail(cause instanceof SpeechError ? cause : broken);
  }
}

/** An explicit object, not a generator: `return` must free the stream even when nothing was read yet. */
function audio(
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
