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
  /** Factor that the drawn gaps were multiplied by; absent where the load has none. */
  readonly gapScale?: number;
  readonly draws: Draws;
  /** The level's start, milliseconds since 1970; absent: as soon as all processes are ready. */
  readonly startMs?: number;
}
