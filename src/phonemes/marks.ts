/** What ends a mark: a blank or a sign that closes. Without it the mark belongs to the next word: `.bashrc`, `std::io`. */
const CLOSED = "(?=[\\s\"'\u2019\u201d()\\]}\u00bb])";

/** Marks that the models know, strongest first, each with the characters that stand for it. */
const MARKS: readonly (readonly [mark: string, written: RegExp])[] = [
  ["?", /[?\uff1f\u061f]/],
  ["!", /(?:^|\S)!|!(?!$)|\uff01/],
  ["\u2026", /\u2026|\.\.\./],
  [".", new RegExp(`\\.${CLOSED}|[\u3002\uff0e\uff61]`)],
  [";", /[;\uff1b]/],
  [":", new RegExp(`:${CLOSED}|\uff1a`)],
  ["\u2014", /(?:^|\S)[\u2014\u2015]|[\u2014\u2015](?!$)|--|\s[-\u2013\u2212]\s/],
  [",", /[,\uff0c\u3001\uff64\u060c]/],
];

export interface Marks {
  /** "(" if a parenthesis opens before the next word. */
  readonly before: string;
  /** `)` and the strongest mark, each only if it is there. */
  readonly after: string;
}

/**
 * Reads the text between two words, or that after the last and a blank. Quotation marks change neither pause nor pitch, so
 * they are left out.
 */
export function marksIn(gap: string): Marks {
  if (gap === " " || gap === "") return { before: "", after: "" };
  const mark = MARKS.find(([, written]) => written.test(gap))?.[0] ?? "";
  const brackets = gap.replace(/[^()\uff08\uff09]/g, "").normalize("NFKC");
  const [before, closing] = [
    brackets.endsWith("(") ? "(" : "",
    brackets.startsWith(")") ? ")" : "",
  ];
  return { before, after: closing + mark };
}
