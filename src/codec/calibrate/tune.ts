import { calibrate, type Calibration } from "./calibrate.ts";
import { runMs } from "../schedule/cost.ts";
import type { OpenedDecoder } from "../decode/decoder.ts";

/** Where a calibration outlives the process. */
export interface CalibrationStore {
  /** null when none is kept, or none that fits this machine, file and library. */
  load(): Promise<SavedCalibration | null>;
  /** Never throws: a calibration that can't be kept is made again. */
  save(saved: SavedCalibration): Promise<void>;
}

export interface SavedCalibration extends Calibration {
  /** What it was measured on: "cpu" or "cuda". */
  readonly device: string;
}

interface TuneOptions {
  /** Opens the decoder with so many threads a run. */
  readonly open: (threads: number) => Promise<OpenedDecoder>;
  /** The most threads worth trying. */
  readonly cores: number;
  readonly store: CalibrationStore;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
}

export interface Tuned {
  readonly decoder: OpenedDecoder;
  readonly calibration: Calibration;
}

/** A window of usual length: what the threads are chosen by. */
const USUAL_TOKENS = 95;
/** Below this there is nothing to choose. */
const FEWEST_THREADS = 2;

/**
 * Opens the decoder with the number of threads that decodes a window fastest, and its measured cost. More threads than
 * a container's quota or a socket's cores are slower, so all cores, half and a quarter of them are tried; a kept
 * calibration saves that. Throws what `open` and `calibrate` throw; nothing is left open then.
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
      const next = await measured(options, threads, signal);
      const slower: Tuned | null = best;
      if (best !== null && !isFaster(next, best)) {
        await next.decoder.close();
        break;
      }
      best = next;
      await slower?.decoder.close();
      // On a GPU the threads of the host hardly matter, and its graphs take long to record.
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

/** Thread counts to try, the likeliest first. */
function threadCounts(cores: number): readonly number[] {
  const fewer = [2, 4].map((part) => Math.floor(cores / part));
  return [cores, ...fewer.filter((count) => count >= FEWEST_THREADS)];
}

async function measured(
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
  return runMs(a.calibration, 1, USUAL_TOKENS) < runMs(b.calibration, 1, USUAL_TOKENS);
}
