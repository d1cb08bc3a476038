/** The limit of a figure, in words, and whether it holds. */
interface Goal {
  readonly says: string;
  readonly holds: boolean;
}

/** Judges the figures of one run against their goals: prints each verdict behind its figure and counts the misses. */
export function openGoals(print: (line: string) => void) {
  let missed = 0;
  return {
    get missed() {
      return missed;
    },
    judge(figure: string, { says, holds }: Goal): void {
      if (!holds) missed += 1;
      print(`${figure} (goal ${says}: ${holds ? "holds" : "MISSED"})`);
    },
  };
}

export type Goals = ReturnType<typeof openGoals>;

/** A goal of at most `limit`. NaN (not measured) is a miss. */
export function atMost(value: number, limit: number, says: string): Goal {
  return { says, holds: value <= limit };
}
