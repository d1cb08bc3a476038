/** Formats a box-drawn table of numbers with aligned decimal points. */
export function boxTable(heads: readonly string[], rows: readonly (readonly number[])[]): string {
  const columns = heads.map((head, index) => {
    const cells = alignedNumbers(rows.map((row) => row[index] ?? NaN));
    const width = Math.max(head.length + 2, ...cells.map((cell) => cell.length));
    return { head: head.padStart(width), cells: cells.map((cell) => cell.padStart(width)), width };
  });
  /** Formats a horizontal line. `corners` holds left end, line, crossing and right end. */
  const rule = (corners: string) => {
    const [left = "", line = "", crossing = "", right = ""] = corners;
    return left + columns.map(({ width }) => line.repeat(width + 2)).join(crossing) + right;
  };
  const line = (cells: readonly string[]) => `│${cells.map((cell) => ` ${cell} `).join("│")}│`;
  const body = rows.map((_, row) => line(columns.map(({ cells }) => cells[row] ?? "")));
  return [
    rule("╒═╤╕"),
    line(columns.map(({ head }) => head)),
    rule("╞═╪╡"),
    body.join(`\n${rule("├─┼┤")}\n`),
    rule("╘═╧╛"),
  ].join("\n");
}

/** Formats a number with six significant digits in general format: 0.5, 123.457, 1.23457e+06. */
function general(value: number): string {
  const rounded = Number(value.toPrecision(6));
  if (rounded !== 0 && (Math.abs(rounded) >= 1e6 || Math.abs(rounded) < 1e-4))
    return rounded.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
  return String(rounded);
}

function alignedNumbers(values: readonly number[]): string[] {
  const cells = values.map(general);
  const after = (cell: string) => (cell.includes(".") ? cell.length - cell.indexOf(".") : 0);
  const widest = Math.max(0, ...cells.map(after));
  return cells.map((cell) => cell + " ".repeat(widest - after(cell)));
}
