import { NOTICED_STALL_MS } from "../figures/player.ts";
import { toOutcome, type Outcome } from "../figures/outcome.ts";
import type { Summary } from "../results/runSummary.ts";
import { readRecords } from "../records/savedRecords.ts";
import { readSummary } from "../results/savedSummary.ts";
import { REQUEST_VALUE } from "../figures/slo.ts";
import { latencyStartMs } from "../figures/outcome.ts";
import { isCancelled } from "../figures/talk.ts";

/** A measure of a request; smaller is better. */
export type Measure = "ttfa" | "sound" | "response" | "rtf" | "error rate" | "stalls";

/** Value of each measure for one request; null if the request has no such value (a failed request has no latency). */
type Values = Readonly<Record<Measure, number | null>>;

/** A saved run, reduced to the values that are compared. */
export interface SavedRun {
  readonly folder: string;
  readonly summary: Pick<
    Summary,
    "scheduleHash" | "valid" | "client" | "kind" | "settings" | "levels"
  >;
  /** Values by level and seq, without warm-ups and aborted requests. */
  readonly levels: ReadonlyMap<string, ReadonlyMap<number, Values>>;
}

/** Reads the values of a run from its records. If a file is invalid, throws Error that names the file. */
export async function readRun(folder: string): Promise<SavedRun> {
  const summary = await readSummary(folder);
  const openLoop = new Map(summary.levels.map((level) => [level.label, level.targetQps !== null]));
  const streamed = new Set(summary.levels.filter(({ stalls }) => stalls).map(({ label }) => label));
  const levels = new Map([...openLoop.keys()].map((label) => [label, new Map<number, Values>()]));
  for await (const record of readRecords(folder)) {
    const outcome = toOutcome(record);
    if (outcome.error === "aborted") continue;
    const open = openLoop.get(record.level) ?? false;
    levels.get(record.level)?.set(record.seq, valuesOf(outcome, open, streamed.has(record.level)));
  }
  return { folder, summary, levels };
}

function valuesOf(outcome: Outcome, openLoop: boolean, streamed: boolean): Values {
  const { error, playback } = outcome;
  const ok = error === null;
  const whole = ok && !isCancelled(outcome);
  const startMs = latencyStartMs(outcome, openLoop);
  return {
    ttfa: ok ? REQUEST_VALUE.ttfa(outcome, startMs) : null,
    sound: ok ? REQUEST_VALUE.first_token_to_sound(outcome, startMs) : null,
    response: whole ? REQUEST_VALUE.response(outcome, startMs) : null,
    rtf: whole ? REQUEST_VALUE.rtf(outcome, startMs) : null,
    "error rate": ok ? 0 : 1,
    stalls:
      ok && streamed && playback !== null ? Number(playback.longestMs > NOTICED_STALL_MS) : null,
  };
}

/**
 * Returns the values of both runs in schedule order, as one array per level. If the runs are paired, only requests with a
 * value in both runs are included.
 */
export function columns(
  [a, b]: readonly [SavedRun, SavedRun],
  measure: Measure,
  { labels, paired }: { readonly labels: readonly string[]; readonly paired: boolean },
): [Float64Array[], Float64Array[]] {
  const both: [Float64Array[], Float64Array[]] = [[], []];
  for (const label of labels) {
    const [left, right] = [a.levels.get(label), b.levels.get(label)];
    const value = (level: typeof left, seq: number) => level?.get(seq)?.[measure] ?? null;
    const seqs = (level: typeof left) => [...(level?.keys() ?? [])].sort((x, y) => x - y);
    const pick = (from: typeof left, fits: (seq: number) => boolean) =>
      Float64Array.from(
        seqs(from)
          .filter((seq) => value(from, seq) !== null && fits(seq))
          .map((seq) => value(from, seq) ?? 0),
      );
    both[0].push(pick(left, (seq) => !paired || value(right, seq) !== null));
    both[1].push(pick(right, (seq) => !paired || value(left, seq) !== null));
  }
  return both;
}
