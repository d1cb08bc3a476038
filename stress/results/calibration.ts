import type { Stats } from "../figures/stats.ts";

/** Deviation of an open loop from its plan, measured by the clock of the null server. */
export interface OpenCalibration {
  readonly qps: number;
  /** Arrival rate divided by planned rate, minus 1; null with fewer than two arrivals. */
  readonly rateError: number | null;
  /** Time from the planned send time to the arrival at the server. */
  readonly arrivalMs: Stats | null;
  /** Send lag that the tester reports. */
  readonly sendLagMs: Stats | null;
}

/** Deviation of chunk times from the times at which the server wrote the chunks. */
export interface PacedCalibration {
  readonly streams: number;
  readonly pieceMs: number;
  readonly chunkErrorMs: Stats | null;
  /** CPU seconds per second that the tester used. */
  readonly generatorCpu: number;
}

/** Measurement error of the tester on this machine. It is reported with the figures, not subtracted from them. */
export interface Calibration {
  readonly open: readonly OpenCalibration[];
  readonly paced: readonly PacedCalibration[];
}
