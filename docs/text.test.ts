import { expect, test } from "bun:test";
import { NORMALISE_DEFAULTS, normalised } from "../src/text/normalise.ts";
import { joined, pieces } from "../src/text/pieces.ts";
import { normalizeBody } from "../server/schemas.ts";

const PAGE = await Bun.file(`${import.meta.dir}/text.md`).text();
const EXAMPLE = /^\| `([^`]+)`\s*\| `([^`]+)`\s*\|$/gm;

/** Returns a text as it is spoken with the default options. */
function spoken(input: string): string {
  const chunks = [...normalised(input, NORMALISE_DEFAULTS)];
  return joined(chunks.flatMap(({ traced }) => pieces(traced)))
    .map(({ text }) => text)
    .join("");
}

/** Returns the text of a table cell, in which ⏎ stands for a line end and `\|` for a bar. */
function cell(markdown: string, lineEnd: string): string {
  return markdown.replaceAll("\\|", "|").replaceAll(" ⏎ ", lineEnd);
}

const EXAMPLES = Array.from(PAGE.matchAll(EXAMPLE), ([, written = "", expected = ""]) => ({
  written: cell(written, "\n"),
  expected: cell(expected, "\n\n"),
}));

test("docs/text.md has more than 40 examples", () => {
  expect(EXAMPLES.length).toBeGreaterThan(40);
});

test.each(EXAMPLES)(
  "the example in docs/text.md is spoken as documented: $written",
  ({ written, expected }) => {
    expect(spoken(written)).toBe(expected);
  },
);

test("docs/text.md lists every field of `normalize`", () => {
  const rows = Array.from(PAGE.matchAll(/^\| `([a-z_]+)` +\|/gm), ([, name]) => name);
  const shape = normalizeBody.shape.normalize.unwrap().unwrap().options[1].shape;
  expect(new Set(rows)).toEqual(new Set(Object.keys(shape)));
});
