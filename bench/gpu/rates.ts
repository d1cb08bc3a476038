import { probeCodes, TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import type { OpenedDecoder } from "../../src/codec/decode/decoder.ts";
import { quantile } from "../quantile.ts";

/** Runs of one shape: at least this many, and for at least this time. */
const RUNS = 5;
const SHAPE_MS = 400;

/** One decoder without graphs, and one with graphs; null: the device has none. */
export interface Decoders {
  readonly plain: OpenedDecoder;
  readonly graphed: OpenedDecoder | null;
}

/** Prints the time of a run (median) and the audio decoded per second for every batch and length. */
export async function printRates(
  { plain, graphed }: Decoders,
  shapes: { readonly batches: readonly number[]; readonly lengths: readonly number[] },
): Promise<void> {
  const rows: Record<string, string | number>[] = [];
  for (const batch of shapes.batches) {
    for (const tokens of shapes.lengths) {
      const eagerMs = await runMs(plain, batch, tokens);
      const hasGraph = graphed?.graphs.some(
        (shape) => shape.batch === batch && shape.tokens === tokens,
      );
      const graphMs = graphed && hasGraph ? await runMs(graphed, batch, tokens) : null;
      const audioS = (batch * tokens) / TOKENS_PER_SECOND;
      rows.push({
        "batch × tokens": `${batch}×${tokens}`,
        "run ms": round(eagerMs),
        "audio-s/s": Math.round((1000 * audioS) / eagerMs),
        "with graph ms": graphMs === null ? "none" : round(graphMs),
        "graph, audio-s/s": graphMs === null ? "none" : Math.round((1000 * audioS) / graphMs),
        "graph is faster by": graphMs === null ? "none" : round(eagerMs / graphMs),
      });
    }
  }
  console.table(rows);
}

/** Returns the median time of a run, milliseconds. */
async function runMs(decoder: OpenedDecoder, batch: number, tokens: number): Promise<number> {
  const rows = Array.from({ length: batch }, (_, row) => probeCodes(tokens, row));
  await decoder.borrow(rows, () => null);
  const times: number[] = [];
  const endMs = performance.now() + SHAPE_MS;
  while (times.length < RUNS || performance.now() < endMs) {
    const startMs = performance.now();
    await decoder.borrow(rows, () => null);
    times.push(performance.now() - startMs);
  }
  return quantile(times, 0.5);
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
