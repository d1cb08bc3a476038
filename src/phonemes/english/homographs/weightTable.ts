/** Weights of a linear model by the text of a feature, about 2 MB for 80,000 features. */
export interface WeightTable {
  /** Adds the weights of a feature to `scores` (index = class). Returns false if the table does not have the feature. */
  add(feature: string, scores: Float64Array): boolean;
}

/** Feature → class → weight. */
export type Weights = Readonly<Record<string, Readonly<Record<string, number>>>>;

/**
 * Builds the table. It keeps a 32-bit hash in place of the feature's text. Among 80,000 features a wrong hit has a
 * probability of 1 in 50,000 for each look-up, and its effect is that of one small weight.
 */
export function weightTable(weights: Weights, classNames: readonly string[]): WeightTable {
  const features = Object.keys(weights);
  const slots = 2 ** Math.ceil(Math.log2(Math.max(1, features.length) * 1.5));
  const mask = slots - 1;
  const indices = new Map(classNames.map((name, i) => [name, i]));
  const hashes = new Uint32Array(slots);
  const starts = new Uint32Array(slots);
  const counts = new Uint8Array(slots);
  const total = features.reduce((sum, name) => sum + sizeOf(weights[name]), 0);
  const classes = new Uint8Array(total);
  const values = new Float32Array(total);

  let next = 0;
  for (const feature of features) {
    const hash = hashOf(feature);
    let slot = hash & mask;
    while (counts[slot] !== 0) slot = (slot + 1) & mask;
    hashes[slot] = hash;
    starts[slot] = next;
    counts[slot] = sizeOf(weights[feature]);
    for (const name in weights[feature]) {
      classes[next] = indices.get(name) ?? 0;
      values[next] = weights[feature][name] ?? 0;
      next++;
    }
  }

  function add(feature: string, scores: Float64Array): boolean {
    const hash = hashOf(feature);
    let slot = hash & mask;
    while (counts[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & mask;
    const start = starts[slot] ?? 0;
    const count = counts[slot] ?? 0;
    for (let i = start; i < start + count; i++) {
      const index = classes[i] ?? 0;
      scores[index] = (scores[index] ?? 0) + (values[i] ?? 0);
    }
    return count > 0;
  }

  return { add };
}

function sizeOf(byClass: Weights[string] = {}): number {
  return Object.keys(byClass).length;
}

/** Returns the hash FNV-1a of the UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
