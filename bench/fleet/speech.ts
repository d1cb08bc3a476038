import type { Work } from "../../server/admission/fairQueue.ts";
import { createPlayback, type Playback } from "../../src/playback.ts";

/** "cut": its server was lost. "failed": no server took it. */
export type Ending = "complete" | "refused" | "cut" | "failed";

/** A simulated speech request and the listener's player. */
export interface Speech extends Work {
  readonly sentMs: number;
  /** Seconds of each utterance. */
  readonly utterancesS: readonly number[];
  readonly playback: Playback;
  /** Time from the request to the first audio, milliseconds; null before it. */
  firstMs: number | null;
  /** Silence that the listener heard after the first audio, milliseconds. */
  stallMs: number;
}

/** Called once for a request. `retryMs` is the time after which a refused client may ask again. */
export type OnEnd = (ending: Ending, retryMs: number) => void;

/** Seconds of an utterance: a sentence. */
const UTTERANCE_S = 4;

/** Creates a request for `audioS` seconds of speech. */
export function newSpeech(sentMs: number, audioS: number): Speech {
  const count = Math.max(1, Math.round(audioS / UTTERANCE_S));
  return {
    key: "",
    live: true,
    audioS,
    sentMs,
    utterancesS: Array<number>(count).fill(audioS / count),
    playback: createPlayback(1),
    firstMs: null,
    stallMs: 0,
  };
}

/** Gives a listener `audioS` seconds of audio. */
export function hear(speech: Speech, nowMs: number, audioS: number): void {
  speech.firstMs ??= nowMs - speech.sentMs;
  speech.stallMs += speech.playback.add(nowMs, audioS);
}
