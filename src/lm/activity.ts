import { POLL_MS, POLL_TIMEOUT_MS } from "./health.ts";

/** Time after its last tokens for which an LM counts as active, milliseconds: one poll of its health and its timeout. */
const ACTIVE_MS = POLL_MS + POLL_TIMEOUT_MS;

/** Remembers which LMs send tokens. */
export interface LmActivity {
  /** Call when the LM at `url` has sent tokens. */
  heard(url: string): void;
  isActive(url: string): boolean;
}

/** `now`: a clock that never runs backwards, milliseconds. */
export function createLmActivity(now: () => number): LmActivity {
  const heardMs = new Map<string, number>();
  return {
    heard: (url) => void heardMs.set(url, now()),
    isActive: (url) => now() - (heardMs.get(url) ?? -Infinity) < ACTIVE_MS,
  };
}
