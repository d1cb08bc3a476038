import { quantile } from "../../bench/quantile.ts";
import type { Ending } from "./speaker.ts";

/**
 * How what a client asked for ended. "repeated": a socket closed, or refused the text, before any audio; the client spoke
 * it again.
 */
export type Outcome = Ending | "repeated";

/** Counts of outcomes and times to first audio. */
export interface Tally {
  /** `why` is the status or the error of an outcome that is not complete. */
  add(outcome: Outcome, result: { readonly firstMs: number; readonly why?: string }): void;
  /** True if every request was answered and none was refused or cut. */
  readonly isClean: boolean;
  line(): string;
}

const OUTCOMES = ["complete", "refused", "cut", "failed", "unanswered", "repeated"] as const;

export function openTally(): Tally {
  const counts = new Map<Outcome, number>();
  const reasons = new Map<string, number>();
  const firsts: number[] = [];
  const count = (outcome: Outcome): number => counts.get(outcome) ?? 0;
  return {
    add(outcome, { firstMs, why = "" }) {
      counts.set(outcome, count(outcome) + 1);
      if (outcome === "complete" && !Number.isNaN(firstMs)) firsts.push(firstMs);
      if (why !== "")
        reasons.set(`${outcome}: ${why}`, (reasons.get(`${outcome}: ${why}`) ?? 0) + 1);
    },
    get isClean() {
      const bad = ["refused", "cut", "failed", "unanswered"] as const;
      return count("complete") > 0 && bad.every((outcome) => count(outcome) === 0);
    },
    line() {
      const ms = (q: number): string =>
        firsts.length === 0 ? "none" : quantile(firsts, q).toFixed(0);
      const figures = OUTCOMES.map((outcome) => `${count(outcome)} ${outcome}`).join(", ");
      const why = Array.from(reasons, ([reason, times]) => `; ${times} × ${reason}`).join("");
      return `${figures}; first audio p50 ${ms(0.5)}, p95 ${ms(0.95)} ms${why}`;
    },
  };
}
