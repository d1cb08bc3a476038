import { calibrate, type Calibration } from "./calibrate.ts";
import { runMs } from "../schedule/cost.ts";
import type { OpenedDecoder } from "../decode/decoder.ts";

/** Storage that keeps a calibration from one process to the next. */
export interface CalibrationStore {
  /** Returns null if there is no valid calibration of this machine, file and library. */
  load(): Promise<SavedCalibration | null>;
  /** Never throws. If saving fails, the next start measures again. */
  save(saved: SavedCalibration): Promise<void>;
}

export interface SavedCalibration extends Calibration {
  /** Device that was measured: "cpu" or "cuda". */
  readonly device: string;
}

interface TuneOptions {
  /** Opens the decoder with `threads` threads per run. */
  readonly open: (threads: number) => Promise<OpenedDecoder>;
  /** Maximum number of threads to try. */
  readonly cores: number;
  readonly store: CalibrationStore;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

export interface Tuned {
  readonly decoder: OpenedDecoder;
  readonly calibration: Calibration;
}

/**
 * Length of a full window with default settings. Thread counts are compared by the duration of a run of this length.
 */
const FULL_WINDOW_TOKENS = 95;
/** Minimum number of threads to try. Fewer are tried only if the machine has fewer cores. */
const MIN_THREADS = 2;

/**
 * Opens the decoder with the number of threads that decodes a window fastest, and returns it with its measured cost.
 * Threads beyond a container's quota or a socket's cores slow a run down, so all cores, half and a quarter of them
 * are tried. A saved calibration skips the measurement. Throws the errors of `open` and `calibrate` after closing
 * every decoder.
 *
 * @example
 * const { decoder, calibration } = await openTuned({ open, cores: 8, store, now: performance.now }, signal);
 */
export async function openTuned(options: TuneOptions, signal: AbortSignal): Promise<Tuned> {
  const saved = await options.store.load();
  if (saved !== null) {
    const decoder = await options.open(saved.threads);
    if (decoder.device === saved.device) return { decoder, calibration: saved };
    await decoder.close();
  }
  let best: Tuned | null = null;
  try {
    for (const threads of threadCounts(options.cores)) {
      const next = await openMeasured(options, threads, signal);
      const slower: Tuned | null = best;
      if (best !== null && !isFaster(next, best)) {
        await next.decoder.close();
        break;
      }
      best = next;
      await slower?.decoder.close();
      // On a GPU the host's threads hardly matter, and recording graphs takes long.
      if (next.decoder.device !== "cpu") break;
    }
  } catch (error) {
    await best?.decoder.close();
    throw error;
  }
  const { decoder, calibration } = best!;
  await options.store.save({ ...calibration, device: decoder.device });
  return { decoder, calibration };
}

/** Returns the thread counts to try, in descending order. */
function threadCounts(cores: number): readonly number[] {
  const fewer = [2, 4].map((divisor) => Math.floor(cores / divisor));
  return [cores, ...fewer.filter((count) => count >= MIN_THREADS)];
}

async function openMeasured(
  options: TuneOptions,
  threads: number,
  signal: AbortSignal,
): Promise<Tuned> {
  const decoder = await options.open(threads);
  try {
    const calibration = await calibrate(decoder, { threads, now: options.now }, signal);
    return { decoder, calibration };
  } catch (error) {
    await decoder.close();
    throw error;
  }
}

function isFaster(a: Tuned, b: Tuned): boolean {
  return runMs(a.calibration, 1, FULL_WINDOW_TOKENS) < runMs(b.calibration, 1, FULL_WINDOW_TOKENS);
}
