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

/** A listener as the codec knows it: the utterances of one request may share how far their audio is heard. */
export interface Audience extends Listener {
  readonly playback?: Playback;
  /** Called when a window of the stream begins to be decoded, and when it is decoded. */
  readonly onStep?: (step: Step) => void;
}

/** No window reaches further back than this: the longest length a device likes is far below. */
const MOST_CONTEXT_TOKENS = 1024;

/** One utterance on its way through the codec. At most one chunk is ready and not taken. */
export interface Stream extends ScheduledStream {
  /**
   * Waits until no more than `most` tokens are undecoded; false once no token is of use: the reader left, or the
   * stream failed.
   */
  room(most: number): Promise<boolean>;
  push(tokens: readonly number[]): void;
  finish(): void;
  leave(): void;
  /** The next chunk, or null after the last. One call at a time. */
  take(): Promise<Float32Array | null>;
}

interface StreamOptions {
  readonly listener: Audience;
  readonly shape: WindowShape;
  readonly nowMs: number;
  /** Length of the crossfade at window borders. */
  readonly crossfadeMs: number;
  /** Called whenever the stream may have become ready for a run. */
  readonly changed: () => void;
}

export function createStream(options: StreamOptions): Stream {
  const { listener, shape, nowMs, changed } = options;
  const buffer = createTokenBuffer();
  const stitcher = createStitcher(options.crossfadeMs);
  const playback = listener.playback ?? createPlayback(1);
  let position = 0;
  let complete = false;
  let closed = false;
  let asked = false;
  let running: Cut | null = null;
  let ready: Float32Array | null = null;
  let failure: SpeechError | null = null;
  /** Resolved, and replaced, by whatever may end a wait. */
  let event = Promise.withResolvers<void>();

  const notify = (): void => {
    event.resolve();
    event = Promise.withResolvers();
    changed();
  };
  const waits = (): boolean => useful() && ready === null && !ended();
  const ended = (): boolean => complete && position === buffer.arrived && running === null;
  const useful = (): boolean => !closed && failure === null;

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
      return playback.dryMs() !== null;
    },
    get wants() {
      return asked && ready === null && running === null && useful() && !ended();
    },
    get closed() {
      return closed;
    },
    async room(most) {
      while (useful() && buffer.arrived - position > most) await event.promise;
      return useful();
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
      running = null;
      notify();
    },
    leave() {
      closed = true;
      notify();
    },
    cut(cut) {
      running = cut;
      listener.onStep?.("decoding");
      return buffer.window(cut);
    },
    deliver(nowMs, decoded) {
      if (running === null) return 0;
      ready = stitcher.push(decoded, running);
      position += running.hop;
      running = null;
      listener.onStep?.("decoded");
      buffer.forget(Math.max(0, position - MOST_CONTEXT_TOKENS));
      const seconds = ready.length / CODEC_HZ;
      const stallMs = playback.hear(nowMs, seconds);
      notify();
      return listener.kind === "live" ? stallMs : 0;
    },
    async take() {
      asked = true;
      changed();
      while (waits()) await event.promise;
      // What was decoded before the failure is heard before it.
      if (failure !== null && ready === null) throw failure;
      const chunk = ready;
      ready = null;
      changed();
      return chunk;
    },
  };
}
