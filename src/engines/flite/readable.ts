import { replaced, trace } from "../../text/spans.ts";
import { indicesOf } from "../../text/words.ts";
import { latin } from "./latin.ts";

/** What Flite reads, and the text of each word in it, in order. */
export interface Readable {
  readonly text: string;
  readonly words: readonly string[];
}

/** Dashes and full-width marks, at which a speaker pauses, and the ASCII mark at which Flite does. */
const PAUSES = new Map(
  Object.entries({
    ",": "\u2013\u2014\u3001\uff0c",
    ";": "\uff1b",
    ":": "\uff1a",
    ".": "\u3002",
    "!": "\uff01",
    "?": "\uff1f",
  }).flatMap(([mark, others]) => Array.from(others, (other): [string, string] => [other, mark])),
);
const PAUSE = new RegExp(
  String.raw` *([${[...PAUSES.keys()].join("")}])[ ${[...PAUSES.keys()].join("")}]*`,
  "g",
);
const NOT_ASCII = /[^\x20-\x7e]/gu;
/** A mark four times or more; three are kept, as in an ellipsis. */
const REPEATED = /([^a-z0-9 ])\1{3,}/gi;
/**
 * Marks after the first 16 of a row. Flite copies the marks at the end of a token to a buffer that grows to 307 bytes
 * only, and writes past its end.
 */
const SURPLUS = /(?<=[^a-z0-9 ]{16})[^a-z0-9 ]+/gi;

/**
 * Converts an utterance to ASCII with short rows of marks, which Flite reads safely. `words` stand in `text` in order.
 *
 * @example
 * readable("\u0141\u00f3d\u017a }}}}}} ok", ["\u0141\u00f3d\u017a", "ok"]); // { text: "Lodz } ok", words: ["Lodz", "ok"] }
 */
export function readable(text: string, words: readonly string[]): Readable {
  let traced = trace(text);
  traced = replaced(traced, PAUSE, ([marks, mark = marks]) => ({
    text: `${PAUSES.get(mark)} `,
    kind: null,
  }));
  traced = replaced(traced, NOT_ASCII, ([character]) => ({ text: latin(character), kind: null }));
  traced = replaced(traced, REPEATED, ([marks, mark = marks]) => ({ text: mark, kind: null }));
  traced = replaced(traced, SURPLUS, () => ({ text: "", kind: null }));
  const { from } = traced;
  const indices = indicesOf(words, text);
  return {
    text: traced.text,
    words: words.map((word, at) => {
      const start = indices[at]!;
      return traced.text.slice(firstFrom(from, start), firstFrom(from, start + word.length));
    }),
  };
}

/** Returns the index of the first unit that came from `offset` or later; `from` is in order. */
function firstFrom(from: Uint32Array, offset: number): number {
  const index = from.findIndex((origin) => origin >= offset);
  return index < 0 ? from.length : index;
}
