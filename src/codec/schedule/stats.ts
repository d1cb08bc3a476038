/** Counters of the codec since start. Plain figures: whoever shows them gives them names and units. */
export interface CodecStats {
  runs: number;
  windows: number;
  /** Batch × length over all runs, and how many of these tokens were new audio: the rest was context. */
  decodedTokens: number;
  newTokens: number;
  busyMs: number;
  /** How many runs of which batch size. */
  readonly batches: Map<number, number>;
  /** Chunks that a real-time listener must have waited for, by more than 50 ms. */
  stalls: number;
  /** Windows whose client left before their run, and during it. */
  dropped: number;
  thrownAway: number;
  /** Runs that failed, and windows that failed again when tried alone. */
  failedRuns: number;
  failedWindows: number;
  countRun(batch: number, length: number, tookMs: number): void;
}

export function createCodecStats(): CodecStats {
  return {
    runs: 0,
    windows: 0,
    decodedTokens: 0,
    newTokens: 0,
    busyMs: 0,
    batches: new Map(),
    stalls: 0,
    dropped: 0,
    thrownAway: 0,
    failedRuns: 0,
    failedWindows: 0,
    countRun(batch, length, tookMs) {
      this.runs++;
      this.windows += batch;
      this.decodedTokens += batch * length;
      this.busyMs += tookMs;
      this.batches.set(batch, (this.batches.get(batch) ?? 0) + 1);
    },
  };
}

/** The counters under the names that a log line or a metric gives them. */
export function codecFigures(stats: CodecStats): Readonly<Record<string, number>> {
  return {
    codec_runs: stats.runs,
    codec_windows: stats.windows,
    codec_decoded_tokens: stats.decodedTokens,
    codec_new_tokens: stats.newTokens,
    codec_busy_ms: Math.round(stats.busyMs),
    codec_late_chunks: stats.stalls,
    codec_dropped_windows: stats.dropped,
    codec_thrown_away_windows: stats.thrownAway,
    codec_failed_runs: stats.failedRuns,
    codec_failed_windows: stats.failedWindows,
  };
}
