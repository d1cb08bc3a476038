import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Calibration } from "./calibration.ts";
import type { SearchResult } from "./searchResult.ts";
import type { GateResult } from "../figures/slo.ts";
import type { LevelSummary } from "../figures/summary.ts";

/** summary.json. */
export interface Summary {
  readonly schema: 1;
  readonly name: string;
  readonly kind: "burst" | "closed" | "sweep" | "search";
  readonly target: string;
  readonly client: string;
  readonly seed: number;
  /** Hash of the planned arrivals, texts and voices. */
  readonly scheduleHash: string;
  readonly startedAt: string;
  readonly percentileMethod: PercentileMethod;
  /** The command that makes the run again. */
  readonly command: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly levels: readonly LevelSummary[];
  /** What a search found. */
  readonly search?: SearchResult;
  /** The tester itself on this machine, where `--calibrate` asked for it. */
  readonly calibration?: Calibration;
  /** What only a shard has: `merge` needs it. */
  readonly shard?: ShardSummary;
  readonly slo?: { readonly gates: readonly GateResult[]; readonly pass: boolean };
  readonly valid: boolean;
  readonly warnings: readonly string[];
}

/** Which part of the schedule a run sent, and what is not in its records. */
export interface ShardSummary {
  /** Part of the schedule: the requests whose seq leaves the remainder `index` by `count`. */
  readonly index: number;
  readonly count: number;
  readonly levels: readonly {
    readonly label: string;
    /** The level's start, milliseconds since 1970. */
    readonly startMs: number;
    /** Requests of the whole level; null where its duration decides. */
    readonly planned: number | null;
    /** Requests in flight, counted every 100 ms. */
    readonly inFlight: readonly number[];
    /** Why the level can't be trusted, as LevelRun has them. */
    readonly faults: readonly string[];
  }[];
}

/** Writes `summary` into `folder`. */
export async function writeSummary(folder: string, summary: Summary): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
}
