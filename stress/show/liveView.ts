/** Progress of a running level. */
export interface LiveState {
  readonly label: string;
  /** Requests of the level; null if the duration limits the level. */
  readonly total: number | null;
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  /** The most frequent kind of failure. */
  readonly worstKind: string | null;
  /** Time to first audio of the successful requests, milliseconds. */
  readonly ttfaMs: { readonly p50: number; readonly p95: number } | null;
  /** Streams with a stall above 50 ms; null without streaming. */
  readonly stalled: number | null;
  /** Finished part of the level, 0–1; null: unknown. */
  readonly share: number | null;
  /** Estimated remaining time; null: unknown. */
  readonly remainingMs: number | null;
  /** Place of the level in a run of several levels; null: it is the only one, or their number is unknown. */
  readonly place: Place | null;
}

/** The place of a level in its run. */
export interface Place {
  /** Number of the level, from 1. */
  readonly nth: number;
  readonly of: number;
  /** Planned sending time of the levels after it, milliseconds; null: unknown. */
  readonly laterMs: number | null;
}

const BAR_CELLS = 30;
const MIN_BAR_CELLS = 6;

/** Formats the state as one line for a log. */
export function plainLine(state: LiveState): string {
  const isOpen = state.remainingMs !== null && state.share !== 1;
  const remaining = isOpen ? [`${clockTime(state.remainingMs)} left`] : [];
  return `${state.label}: ${[...counters(state), ...remaining, ...placeParts(state)].join(", ")}`;
}

/** Formats the state as lines that are shorter than `columns`. */
export function liveLines(state: LiveState, columns: number): string[] {
  const width = Math.max(20, columns - 1);
  const lines: string[] = [];
  for (const part of [progressPart(state, width), ...counters(state), ...placeParts(state)]) {
    const last = lines.at(-1);
    const joined = `${last}  ${part}`;
    if (last === undefined || joined.length > width) lines.push(part.slice(0, width));
    else lines[lines.length - 1] = joined;
  }
  return lines;
}

function progressPart(state: LiveState, width: number): string {
  const { label, total, sent, ok, failed, share, remainingMs } = state;
  if (share === null) return label;
  const remaining = remainingMs === null || share === 1 ? "" : `  ${clockTime(remainingMs)} left`;
  const tail = `${String(Math.floor(share * 100)).padStart(4)} %${remaining}`;
  const freeCells = width - label.length - tail.length - 2;
  const cells = Math.min(BAR_CELLS, Math.max(MIN_BAR_CELLS, freeCells));
  const done = Math.round(share * cells);
  const inFlight = total === null ? 0 : Math.round(((sent - ok - failed) / total) * cells);
  const bar = "█".repeat(done) + "▒".repeat(Math.min(inFlight, cells - done));
  return `${label} ${bar.padEnd(cells, "░")}${tail}`;
}

function counters(state: LiveState): string[] {
  const { total, sent, ok, failed, worstKind, ttfaMs, stalled } = state;
  return [
    total === null ? `sent ${sent}` : `sent ${sent}/${total}`,
    `done ${ok}`,
    worstKind === null ? `failed ${failed}` : `failed ${failed} (${worstKind})`,
    `in flight ${sent - ok - failed}`,
    ttfaMs === null ? "TTFA –" : `TTFA p50 ${short(ttfaMs.p50)} p95 ${short(ttfaMs.p95)} ms`,
    ...(stalled === null ? [] : [`stalled ${stalled}`]),
  ];
}

/** Formats which level of how many is running, and the estimated remaining time of the run. */
function placeParts({ place, remainingMs, share }: LiveState): string[] {
  if (place === null) return [];
  const { nth, of, laterMs } = place;
  const ownMs = share === 1 ? 0 : remainingMs;
  const isLast = nth === of;
  const all =
    isLast || ownMs === null || laterMs === null
      ? ""
      : `, about ${clockTime(ownMs + laterMs)} left in all`;
  return [`level ${nth} of ${of}${all}`];
}

function short(ms: number): string {
  return ms >= 100 ? ms.toFixed(0) : ms.toFixed(1);
}

/** Formats minutes and seconds: 75 s as 1:15. */
function clockTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
