import { expect, test } from "bun:test";
import { NORMALISE_DEFAULTS, normalised } from "../src/text/normalise.ts";
import { joined, pieces } from "../src/text/pieces.ts";
import { normalizeBody } from "../server/schemas.ts";

const PAGE = await Bun.file(`${import.meta.dir}/text.md`).text();
const EXAMPLE = /^\| `([^`]+)`\s*\| `([^`]+)`\s*\|$/gm;

function say(input: string): string {
  const chunks = [...normalised(input, NORMALISE_DEFAULTS)];
  return joined(chunks.flatMap(({ traced }) => pieces(traced)))
    .map(({ text }) => text)
    .join("");
}

/** A cell as text: ⏎ is a line end, and a bar is written with a backslash. */
function cell(markdown: string, lineEnd: string): string {
  return markdown.replaceAll("\\|", "|").replaceAll(" ⏎ ", lineEnd);
}

const EXAMPLES = Array.from(PAGE.matchAll(EXAMPLE), ([, written = "", spoken = ""]) => ({
  written: cell(written, "\n"),
  spoken: cell(spoken, "\n\n"),
}));

test("docs/text.md has examples of every kind", () => {
  expect(EXAMPLES.length).toBeGreaterThan(40);
});

test.each(EXAMPLES)("docs/text.md - $written", ({ written, spoken }) => {
  expect(say(written)).toBe(spoken);
});

test("docs/text.md names every switch of `normalize`", () => {
  const rows = Array.from(PAGE.matchAll(/^\| `([a-z_]+)` +\|/gm), ([, name]) => name);
  const shape = normalizeBody.shape.normalize.unwrap().unwrap().options[1].shape;
  expect(new Set(rows)).toEqual(new Set(Object.keys(shape)));
});
