/** A stall the ear forgives: shorter ones are no episode. */
const EPISODE_MS = 20;
/** A stall that a listener notices: share50 and stall_rate count the streams with a longer one. */
export const NOTICED_STALL_MS = 50;

/** What a listener would have heard who starts to play at the first audio plus a pre-roll. */
export interface Playback {
  /** Stalls longer than 20 ms. */
  readonly episodes: number;
  /** Their sum, milliseconds. */
  readonly stalledMs: number;
  /** The longest single stall, milliseconds. */
  readonly longestMs: number;
  /** The smallest pre-roll with which this stream never stalls, milliseconds. */
  readonly prerollMs: number;
}

/** Plays `chunks` ([arrival, length], milliseconds, in order) against the clock. */
export function play(chunks: readonly (readonly [number, number])[], prerollMs = 0): Playback {
  const startMs = (chunks[0]?.[0] ?? 0) + prerollMs;
  let bufferedMs = 0; // audio in all chunks before this one
  let shiftMs = 0; // by how much earlier stalls have moved the playhead
  let episodes = 0;
  let stalledMs = 0;
  let longestMs = 0;
  let neededMs = 0;
  for (const [atMs, audioMs] of chunks) {
    const lateMs = atMs - (startMs + bufferedMs);
    const stallMs = lateMs - shiftMs;
    neededMs = Math.max(neededMs, lateMs + prerollMs);
    if (stallMs > 0) {
      shiftMs += stallMs;
      longestMs = Math.max(longestMs, stallMs);
      if (stallMs > EPISODE_MS) {
        episodes++;
        stalledMs += stallMs;
      }
    }
    bufferedMs += audioMs;
  }
  return { episodes, stalledMs, longestMs, prerollMs: neededMs };
}
