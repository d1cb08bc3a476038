import { messageOf } from "../../message.ts";
import { planGraphs, type RunShape } from "../../ort/cuda.ts";
import type { Lane } from "./lane.ts";
import { TOKENS_PER_SECOND } from "../codes.ts";

/** A graph's tensors and activations, generously: the arena keeps what a recording used. */
const BYTES_PER_TOKEN = 64 * 1024;
/** Graphs leave the rest of the device to the LM that shares it. */
const BUDGET_BYTES = 2 * 2 ** 30;

/** Window lengths of `seconds`, in tokens, ascending, each once. */
export function graphLengths(seconds: readonly number[]): readonly number[] {
  const tokens = seconds.map((length) => Math.round(length * TOKENS_PER_SECOND));
  return [...new Set(tokens)].toSorted((a, b) => a - b);
}

interface Wanted {
  /** Window lengths in tokens; none: no graphs at all. */
  readonly lengths: readonly number[];
  readonly maxBatch: number;
  /** Tokens of the first window on an idle device, with default settings. */
  readonly firstTokens: number;
}

/**
 * The shapes to record at start: each length at 1, 2, 4, … and `maxBatch` rows, and the first window of an idle
 * device, which has no context that could fill a longer one.
 */
export function graphShapes({ lengths, maxBatch, firstTokens }: Wanted): readonly RunShape[] {
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

/** The `done`th of `total` recordings. */
export interface GraphProgress {
  readonly done: number;
  readonly total: number;
  readonly shape: RunShape;
  readonly ms: number;
  /** Why there is none of this shape, or null. */
  readonly failure: string | null;
}

/**
 * Records `shapes` on `lane` (a shape's first run records it) and gives those that were; one that can't be
 * recorded runs without a graph later.
 */
export async function recordGraphs(
  lane: Lane,
  shapes: readonly RunShape[],
  told: (progress: GraphProgress) => void,
): Promise<readonly RunShape[]> {
  const recorded: RunShape[] = [];
  for (const [index, shape] of shapes.entries()) {
    const rows = Array.from({ length: shape.batch }, () => new Int32Array(shape.tokens));
    const startMs = performance.now();
    const failure = await lane.run(rows).then(() => null, messageOf);
    if (failure === null) recorded.push(shape);
    const ms = performance.now() - startMs;
    told({ done: index + 1, total: shapes.length, shape, ms, failure });
  }
  return recorded;
}
