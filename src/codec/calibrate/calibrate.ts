import { abortReason } from "../../streams.ts";
import { probeCodes } from "../codes.ts";
import type { Decoder } from "../decode/decoder.ts";
import type { CostModel } from "../schedule/cost.ts";
import { type CostPoint, fitCost } from "./fitCost.ts";

/** Measured cost of a decoder's runs, and the budget that follows from it. */
export interface Calibration extends CostModel {
  /** Threads of one run, as the decoder was opened. */
  readonly threads: number;
  /** Maximum tokens (batch · length) of one run that keep it at about a fifth of a second. */
  readonly budgetTokens: number;
}

interface CalibrateOptions {
  readonly threads: number;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
}

type Shape = readonly [batch: number, length: number];

/** From a first window to several full ones; the large shapes are reached by fast devices only. */
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
/** Longest run, because a run can't be interrupted: a first chunk may have to wait for it. */
const RUN_MS = 200;
/** At least a first window with its context; at most the memory of a run's activations on the fastest devices. */
const [MIN_BUDGET, MAX_BUDGET] = [64, 6144];

/**
 * Measures `decoder` for about a second, with all lanes busy as under load, and fits its cost. The first run of a
 * shape is a warm-up. Throws the errors of `decode`, and SpeechError "aborted".
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

/** The shortest duration of each size: other load on the machine can only lengthen a run. */
function fastestOfEachSize(points: readonly CostPoint[]): readonly CostPoint[] {
  const fastest = new Map<number, number>();
  for (const { tokens, ms } of points) fastest.set(tokens, Math.min(ms, fastest.get(tokens) ?? ms));
  return Array.from(fastest, ([tokens, ms]) => ({ tokens, ms }));
}
