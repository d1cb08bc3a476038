import type { AudioChunk } from "../formats/chunk.ts";
import type { Failure } from "../http/failure.ts";
import { createAudioMeter } from "../request/audioMeter.ts";
import { createAlignmentCheck } from "./alignment.ts";
import { createInterruption } from "./interruption.ts";
import { createLateSound } from "./lateSound.ts";
import { createListener } from "./listener.ts";
import type { ReplySink } from "./speaker.ts";

/** What is called while a reply arrives. */
interface MeterHooks {
  /** Bytes have arrived. */
  arrived(): void;
  /** The first audio has arrived. */
  firstAudio(): void;
  /** Receives every chunk of the reply. */
  readonly capture: ((chunk: AudioChunk) => void) | undefined;
}

export type ReplyMeter = ReturnType<typeof createReplyMeter>;

/**
 * Creates the meter of one reply. Its `sink` takes what the server sends; the other members measure the audio, what a
 * listener hears of it, and the interruption of the caller. Sound after the interruption is not heard; it is counted in
 * `late`.
 */
export function createReplyMeter(
  clock: () => number,
  interruptAfterMs: number | null,
  hooks: MeterHooks,
) {
  const [audio, listener] = [createAudioMeter(), createListener()];
  const [alignment, late] = [createAlignmentCheck(), createLateSound()];
  const interruption = createInterruption(interruptAfterMs, clock);
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => {}); // it can fail while nobody waits for it
  /** Aborted by the end, by a failure and by the interruption: no more tokens are to be sent. */
  const tokensStopped = new AbortController();
  /** When the last bytes arrived, and when those did that ended the reply. */
  let [arrivedMs, endedMs]: [number, number | null] = [0, null];
  const over = (): void => {
    interruption.clear();
    tokensStopped.abort();
  };
  void interruption.fired.then(() => tokensStopped.abort());

  const take = (chunk: AudioChunk, atMs: number): void => {
    if (interruption.firedMs !== null) return late.add(chunk, atMs);
    if (audio.isEmpty) hooks.firstAudio();
    audio.take(chunk, atMs);
    listener.push(chunk, atMs);
    hooks.capture?.(chunk);
    // Compressed audio is not decoded, so its first chunk counts as its first sound.
    const heardMs = chunk.codec === "pcm" ? listener.heardMs : atMs;
    if (heardMs !== null) interruption.heard(heardMs);
  };
  const sink: ReplySink = {
    get hasSound() {
      return !audio.isEmpty;
    },
    arrived() {
      arrivedMs = clock();
      hooks.arrived();
    },
    sound(chunks) {
      for (const chunk of chunks) take(chunk, arrivedMs);
    },
    times: alignment.add,
    ended() {
      endedMs ??= arrivedMs;
      if (interruption.firedMs !== null) late.acknowledge(arrivedMs);
      over();
      ended.resolve();
    },
    failed(failure: Failure) {
      over();
      ended.reject(failure);
    },
  };
  return {
    /** When the reply ended; null before it. */
    get endedMs() {
      return endedMs;
    },
    sink,
    audio,
    listener,
    alignment,
    late,
    interruption,
    ended: ended.promise,
    tokensStopped: tokensStopped.signal,
  };
}
