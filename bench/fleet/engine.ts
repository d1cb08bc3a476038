import type { Clock } from "./clock.ts";
import type { Speech } from "./speech.ts";

/** The engine of a simulated server. */
export interface SimEngine {
  begin(speech: Speech): void;
  /** Drops everything: no audio follows. */
  stop(): void;
  /** Time that it worked on average over its Workers, milliseconds. */
  readonly busyMs: number;
}

/** Gets the audio of a speech, seconds, and whether it is the last. */
export type OnAudio = (speech: Speech, audioS: number, isLast: boolean) => void;

export type OpenEngine = (clock: Clock, onAudio: OnAudio) => SimEngine;

/** Target of a first audio, milliseconds (LIVE_TARGET_MS of server/perform/admit.ts). */
export const TARGET_MS = 300;
