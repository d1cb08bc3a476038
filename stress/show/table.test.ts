import { expect, test } from "bun:test";
import { boxTable } from "./table.ts";

test("boxTable() - rounds numbers to six digits and aligns their decimal points", () => {
  expect(
    boxTable(
      ["Percentile", "Latency (ms)"],
      [
        [50, 123.4567],
        [90, 1500],
        [99, 1234567.8],
      ],
    ),
  ).toBe(
    [
      "╒══════════════╤════════════════╕",
      "│   Percentile │   Latency (ms) │",
      "╞══════════════╪════════════════╡",
      "│           50 │  123.457       │",
      "├──────────────┼────────────────┤",
      "│           90 │ 1500           │",
      "├──────────────┼────────────────┤",
      "│           99 │    1.23457e+06 │",
      "╘══════════════╧════════════════╛",
    ].join("\n"),
  );
});
