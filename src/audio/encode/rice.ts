import type { BitWriter } from "./bits.ts";

/** Residual coding method 0 has 4-bit parameters, of which 15 means "escape" (never used here). */
const MAX_PARAMETER = 14;
const MAX_PARTITION_ORDER = 5;

interface RicePlan {
  readonly partitionOrder: number;
  /** One parameter per partition. */
  readonly parameters: readonly number[];
  /** Size of the coded residual: exact for the remainders, within one bit per partition for the quotients. */
  readonly bits: number;
}

/**
 * Finds the cheapest division of a block into 2^order equal partitions, each with a Rice parameter of its own (RFC
 * 9639, section 9.2.7). `folded` is the residual of a block as 0, −1, 1, −2, … → 0, 1, 2, 3, …; its first `skipped`
 * samples are stored elsewhere.
 */
export function planRice(folded: Uint32Array, skipped: number): RicePlan {
  let best: RicePlan | undefined;
  for (let order = 0; order <= MAX_PARTITION_ORDER; order += 1) {
    const size = folded.length >> order;
    if (size << order !== folded.length || size <= skipped) break;
    const plan = planPartitions(folded, skipped, order);
    if (best === undefined || plan.bits < best.bits) best = plan;
  }
  return best ?? { partitionOrder: 0, parameters: [0], bits: Number.POSITIVE_INFINITY };
}

function planPartitions(folded: Uint32Array, skipped: number, order: number): RicePlan {
  const size = folded.length >> order;
  const parameters: number[] = [];
  let bits = 6;
  for (let from = 0; from < folded.length; from += size) {
    const begin = Math.max(from, skipped);
    const count = from + size - begin;
    let sum = 0;
    for (let index = begin; index < from + size; index += 1) sum += folded[index] ?? 0;
    const parameter = bestParameter(sum, count);
    parameters.push(parameter);
    bits += 4 + riceBits(sum, count, parameter);
  }
  return { partitionOrder: order, parameters, bits };
}

/** The cost has one minimum, near log2 of the mean. */
function bestParameter(sum: number, count: number): number {
  const guess = Math.min(MAX_PARAMETER, Math.max(0, Math.floor(Math.log2(sum / count + 1e-9))));
  const below = Math.max(0, guess - 1);
  return riceBits(sum, count, below) < riceBits(sum, count, guess) ? below : guess;
}

function riceBits(sum: number, count: number, parameter: number): number {
  return count * (parameter + 1) + Math.floor(sum / 2 ** parameter);
}

/** Writes the residual as planned. */
export function putRice(
  out: BitWriter,
  folded: Uint32Array,
  options: { plan: RicePlan; skipped: number },
): void {
  const { partitionOrder, parameters } = options.plan;
  const size = folded.length >> partitionOrder;
  out.put(0, 2);
  out.put(partitionOrder, 4);
  for (const [partition, parameter] of parameters.entries()) {
    out.put(parameter, 4);
    const from = Math.max(partition * size, options.skipped);
    for (let index = from; index < (partition + 1) * size; index += 1) {
      const value = folded[index] ?? 0;
      out.unary(value >>> parameter);
      out.put(value, parameter);
    }
  }
}
