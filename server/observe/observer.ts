import type { AccessRecord } from "./record.ts";

/** A request that has ended. */
export interface Ended {
  readonly record: AccessRecord;
  /** On the clock of `record.startedMs`. */
  readonly endedMs: number;
  /** What was the server's own fault, if anything was. */
  readonly fault?: unknown;
}

/** Told of every request once it has ended; must neither wait nor throw. */
export type Observer = (ended: Ended) => void;

/** An observer that tells somebody outside, and what it must still say before the process ends. */
export interface Reporter {
  readonly observe: Observer;
  /** Sends what is left, within a few seconds. */
  close(): Promise<void>;
}
