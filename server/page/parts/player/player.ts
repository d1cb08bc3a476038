import { OUTPUT_HZ } from "../../../../src/audio/pcm.ts";
import { type ApiError, toApiError } from "../api.ts";
import { createStore, type Store } from "../store.ts";
import { openOutput, type Output } from "./output.ts";
import type { Report } from "./playback.ts";

/** What is heard now. */
export interface Heard {
  /** Seconds of the sound that were heard. */
  readonly positionS: number;
  readonly lengthS: number;
  readonly isPlaying: boolean;
  /** Whether the playback waits for samples. */
  readonly isWaiting: boolean;
  readonly stalls: number;
  readonly stalledMs: number;
  /** Time of the first audible sample at the loudspeaker, milliseconds of `performance.now()`; null before. */
  readonly firstSoundAtMs: number | null;
}

/** Plays one sound at a time, while it arrives. */
export interface Player {
  readonly heard: Store<Heard>;
  /** Why the audio device did not open; null if it did. */
  readonly fault: Store<ApiError | null>;
  /**
   * Replaces the sound by one without samples. Returns false if the audio device did not open; the next call tries again.
   * Must be called from a click, as browsers demand.
   */
  load(): Promise<boolean>;
  append(pcm: Int16Array): void;
  /** Tells that no samples follow. */
  complete(): void;
  play(): void;
  pause(): void;
  seek(seconds: number): void;
}

const SILENT: Heard = {
  positionS: 0,
  lengthS: 0,
  isPlaying: false,
  isWaiting: false,
  stalls: 0,
  stalledMs: 0,
  firstSoundAtMs: null,
};

/** Silences the player that began last: a page has one voice at a time. */
let silenceLast: (() => void) | null = null;

/**
 * Creates a player. It opens the audio device at the first `load`. `onOther` is called when another player of the page begins;
 * by default this one pauses.
 */
export function createPlayer(onOther?: () => void): Player {
  const heard = createStore(SILENT);
  const fault = createStore<ApiError | null>(null);
  let context: AudioContext | undefined;
  let opening: Promise<Output> | undefined;
  let output: Output | undefined;
  let take = 0;
  let last: Report | null = null;
  let isTicking = false;

  function onReport(report: Report): void {
    if (report.take !== take || context === undefined) return;
    last = report;
    show();
    if (report.isPlaying && !isTicking) tick();
  }
  function show(): void {
    if (last === null || context === undefined) return;
    heard.set(heardOf(last, context, heard.get().firstSoundAtMs));
  }
  /** Follows the position between two reports. */
  function tick(): void {
    isTicking = last?.isPlaying ?? false;
    show();
    if (isTicking) requestAnimationFrame(tick);
  }
  const pause = (): void => output?.send({ do: "pause" });
  const silence = onOther ?? pause;

  /** Opens the audio device once. A device that failed is opened anew, as its worklet would remember the failure. */
  async function open(): Promise<Output> {
    context ??= new AudioContext({ sampleRate: OUTPUT_HZ, latencyHint: "interactive" });
    opening ??= openOutput(context, onReport);
    const mine = opening;
    try {
      await context.resume();
      return await mine;
    } catch (error) {
      if (opening === mine) {
        void context?.close();
        [context, opening] = [undefined, undefined];
      }
      throw error;
    }
  }
  return {
    heard,
    fault,
    async load() {
      take += 1;
      [last, isTicking] = [null, false];
      heard.set(SILENT);
      try {
        output = await open();
      } catch (error) {
        fault.set(toApiError(error, "no_sound"));
        return false;
      }
      fault.set(null);
      output.send({ do: "load", take });
      return true;
    },
    append: (pcm) => output?.send({ do: "append", pcm }),
    complete: () => output?.send({ do: "complete" }),
    play() {
      if (silenceLast !== silence) silenceLast?.();
      silenceLast = silence;
      void context?.resume();
      output?.send({ do: "play" });
    },
    pause,
    seek: (seconds) => output?.send({ do: "seek", sample: seconds * OUTPUT_HZ }),
  };
}

function heardOf(report: Report, context: AudioContext, firstSoundAtMs: number | null): Heard {
  const { frame, position, length, isPlaying, isSounding, isEnded, firstSoundFrame } = report;
  const clock = clockOf(context);
  const behind = frame - clock.frameAt(performance.now());
  const heardNow = isPlaying ? position - (isSounding ? behind : 0) : position;
  return {
    positionS: Math.min(length, Math.max(0, heardNow)) / OUTPUT_HZ,
    lengthS: length / OUTPUT_HZ,
    isPlaying,
    isWaiting: isPlaying && !isSounding && !isEnded,
    stalls: report.stalls,
    stalledMs: (report.stalledFrames / OUTPUT_HZ) * 1000,
    firstSoundAtMs:
      firstSoundAtMs ?? (firstSoundFrame === null ? null : clock.msOf(firstSoundFrame)),
  };
}

/** Converts between frames of the audio clock and `performance.now()` at the loudspeaker, milliseconds. */
function clockOf(context: AudioContext) {
  const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
  // Some browsers report zeros until the device runs.
  const isKnown = contextTime > 0 && performanceTime > 0;
  const atS = isKnown ? contextTime : context.currentTime - (context.outputLatency || 0);
  const atMs = isKnown ? performanceTime : performance.now();
  return {
    frameAt: (ms: number) => (atS + (ms - atMs) / 1000) * OUTPUT_HZ,
    msOf: (frame: number) => atMs + (frame / OUTPUT_HZ - atS) * 1000,
  };
}
