import { abortReason } from "../../streams.ts";
import { probeCodes } from "../codes.ts";
import type { Decoder } from "../decode/decoder.ts";
import type { CostModel } from "../schedule/cost.ts";
import { type CostPoint, fitCost } from "./fitCost.ts";

/** Measured cost of a decoder's runs, and the token budget that follows from the cost. */
export interface Calibration extends CostModel {
  /** Number of threads that one run uses, set when the decoder was opened. */
  readonly threads: number;
  /** Maximum tokens (batch · length) of one run, which then takes about a fifth of a second. */
  readonly budgetTokens: number;
}

interface CalibrateOptions {
  readonly threads: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

type Shape = readonly [batch: number, length: number];

/** Shapes to measure, from one first window to 64 full windows. Only fast devices reach the large shapes. */
const SHAPES: readonly Shape[] = [
  [1, 12],
  [1, 25],
  [1, 48],
  [1, 95],
  [4, 95],
  [16, 95],
  [64, 95],
];
const LIMIT_MS = 1000;
/**
 * Target duration of the longest run. A run can't be interrupted, so a first chunk may have to wait for a whole run.
 */
const RUN_MS = 200;
/**
 * Limits of the budget in tokens. The minimum is a first window with its context. The maximum bounds the memory of a
 * run's activations on the fastest devices.
 */
const [MIN_BUDGET, MAX_BUDGET] = [64, 6144];

/**
 * Measures `decoder` for about a second, with all lanes busy as under load, and fits a cost model to the durations.
 * The first run of each shape is a warm-up and is ignored. Throws the errors of `decode`, and SpeechError "aborted".
 *
 * @example
 * const { fixedMs, perTokenMs } = await calibrate(decoder, { threads: 2, now: performance.now }, signal);
 */
export async function calibrate(
  decoder: Decoder,
  { threads, now }: CalibrateOptions,
  signal: AbortSignal,
): Promise<Calibration> {
  const untilMs = now() + LIMIT_MS;
  const timed = async ([batch, length]: Shape): Promise<CostPoint> => {
    if (signal.aborted) throw abortReason(signal);
    const rows = Array.from({ length: batch }, (_, row) => probeCodes(length, row + 1));
    const fromMs = now();
    await Promise.all(Array.from({ length: decoder.lanes }, () => decoder.decode(rows, signal)));
    return { tokens: batch * length, ms: now() - fromMs };
  };
  const shapes: Shape[] = [];
  const points: CostPoint[] = [];
  for (const shape of SHAPES) {
    const last = points.at(-1);
    const expectedMs = last ? (last.ms * shape[0] * shape[1]) / last.tokens : 0;
    if (points.length >= 2 && now() + 2 * expectedMs > untilMs) break;
    await timed(shape);
    points.push(await timed(shape));
    shapes.push(shape);
  }
  for (let i = 0; now() < untilMs; i++) points.push(await timed(shapes[i % shapes.length]!));
  const cost = fitCost(fastestOfEachSize(points));
  return { ...cost, threads, budgetTokens: budgetFor(cost) };
}

function budgetFor({ fixedMs, perTokenMs }: CostModel): number {
  const tokens = Math.floor((RUN_MS - fixedMs) / Math.max(perTokenMs, 1e-6));
  return Math.min(MAX_BUDGET, Math.max(MIN_BUDGET, tokens));
}

/** Returns the shortest duration of each size, because other load on the machine can only lengthen a run. */
function fastestOfEachSize(points: readonly CostPoint[]): readonly CostPoint[] {
  const fastest = new Map<number, number>();
  for (const { tokens, ms } of points) fastest.set(tokens, Math.min(ms, fastest.get(tokens) ?? ms));
  return Array.from(fastest, ([tokens, ms]) => ({ tokens, ms }));
}
