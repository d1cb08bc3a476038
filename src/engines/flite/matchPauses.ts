/** A border between two words. */
export interface Border {
  /** Estimated number of sounds before it. */
  readonly sounds: number;
  /** Whether a mark stands there at which Flite pauses. */
  readonly pausing: boolean;
}

/** Index of a pause and index of the border at which it is made. */
export interface Match {
  readonly pause: number;
  readonly border: number;
}

/** Costs, in sounds of distance times DISTANCE: marks decide, and distance chooses between borders of equal marks. */
const DISTANCE = 0.1;
/** A pause at a border without a pausing mark, and a pausing mark without a pause, such as the dot of `Mr.` */
const MISMATCH = 5;
/** A pause within a word, such as a number of several groups. */
const INSIDE = 10;

/**
 * Finds the border of each pause: the alignment of least cost, in order. `pauses` are the numbers of sounds before each
 * pause. A pause within a word has no match. Takes pauses × borders steps.
 */
export function matchPauses(pauses: readonly number[], borders: readonly Border[]): Match[] {
  const width = borders.length + 1;
  /** At [p · width + b]: the least cost of the first p pauses and the first b borders. */
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
