import type { Load } from "./load.ts";

/** Source from which the texts and voices of a level are drawn. */
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
  /** Factor by which the drawn gaps were multiplied; absent if the load has no drawn gaps. */
  readonly gapScale?: number;
  readonly draws: Draws;
  /** The level's start, milliseconds since 1970; absent: the level starts as soon as all processes are ready. */
  readonly startMs?: number;
}
