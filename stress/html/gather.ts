import { createFailureGroups, type FailureGroup } from "./failureGroups.ts";
import { latencyStartMs, toOutcome, type Outcome } from "../figures/outcome.ts";
import { type RequestRecord, serviceMs } from "../records/record.ts";
import { firstTokenToSoundMs } from "../figures/talk.ts";
import type { LevelSummary } from "../figures/summary.ts";

/** A request in the report. */
export interface Row {
  readonly seq: number;
  readonly voice: string;
  readonly chars: number;
  /** Planned send time, seconds from the start of the level. */
  readonly dueS: number;
  /** End of the request, seconds from the start of the level. */
  readonly endS: number;
  /** First audio, seconds from the start of the level; null for a failed request. */
  readonly firstS: number | null;
  /** Latency from the start that latencyStartMs returns; null for a failed request. */
  readonly latencyMs: number | null;
  readonly ttfaMs: number | null;
  /** From the first token to the first sound; null for other requests than replies. */
  readonly soundMs: number | null;
  readonly failed: boolean;
}

/** A level in the report. */
export interface LevelRows {
  readonly level: LevelSummary;
  readonly rows: readonly Row[];
}

/** Input of the page, from one pass over the records. Only the requests in `slowest` keep their chunks. */
export interface Gathered {
  readonly levels: readonly LevelRows[];
  /** The slowest requests by service time, slowest first. */
  readonly slowest: readonly RequestRecord[];
  readonly failures: readonly FailureGroup[];
}

/** Number of slowest requests in the report. */
const SLOWEST = 12;

/** Creates a gatherer that collects records one by one. It skips warm-ups. */
export function createGatherer(levels: readonly LevelSummary[]) {
  const rowsOf = new Map(levels.map((level) => [level.label, { level, rows: [] as Row[] }]));
  let slowest: RequestRecord[] = [];
  const failures = createFailureGroups();
  return {
    add(record: RequestRecord, outcome: Outcome = toOutcome(record)): void {
      const group = rowsOf.get(record.level);
      if (group === undefined) return;
      failures.add(record);
      group.rows.push(toRow(outcome, group.level.targetQps !== null));
      const last = slowest.at(-1);
      if (slowest.length === SLOWEST && last && serviceMs(last) >= serviceMs(record)) return;
      slowest = [...slowest, record].sort((a, b) => serviceMs(b) - serviceMs(a)).slice(0, SLOWEST);
    },
    done: (): Gathered => ({ levels: [...rowsOf.values()], slowest, failures: failures.all() }),
  };
}

function toRow(outcome: Outcome, openLoop: boolean): Row {
  const { seq, voice, chars, dueMs, endMs, firstAudioMs, error } = outcome;
  const startMs = latencyStartMs(outcome, openLoop);
  const failed = error !== null;
  return {
    seq,
    voice,
    chars,
    dueS: dueMs / 1000,
    endS: endMs / 1000,
    firstS: failed || firstAudioMs === null ? null : firstAudioMs / 1000,
    latencyMs: failed ? null : endMs - startMs,
    ttfaMs: failed || firstAudioMs === null ? null : firstAudioMs - startMs,
    soundMs: failed ? null : firstTokenToSoundMs(outcome),
    failed,
  };
}
