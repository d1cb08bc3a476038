/** A border between two words. */
export interface Border {
  /** Estimated number of sounds before the border. */
  readonly sounds: number;
  /** Whether the border has punctuation at which Flite pauses. */
  readonly pausing: boolean;
}

/** Index of a pause and index of the border at which Flite makes the pause. */
export interface Match {
  readonly pause: number;
  readonly border: number;
}

/**
 * Cost of each sound between a pause and the estimated place of its border. It is small beside MISMATCH: punctuation
 * decides, and distance chooses between borders with equal punctuation.
 */
const DISTANCE = 0.1;
/** Cost of a pause at a border without pausing punctuation, or of such punctuation without a pause (the dot of `Mr.`). */
const MISMATCH = 5;
/** Cost of a pause within a word, such as a number of several groups. */
const INSIDE = 10;

/**
 * Finds the border of each pause by the alignment of least cost. `pauses` are the numbers of sounds before each pause,
 * ascending. A pause within a word has no match. Runs in O(pauses × borders).
 */
export function matchPauses(pauses: readonly number[], borders: readonly Border[]): Match[] {
  const width = borders.length + 1;
  /** Least cost of the first p pauses and the first b borders, at [p · width + b]. */
  const costs = new Float64Array((pauses.length + 1) * width);
  const costAt = (pause: number, border: number): number => {
    return pause < 0 || border < 0 ? Infinity : costs[pause * width + border]!;
  };
  const skip = ({ pausing }: Border): number => (pausing ? MISMATCH : 0);
  const match = (sounds: number, border: Border): number =>
    DISTANCE * Math.abs(sounds - border.sounds) + (border.pausing ? 0 : MISMATCH);

  for (let pause = 0; pause <= pauses.length; pause += 1) {
    for (let border = 0; border < width; border += 1) {
      if (pause + border === 0) continue;
      const [sounds, last] = [pauses[pause - 1], borders[border - 1]];
      costs[pause * width + border] = Math.min(
        costAt(pause - 1, border) + INSIDE,
        last === undefined ? Infinity : costAt(pause, border - 1) + skip(last),
        last === undefined || sounds === undefined
          ? Infinity
          : costAt(pause - 1, border - 1) + match(sounds, last),
      );
    }
  }

  const matches: Match[] = [];
  let [pause, border] = [pauses.length, borders.length];
  while (pause > 0 && border > 0) {
    const cost = costAt(pause, border);
    const last = borders[border - 1]!;
    if (cost === costAt(pause, border - 1) + skip(last)) border -= 1;
    else if (cost === costAt(pause - 1, border) + INSIDE) pause -= 1;
    else matches.push({ pause: (pause -= 1), border: (border -= 1) });
  }
  return matches.reverse();
}
