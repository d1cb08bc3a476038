/** Stalls up to this length are inaudible and are not counted as episodes. */
const EPISODE_MS = 20;
/** A listener notices longer stalls. share50 and stall_rate count the streams that have such a stall. */
export const NOTICED_STALL_MS = 50;

/** Result of a simulated playback that starts at the first audio plus a pre-roll. */
export interface Playback {
  /** Number of stalls longer than 20 ms. */
  readonly episodes: number;
  /** Total length of these stalls, milliseconds. */
  readonly stalledMs: number;
  /** The longest single stall, milliseconds. */
  readonly longestMs: number;
  /** Smallest pre-roll with which this stream never stalls, milliseconds. */
  readonly prerollMs: number;
}

/** Simulates playback of `chunks` ([arrival, duration], milliseconds, in order of arrival). */
export function play(chunks: readonly (readonly [number, number])[], prerollMs = 0): Playback {
  const startMs = (chunks[0]?.[0] ?? 0) + prerollMs;
  let bufferedMs = 0; // audio of all earlier chunks
  let shiftMs = 0; // delay of the playhead by earlier stalls
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
