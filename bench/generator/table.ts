import { quantile } from "../quantile.ts";

/** A limit of a figure, and how it is printed. */
interface Goal {
  readonly text: string;
  readonly met: (value: number) => boolean;
}

/** One line of the table, with one value per repetition. The median is compared with the goal. */
interface Row {
  readonly what: string;
  readonly goal: Goal | null;
  readonly digits: number;
  readonly values: number[];
}

/** Opens an empty table of figures that are measured repeatedly. */
export function openTable() {
  const rows = new Map<string, Row>();
  return {
    /** Prints one value, and adds it to the row that `what` and `of` identify. */
    note(
      what: string,
      value: number,
      { goal = null, of = "" }: { readonly goal?: Goal | null; readonly of?: string | number } = {},
    ): void {
      const key = `${what} ${of}`;
      const row = rows.get(key) ?? { what, goal, digits: value >= 100 ? 0 : 2, values: [] };
      row.values.push(value);
      rows.set(key, row);
      console.log(`${what}${of === "" ? "" : ` (${of})`}: ${value.toFixed(row.digits)}`);
    },
    /** Prints the rows with their medians. */
    print(repeats: number): void {
      const all = [...rows.values()];
      const width = Math.max(...all.map(({ what }) => what.length));
      console.log(`\n${"".padEnd(width)}  ${"goal".padStart(9)}  median of ${repeats} (all)`);
      for (const row of all) console.log(lineOf(row, width));
    },
  };
}

function lineOf({ what, goal, digits, values }: Row, width: number): string {
  const median = quantile(values, 0.5);
  const verdict = goal === null ? "" : goal.met(median) ? "  met" : "  NOT MET";
  const all = values.map((value) => value.toFixed(digits)).join(", ");
  return `${what.padEnd(width)}  ${(goal?.text ?? "").padStart(9)}  ${median.toFixed(digits)} (${all})${verdict}`;
}

export function atMost(limit: number): Goal {
  return { text: `≤ ${limit}`, met: (value) => value <= limit };
}

export function atLeast(limit: number): Goal {
  return { text: `≥ ${limit}`, met: (value) => value >= limit };
}
