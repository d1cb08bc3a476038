import { expect, test } from "bun:test";
import { outcomeOf } from "../figures/outcome.fake.ts";
import { CSV_HEAD, csvLine } from "./csv.ts";

/** Returns the cell of `column` in `line`, with its quotes. */
function cellOf(column: string, line: string): string | undefined {
  const cells = line.trimEnd().match(/(?<=^|,)("(?:[^"]|"")*"|[^",]*)/g) ?? [];
  return cells[CSV_HEAD.trimEnd().split(",").indexOf(column)];
}

test.each([
  ["plain", "plain"],
  ["a,b", '"a,b"'],
  ['say "x"', '"say ""x"""'],
  ["two\nlines", '"two\nlines"'],
  ["two\rlines", '"two\rlines"'],
  ["two\r\nlines", '"two\r\nlines"'],
  ["", ""],
  ["=1+2", `"'=1+2"`],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ["+1", `"'+1"`],
  ["-1", `"'-1"`],
  ["@SUM(A1)", `"'@SUM(A1)"`],
  ["\t=1", `"'\t=1"`],
  ["a=1", "a=1"],
])("csvLine() - writes %j as %j", (voice, cell) => {
  expect(cellOf("voice", csvLine(outcomeOf({ voice })))).toBe(cell);
});

test("csvLine() - writes a cell for every column and ends the line with CRLF", () => {
  const line = csvLine(outcomeOf());
  expect(line).toEndWith("\r\n");
  expect(line.split(",")).toHaveLength(CSV_HEAD.split(",").length);
});

test("csvLine() - writes null as an empty cell and 0 as 0", () => {
  const line = csvLine(outcomeOf({ connectMs: null, dueMs: 0 }));
  expect(cellOf("connect_ms", line)).toBe("");
  expect(cellOf("due_ms", line)).toBe("0");
  expect(cellOf("stalled_ms", line)).toBe("");
  expect(cellOf("stall_episodes", line)).toBe("");
});

test("csvLine() - rounds stalls to 0.001 ms", () => {
  const line = csvLine(
    outcomeOf({
      chunks: [
        [0, 100],
        [130.12345, 100],
      ],
    }),
  );
  expect(cellOf("stall_episodes", line)).toBe("1");
  expect(cellOf("stalled_ms", line)).toBe("30.123");
  expect(cellOf("longest_stall_ms", line)).toBe("30.123");
});
