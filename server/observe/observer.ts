import type { AccessRecord } from "./record.ts";

/** A request that has ended, as observers get it. */
export interface Ended {
  readonly record: AccessRecord;
  /** On the clock of `record.startedMs`. */
  readonly endedMs: number;
  /** The error, if the server was at fault. */
  readonly fault?: unknown;
}

/** Called with every request once it has ended. Must not throw and must return without waiting. */
export type Observer = (ended: Ended) => void;

/** An observer that reports to another service. */
export interface Reporter {
  readonly observe: Observer;
  /** Sends the reports that are still queued; takes a few seconds at most. */
  close(): Promise<void>;
}
