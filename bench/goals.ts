/** What a figure must not exceed, and how that is said. */
interface Goal {
  readonly says: string;
  readonly holds: boolean;
}

/** The goals of one run: each is told behind the figure that it judges, and the run knows how many were missed. */
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

/** Not above `limit`; what was not measured (NaN) is a miss. */
export function atMost(value: number, limit: number, says: string): Goal {
  return { says, holds: value <= limit };
}
