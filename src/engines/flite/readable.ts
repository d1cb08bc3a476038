import { replaced, trace } from "../../text/spans.ts";
import { indicesOf } from "../../text/words.ts";
import { latin } from "./latin.ts";

/** A text that Flite can read, and the part of the text that each word became, in order. */
export interface Readable {
  readonly text: string;
  readonly words: readonly string[];
}

/** Dashes and full-width punctuation, with the ASCII punctuation at which Flite pauses. */
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
/** The same mark at least four times. Three are kept, as in an ellipsis. */
const REPEATED = /([^a-z0-9 ])\1{3,}/gi;
/**
 * Marks after the first 16 in a row. Flite copies the marks at the end of a token to a buffer of at most 307 bytes and
 * writes past its end.
 */
const SURPLUS = /(?<=[^a-z0-9 ]{16})[^a-z0-9 ]+/gi;

/**
 * Converts an utterance to ASCII without long rows of marks, so that Flite does not write past its buffer. The `words` must
 * occur in `text` in this order.
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

/** Returns the index of the first unit whose origin is at `offset` or later; `from` must be in order. */
function firstFrom(from: Uint32Array, offset: number): number {
  const index = from.findIndex((origin) => origin >= offset);
  return index < 0 ? from.length : index;
}
