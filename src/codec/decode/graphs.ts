import { messageOf } from "../../message.ts";
import { planGraphs, type RunShape } from "../../ort/cuda.ts";
import type { Lane } from "./lane.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";

/** Upper bound of the device memory that a graph keeps per token: tensors, and the activations in ORT's arena. */
const BYTES_PER_TOKEN = 64 * 1024;
/** Maximum device memory of all graphs; the rest is left to the LM on the same device. */
const BUDGET_BYTES = 2 * 2 ** 30;

/** Converts window lengths from seconds to tokens, ascending and without duplicates. */
export function graphLengths(seconds: readonly number[]): readonly number[] {
  const tokens = seconds.map((length) => Math.round(length * TOKENS_PER_SECOND));
  return [...new Set(tokens)].toSorted((a, b) => a - b);
}

interface GraphShapes {
  /** Window lengths in tokens. If there are none, no graphs are recorded. */
  readonly lengths: readonly number[];
  readonly maxBatch: number;
  /** Tokens of the first window on an idle device, with default settings. */
  readonly firstTokens: number;
}

/**
 * Returns the shapes to record at start: each length with 1, 2, 4, … and `maxBatch` rows. The first window on an idle
 * device has its own length, because it has no left context that could extend it to a longer length.
 */
export function graphShapes({ lengths, maxBatch, firstTokens }: GraphShapes): readonly RunShape[] {
  if (lengths.length === 0) return [];
  const batches = [maxBatch];
  for (let batch = 1; batch < maxBatch; batch *= 2) batches.push(batch);
  return planGraphs({
    lengths: [...new Set([firstTokens, ...lengths])],
    batches,
    budgetBytes: BUDGET_BYTES,
    bytesPerToken: BYTES_PER_TOKEN,
  });
}

/** Outcome of recording one shape, after which `done` of `total` shapes have been tried. */
export interface GraphProgress {
  readonly done: number;
  readonly total: number;
  readonly shape: RunShape;
  readonly ms: number;
  /** Error text, or null if the shape was recorded. */
  readonly failure: string | null;
}

/**
 * Records `shapes` on `lane` by one run of each shape, and returns the recorded shapes. A shape whose recording fails
 * is left out of the result.
 */
export async function recordGraphs(
  lane: Lane,
  shapes: readonly RunShape[],
  onGraph: (progress: GraphProgress) => void,
): Promise<readonly RunShape[]> {
  const recorded: RunShape[] = [];
  for (const [index, shape] of shapes.entries()) {
    const rows = Array.from({ length: shape.batch }, () => new Int32Array(shape.tokens));
    const startMs = performance.now();
    const failure = await lane.run(rows, () => null).catch(messageOf);
    if (failure === null) recorded.push(shape);
    const ms = performance.now() - startMs;
    onGraph({ done: index + 1, total: shapes.length, shape, ms, failure });
  }
  return recorded;
}
