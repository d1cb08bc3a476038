import type { Load } from "./load.ts";

/** What the texts and voices of a level are drawn from. */
export interface Draws {
  readonly texts: readonly string[];
  readonly voices: readonly string[];
  readonly seed: number;
}

/** One level before it runs. */
export interface LevelPlan {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  readonly load: Load;
  /** What its drawn gaps were multiplied by; absent: none were drawn. */
  readonly gapScale?: number;
  /** What its requests say, and in which voices. */
  readonly draws: Draws;
  /** The first planned instant, milliseconds since 1970; absent: as soon as everything is ready. */
  readonly startMs?: number;
}
