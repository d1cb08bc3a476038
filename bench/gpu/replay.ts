import { probeCodes } from "../../src/codec/codes.ts";
import type { OpenedDecoder } from "../../src/codec/decode/decoder.ts";
import { atMost, type Goals } from "../goals.ts";

/** Largest difference of two runs of the same codes, of a full scale of 1. */
const MAX_DIFFERENCE = 1e-3;
const ROWS = 2;

/**
 * Checks that a replayed run reads its own input: two inputs give two outputs, the outputs of a decoder without
 * graphs, and the first input gives the first output again.
 */
export async function checkReplay(
  { plain, replayed }: { readonly plain: OpenedDecoder; readonly replayed: OpenedDecoder },
  lengths: readonly number[],
  goals: Goals,
): Promise<void> {
  for (const tokens of lengths) {
    const [one, other] = [0, ROWS].map((seed) => codesOf(tokens, seed));
    const first = await decoded(replayed, one!);
    const second = await decoded(replayed, other!);
    const again = await decoded(replayed, one!);
    const wrong = [
      difference(first, await decoded(plain, one!)),
      difference(second, await decoded(plain, other!)),
      difference(first, again),
    ];
    const apart = difference(first, second);
    const worst = Math.max(...wrong);
    const figures = `replay of ${ROWS}×${tokens}: two inputs differ by ${apart.toPrecision(2)}, equal inputs by ${worst.toPrecision(2)}`;
    const says = `equal inputs at most ${MAX_DIFFERENCE}, two inputs more`;
    goals.judge(figures, atMost(apart > MAX_DIFFERENCE ? worst : Infinity, MAX_DIFFERENCE, says));
  }
}

function codesOf(tokens: number, seed: number): readonly Int32Array[] {
  return Array.from({ length: ROWS }, (_, row) => probeCodes(tokens, seed + row));
}

async function decoded(
  decoder: OpenedDecoder,
  codes: readonly Int32Array[],
): Promise<readonly Float32Array[]> {
  if (decoder.batches) return decoder.decode(codes);
  return (await Promise.all(codes.map((row) => decoder.decode([row])))).flat();
}

/** Returns the largest difference of two samples at the same place. */
function difference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let largest = 0;
  for (const [row, samples] of a.entries())
    for (const [at, sample] of samples.entries())
      largest = Math.max(largest, Math.abs(sample - b[row]![at]!));
  return largest;
}
