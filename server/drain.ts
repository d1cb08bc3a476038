import { SpeechError } from "../src/errors.ts";

/** Graceful shutdown: while it drains, the server still listens and refuses new requests. */
export interface Drain {
  readonly draining: boolean;
  /** Aborts when the time for running streams is over. */
  readonly deadline: AbortSignal;
  /** Starts to drain: new requests are refused. */
  begin(): void;
  /** Cuts running streams now. */
  cut(): void;
}

/**
 * Creates a drain; until `begin()` the server works as usual.
 *
 * @example
 * const drain = createDrain();
 * process.on("SIGTERM", () => {
 *   drain.begin();
 *   setTimeout(() => drain.cut(), 30_000);
 * });
 */
export function createDrain(): Drain {
  const deadline = new AbortController();
  let draining = false;
  return {
    get draining() {
      return draining;
    },
    deadline: deadline.signal,
    begin() {
      draining = true;
    },
    cut() {
      draining = true;
      deadline.abort(new SpeechError("not_ready", "the server is shutting down"));
    },
  };
}
