import { SpeechError } from "../src/errors.ts";

/** Whether the server is on its way out: it goes on listening, but takes no new work. */
export interface Drain {
  readonly draining: boolean;
  /** Aborts when running streams have had all the time they get. */
  readonly deadline: AbortSignal;
  begin(): void;
  /** Ends running streams now. */
  cut(): void;
}

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
