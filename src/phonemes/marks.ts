/** Marks that the models know, strongest first, each with the characters that stand for it. */
const MARKS: readonly (readonly [mark: string, written: RegExp])[] = [
  ["?", /[?\uff1f\u061f]/],
  ["!", /[!\uff01]/],
  ["\u2026", /\u2026|\.\.\./],
  // A mark that touches the next word belongs to it: `.bashrc`, `:help`, `-f`.
  [".", /\.(?!$)|[\u3002\uff0e\uff61]/],
  [";", /[;\uff1b]/],
  [":", /:(?!$)|\uff1a/],
  ["\u2014", /[\u2014\u2015]|--|\s[-\u2013\u2212]\s/],
  [",", /[,\uff0c\u3001\uff64\u060c]/],
];

export interface Marks {
  /** "(" if a parenthesis opens before the next word. */
  readonly before: string;
  /** `)` and the strongest mark, each only if it is there. */
  readonly after: string;
}

/** Reads the text between two words, or from the last word and a blank. Quotation marks change neither pause nor pitch, so they are left out. */
export function marksIn(gap: string): Marks {
  if (gap === " " || gap === "") return { before: "", after: "" };
  const mark = MARKS.find(([, written]) => written.test(gap))?.[0] ?? "";
  const closing = /[)\uff09]/.test(gap) ? ")" : "";
  return { before: /[(\uff08]/.test(gap) ? "(" : "", after: closing + mark };
}
