import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import type { Calibration } from "./calibration.ts";
import type { SearchResult } from "./searchResult.ts";
import type { GateResult } from "../figures/gate.ts";
import type { LevelSummary } from "../figures/summary.ts";

/** Content of summary.json. */
export interface Summary {
  readonly schema: 1;
  readonly name: string;
  readonly kind: "burst" | "closed" | "sweep" | "search" | "talk";
  readonly target: string;
  readonly client: string;
  readonly seed: number;
  /** Hash of the planned send times, texts and voices. */
  readonly scheduleHash: string;
  readonly startedAt: string;
  readonly percentileMethod: PercentileMethod;
  /** Command that repeats the run. */
  readonly command: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly levels: readonly LevelSummary[];
  /** Present only for a search. */
  readonly search?: SearchResult;
  /** Measurement error of the tester on this machine; present only with `--calibrate`. */
  readonly calibration?: Calibration;
  /** Present only for a shard; `merge` reads it. */
  readonly shard?: ShardSummary;
  readonly slo?: { readonly gates: readonly GateResult[]; readonly pass: boolean };
  /** Absent if the run was not ended early by a signal. */
  readonly ended?: "interrupted" | "killed";
  readonly valid: boolean;
  readonly warnings: readonly string[];
}

/** Part of the schedule that a shard sent, with the data that its records do not contain. */
export interface ShardSummary {
  /** The shard sent the requests with `seq % count === index`. */
  readonly index: number;
  readonly count: number;
  readonly levels: readonly {
    readonly label: string;
    /** Start of the level, milliseconds since 1970. */
    readonly startMs: number;
    /** Requests of the level over all shards; null if the duration limits the level. */
    readonly planned: number | null;
    /** Requests in flight, counted every 100 ms. */
    readonly inFlight: readonly number[];
    /** See `faults` of LevelRun. */
    readonly faults: readonly string[];
  }[];
}

/** Writes `summary` into `folder`. */
export async function writeSummary(folder: string, summary: Summary): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
}
