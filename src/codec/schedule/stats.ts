/** Counters of the codec since start. */
export interface CodecStats {
  runs: number;
  windows: number;
  /** Sum of batch × length over all runs. `newTokens` of these tokens became audio, and the rest was context. */
  decodedTokens: number;
  newTokens: number;
  busyMs: number;
  /** Number of runs by batch size. */
  readonly batches: Map<number, number>;
  /** Chunks of live streams that came after an underrun of more than 50 ms. */
  stalls: number;
  /** Windows whose client disconnected before their run (`dropped`) and during their run (`discarded`). */
  dropped: number;
  discarded: number;
  /** Runs that failed, and windows that failed alone: in their retry, or because their stream rejected the audio. */
  failedRuns: number;
  failedWindows: number;
  countRun(batch: number, length: number, tookMs: number): void;
}

/** Creates counters at 0. */
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
    discarded: 0,
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

/** Returns the counters by their names in logs and metrics. */
export function codecFigures(stats: CodecStats): Readonly<Record<string, number>> {
  return {
    codec_runs: stats.runs,
    codec_windows: stats.windows,
    codec_decoded_tokens: stats.decodedTokens,
    codec_new_tokens: stats.newTokens,
    codec_busy_ms: Math.round(stats.busyMs),
    codec_late_chunks: stats.stalls,
    codec_dropped_windows: stats.dropped,
    codec_thrown_away_windows: stats.discarded,
    codec_failed_runs: stats.failedRuns,
    codec_failed_windows: stats.failedWindows,
  };
}
