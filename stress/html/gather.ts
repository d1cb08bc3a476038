import { toOutcome, type Outcome } from "../figures/outcome.ts";
import { type RequestRecord, serviceMs } from "../records/record.ts";
import { latencyStartMs } from "../figures/outcome.ts";
import type { LevelSummary } from "../figures/summary.ts";

/** One counted request as the report needs it. */
export interface Row {
  readonly seq: number;
  readonly voice: string;
  readonly chars: number;
  /** Seconds from the level's start. */
  readonly dueS: number;
  /** From the instant that the kind of run counts from; null for a failed request. */
  readonly latencyMs: number | null;
  readonly ttfaMs: number | null;
  readonly stallMs: number | null;
  readonly failed: boolean;
}

/** What the report shows of a level. */
export interface LevelRows {
  readonly level: LevelSummary;
  readonly rows: readonly Row[];
}

/** Everything that the page is made of, read in one pass; of the chunks only those of `slowest` stay. */
export interface Gathered {
  readonly levels: readonly LevelRows[];
  /** Slowest first, by service time: how long the server took. */
  readonly slowest: readonly RequestRecord[];
}

const SLOWEST = 12;

/** Collects records one by one; warm-ups belong to no level and are passed over. */
export function createGathering(levels: readonly LevelSummary[]) {
  const rowsOf = new Map(levels.map((level) => [level.label, { level, rows: [] as Row[] }]));
  let slowest: RequestRecord[] = [];
  return {
    add(record: RequestRecord, outcome: Outcome = toOutcome(record)): void {
      const found = rowsOf.get(record.level);
      if (found === undefined) return;
      found.rows.push(toRow(outcome, found.level.targetQps !== null));
      const last = slowest.at(-1);
      if (slowest.length === SLOWEST && last && serviceMs(last) >= serviceMs(record)) return;
      slowest = [...slowest, record].sort((a, b) => serviceMs(b) - serviceMs(a)).slice(0, SLOWEST);
    },
    done: (): Gathered => ({ levels: [...rowsOf.values()], slowest }),
  };
}

function toRow(outcome: Outcome, openLoop: boolean): Row {
  const { seq, voice, chars, dueMs, endMs, firstAudioMs, error, playback } = outcome;
  const startMs = latencyStartMs(outcome, openLoop);
  const failed = error !== null;
  return {
    seq,
    voice,
    chars,
    dueS: dueMs / 1000,
    latencyMs: failed ? null : endMs - startMs,
    ttfaMs: failed || firstAudioMs === null ? null : firstAudioMs - startMs,
    stallMs: failed ? null : (playback?.longestMs ?? null),
    failed,
  };
}
