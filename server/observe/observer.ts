import type { AccessRecord } from "./record.ts";

/** A request that has ended, as passed to observers. */
export interface Ended {
  readonly record: AccessRecord;
  /** Milliseconds of the same clock as `record.startedMs`. */
  readonly endedMs: number;
  /** The error, if the server was at fault. */
  readonly fault?: unknown;
}

/** Called for each request after it has ended. Must not throw and must not block. */
export type Observer = (ended: Ended) => void;

/** An observer that reports to another service. */
export interface Reporter {
  readonly observe: Observer;
  /** Sends the reports that are still queued. Takes at most a few seconds. */
  close(): Promise<void>;
}
