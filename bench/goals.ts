/** The limit of a figure, in words, and whether the figure is within the limit. */
interface Goal {
  readonly says: string;
  readonly holds: boolean;
}

/** Compares the figures of one run with their goals: prints each figure with its verdict and counts the misses. */
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

/** Returns a goal that a value of at most `limit` meets. NaN (not measured) misses the goal. */
export function atMost(value: number, limit: number, says: string): Goal {
  return { says, holds: value <= limit };
}
