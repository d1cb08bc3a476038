import { abortReason } from "../../streams.ts";
import { probeCodes } from "../codes.ts";
import type { CostModel } from "../schedule/cost.ts";
import type { Decoder } from "../decode/decoder.ts";

export interface Calibration extends CostModel {
  /** Threads of one run, as the decoder was opened with. */
  readonly threads: number;
  /** Most tokens (batch · length) that one run should have, so that it doesn't keep others waiting. */
  readonly budgetTokens: number;
}

/** One measured run. */
export interface CostPoint {
  /** batch · length. */
  readonly tokens: number;
  readonly ms: number;
}

interface CalibrateOptions {
  readonly threads: number;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
}

type Shape = readonly [batch: number, length: number];

/** From a first window to several full ones; the large ones are for fast devices. */
const SHAPES: readonly Shape[] = [
  [1, 12],
  [1, 25],
  [1, 48],
  [1, 95],
  [4, 95],
  [16, 95],
  [64, 95],
];
const WITHIN_MS = 1000;
/** A run can't be interrupted: a fifth of a second is what a first chunk may have to wait for it. */
const RUN_MS = 200;
/** Room for a first window and its context on the slowest machine; memory for its activations on the fastest. */
const [FEWEST_TOKENS, MOST_TOKENS] = [64, 6144];

/**
 * Measures `decoder` for about a second, all lanes busy as under load, and fits its cost. The first run of a
 * shape is not counted. Throws what `decode` throws, and SpeechError "aborted".
 */
export async function calibrate(
  decoder: Decoder,
  { threads, now }: CalibrateOptions,
  signal: AbortSignal,
): Promise<Calibration> {
  const until = now() + WITHIN_MS;
  const timed = async ([batch, length]: Shape): Promise<CostPoint> => {
    if (signal.aborted) throw abortReason(signal);
    const rows = Array.from({ length: batch }, (_, row) => probeCodes(length, row + 1));
    const from = now();
    await Promise.all(Array.from({ length: decoder.lanes }, () => decoder.decode(rows, signal)));
    return { tokens: batch * length, ms: now() - from };
  };
  const shapes: Shape[] = [];
  const points: CostPoint[] = [];
  for (const shape of SHAPES) {
    const last = points.at(-1);
    const expectedMs = last ? (last.ms * shape[0] * shape[1]) / last.tokens : 0;
    if (points.length >= 2 && now() + 2 * expectedMs > until) break;
    await timed(shape);
    points.push(await timed(shape));
    shapes.push(shape);
  }
  for (let i = 0; now() < until; i++) points.push(await timed(shapes[i % shapes.length]!));
  const cost = fitCost(fastest(points));
  return { ...cost, threads, budgetTokens: budgetFor(cost) };
}

/**
 * The straight line through `points` with the least squared *relative* error, so that small runs count as much
 * as large ones. Neither term is negative; a single size gives a line through the origin.
 */
export function fitCost(points: readonly CostPoint[]): CostModel {
  let [w, wx, wxx, wy, wxy] = [0, 0, 0, 0, 0];
  for (const { tokens, ms } of points) {
    const weight = 1 / Math.max(ms, 1e-3) ** 2;
    w += weight;
    wx += weight * tokens;
    wxx += weight * tokens ** 2;
    wy += weight * ms;
    wxy += weight * tokens * ms;
  }
  const spread = w * wxx - wx ** 2;
  const slope = spread > 1e-9 * w * wxx ? (w * wxy - wx * wy) / spread : wxy / wxx;
  const fixedMs = (wy - slope * wx) / w;
  if (slope < 0) return { fixedMs: wy / w, perTokenMs: 0 };
  if (fixedMs < 0) return { fixedMs: 0, perTokenMs: wxy / wxx };
  return { fixedMs, perTokenMs: slope };
}

function budgetFor({ fixedMs, perTokenMs }: CostModel): number {
  const tokens = Math.floor((RUN_MS - fixedMs) / Math.max(perTokenMs, 1e-6));
  return Math.min(MOST_TOKENS, Math.max(FEWEST_TOKENS, tokens));
}

/** The best time of each size: whatever else the machine did can only have added to it. */
function fastest(points: readonly CostPoint[]): readonly CostPoint[] {
  const best = new Map<number, number>();
  for (const { tokens, ms } of points) best.set(tokens, Math.min(ms, best.get(tokens) ?? ms));
  return Array.from(best, ([tokens, ms]) => ({ tokens, ms }));
}
