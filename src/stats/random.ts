/** A seeded source of numbers in [0, 1). */
export type Random = () => number;

/**
 * Creates a generator of random numbers: sfc32 (PractRand), seeded by the SHA-256 of `keys`. Equal keys give equal
 * sequences on every machine.
 *
 * @example
 * const random = createRandom("arrivals", 1);
 * random(); // in [0, 1)
 */
export function createRandom(...keys: readonly (string | number)[]): Random {
  const seed = new Uint32Array(
    new Bun.CryptoHasher("sha256").update(keys.join("\0")).digest().buffer,
  );
  let [a = 0, b = 0, c = 0] = seed;
  let counter = 1;
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}

/** Draws one of `items` with equal probability. Throws RangeError if `items` is empty. */
export function pick<T>(items: readonly T[], random: Random): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError("pick() needs at least one item");
  return item;
}

/** Draws from the standard normal distribution (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Draws from the gamma distribution of `shape` and scale 1 (Marsaglia and Tsang 2000, with their boost for shape < 1). */
export function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    const u = 1 - random();
    if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
