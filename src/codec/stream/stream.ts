import type { Listener } from "../../engine.ts";
import type { SpeechError } from "../../errors.ts";
import { createPlayback, deadlineMs } from "../../playback.ts";
import type { Playback } from "../../playback.ts";
import type { Step } from "../../timeline.ts";
import { CODEC_HZ } from "../codes.ts";
import type { ScheduledStream } from "../schedule/runs.ts";
import { createStitcher } from "./stitch.ts";
import { createTokenBuffer } from "./tokenBuffer.ts";
import type { Cut, WindowShape } from "../schedule/windows.ts";

/** A listener of the codec. The utterances of one request can share one playback. */
export interface Audience extends Listener {
  readonly playback?: Playback;
  /** Codes that sounded before the first token: its left context, which is not decoded again. None by default. */
  readonly before?: readonly number[];
  /** Called when the decoding of a window starts and ends. */
  readonly onStep?: (step: Step) => void;
}

/** Number of decoded tokens that are kept as left context. No window is longer than this. */
const KEPT_TOKENS = 1024;

/** One utterance in the codec. At most one decoded chunk is buffered. */
export interface Stream extends ScheduledStream {
  /** Waits until at most `maxPending` tokens are undecoded. Returns false if the reader left or the stream failed. */
  hasRoom(maxPending: number): Promise<boolean>;
  push(tokens: readonly number[]): void;
  /** Marks the generation as complete. */
  finish(): void;
  /** Closes the stream for its reader. */
  leave(): void;
  /**
   * Requests the next chunk. Returns null after the last chunk. Only one call can be pending. Throws the stream's
   * SpeechError.
   */
  take(): Promise<Float32Array | null>;
}

interface StreamOptions {
  readonly listener: Audience;
  readonly shape: WindowShape;
  readonly nowMs: number;
  /** Length of the crossfade at window borders. */
  readonly crossfadeMs: number;
  /** Called when the stream may have become ready for a run. */
  readonly changed: () => void;
}

/** Opens a stream. Tokens are pushed into the stream, the scheduler decodes them, and `take` returns the chunks. */
export function createStream(options: StreamOptions): Stream {
  const { listener, shape, nowMs, changed } = options;
  const buffer = createTokenBuffer();
  const stitcher = createStitcher(options.crossfadeMs);
  const playback = listener.playback ?? createPlayback(1);
  const { before = [] } = listener;
  buffer.push(before);
  let position = before.length;
  let complete = false;
  let closed = false;
  let requested = false;
  let inFlight: Cut | null = null;
  let ready: Float32Array | null = null;
  let failure: SpeechError | null = null;
  /** Resolved and replaced by every change that can end a wait. */
  let event = Promise.withResolvers<void>();

  const notify = (): void => {
    event.resolve();
    event = Promise.withResolvers();
    changed();
  };
  const isPending = (): boolean => isOpen() && ready === null && !isEnded();
  const isEnded = (): boolean => complete && position === buffer.arrived && inFlight === null;
  const isOpen = (): boolean => !closed && failure === null;

  return {
    kind: listener.kind,
    shape,
    sinceMs: nowMs,
    speed: playback.speed,
    get position() {
      return position;
    },
    get arrived() {
      return buffer.arrived;
    },
    get complete() {
      return complete;
    },
    get deadlineMs() {
      return deadlineMs(playback, listener, nowMs);
    },
    get playing() {
      return playback.underrunMs() !== null;
    },
    get wants() {
      return requested && ready === null && inFlight === null && isOpen() && !isEnded();
    },
    get closed() {
      return closed;
    },
    async hasRoom(maxPending) {
      while (isOpen() && buffer.arrived - position > maxPending) await event.promise;
      return isOpen();
    },
    push(tokens) {
      buffer.push(tokens);
      changed();
    },
    finish() {
      complete = true;
      notify();
    },
    fail(error) {
      failure ??= error;
      inFlight = null;
      notify();
    },
    leave() {
      closed = true;
      notify();
    },
    cut(cut) {
      inFlight = cut;
      listener.onStep?.("decoding");
      return buffer.window(cut);
    },
    deliver(nowMs, decoded) {
      if (inFlight === null) return 0;
      ready = stitcher.push(decoded, inFlight);
      position += inFlight.hop;
      inFlight = null;
      listener.onStep?.("decoded");
      buffer.releaseBefore(Math.max(0, position - KEPT_TOKENS));
      const seconds = ready.length / CODEC_HZ;
      const stallMs = playback.add(nowMs, seconds);
      notify();
      return listener.kind === "live" ? stallMs : 0;
    },
    async take() {
      requested = true;
      changed();
      while (isPending()) await event.promise;
      // A chunk that was decoded before the failure is delivered first.
      if (failure !== null && ready === null) throw failure;
      const chunk = ready;
      ready = null;
      changed();
      return chunk;
    },
  };
}
