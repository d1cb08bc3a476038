import type { Stats } from "../figures/stats.ts";

/** How far an open loop was from its plan, as the server's clock saw it. */
export interface OpenCalibration {
  readonly qps: number;
  /** Arrival rate over planned rate, minus 1; null where fewer than two requests arrived. */
  readonly rateError: number | null;
  /** From the planned instant to the arrival at the server. */
  readonly arrivalMs: Stats | null;
  /** What the tester itself reports of its lateness. */
  readonly sendLagMs: Stats | null;
}

/** How far chunk times were from the instants at which the server wrote the chunks. */
export interface PacedCalibration {
  readonly streams: number;
  readonly pieceMs: number;
  readonly chunkErrorMs: Stats | null;
  /** Cores that the tester used. */
  readonly generatorCpu: number;
}

/** The tester's own distortion on this machine: published beside the figures, never subtracted from them. */
export interface Calibration {
  readonly open: readonly OpenCalibration[];
  readonly paced: readonly PacedCalibration[];
}
