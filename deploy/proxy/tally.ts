import { quantile } from "../../bench/quantile.ts";
import type { Ending } from "./speaker.ts";

/** Counts of endings and times to first audio. */
export interface Tally {
  add(ending: Ending | "repeated", firstMs: number, status?: number): void;
  /** True if every request was answered and none was refused or cut. */
  readonly isClean: boolean;
  line(): string;
}

/** "repeated": a text that a socket took before it closed without audio; the client spoke it again on another socket. */
const ENDINGS = ["complete", "refused", "cut", "failed", "unanswered", "repeated"] as const;

export function openTally(): Tally {
  const counts = new Map<string, number>();
  const firsts: number[] = [];
  const refusals: number[] = [];
  const count = (ending: string): number => counts.get(ending) ?? 0;
  return {
    add(ending, firstMs, status = 0) {
      if (ending === "refused" && status > 0) refusals.push(status);
      counts.set(ending, count(ending) + 1);
      if (ending === "complete" && !Number.isNaN(firstMs)) firsts.push(firstMs);
    },
    get isClean() {
      const bad = ["refused", "cut", "failed", "unanswered"] as const;
      return count("complete") > 0 && bad.every((ending) => count(ending) === 0);
    },
    line() {
      const ms = (q: number): string =>
        firsts.length === 0 ? "none" : quantile(firsts, q).toFixed(0);
      const figures = ENDINGS.map((ending) => `${count(ending)} ${ending}`).join(", ");
      const by429 = refusals.filter((status) => status === 429).length;
      const refused = refusals.length === 0 ? "" : ` (${by429} of the refusals with 429)`;
      return `${figures}${refused}; first audio p50 ${ms(0.5)}, p95 ${ms(0.95)} ms`;
    },
  };
}
