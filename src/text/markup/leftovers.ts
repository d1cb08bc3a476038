import type { Edit } from "../spans.ts";
import { gap } from "./gap.ts";

/** A number or a single letter. A star between two of them multiplies (`5 * 3`, `a*b`). */
const OPERAND_BEFORE = String.raw`(?<=\p{N}|(?<![\p{L}\p{M}\p{N}'])\p{L})`;
const OPERAND_AFTER = String.raw`(?=\p{N}|\p{L}(?![\p{L}\p{M}']))`;
const TIMES = String.raw`${OPERAND_BEFORE}\*{1,2}${OPERAND_AFTER}`;

/**
 * Characters of markup outside all nodes of the markdown tree: cut off, without a partner, or of another dialect. They do
 * not include the characters of `5 * 3`, `2**8` and `snake_case`.
 */
const MARKS = new RegExp(
  [
    `(?<times>${TIMES})`,
    String.raw`\*{2,}`,
    String.raw`(?<=\s|^)\*(?=[^\s*])|(?<=[^\s*])\*(?=\S|$)|(?<=[^\s\p{N}*])\*(?=\s)`,
    String.raw`(?<![\p{N})²³] |(?:^|[\s(])\p{L} )(?<=\s|^)\*(?=\s|$)(?! [\p{N}(])`,
    String.raw`(?<![\p{L}\p{N}_])_+(?=[^\s_])|(?<=[^\s_])_+(?![\p{L}\p{N}_])|(?<!\S)_+(?!\S)`,
    String.raw`(?<!\S)~(?! ?[\p{Sc}\p{N}.]|RM)|(?<=\S)~+(?! ?(?:[-\u2212+]?[\p{Sc}\p{N}]|RM))(?!(?<=[\p{sc=Han}\p{N}]~|°[CF]~)[零上下中早晚周星週礼次翌今明现第一二三四五六七八九十百两])|~{2,}`,
    String.raw`\x60+`,
    String.raw`(?<=\s|^)={2,}(?=[^\s=])|(?<=[^\s=])={2,}(?=[\s\p{P}]|$)`,
    String.raw`(?<!\S)(?:#+|\\+)(?!\S)|\\+(?=\s|$)`,
    String.raw`\\(?:textbf|textit|texttt|emph|underline|(?:sub){0,2}section\*?|caption|title|item|footnote)(?=[{\s])`,
    String.raw`\{\\[a-z]{1,5}[^{}\s]{0,40}\}`,
    String.raw`(?<leader>(?<=\S) ?\.{3} ?(?=\d{1,4}[ \t]*$))`,
    String.raw`(?<=[\p{L}\p{N}])(?<index>\[)(?=\p{N})`,
    String.raw`!?\[\^[^\s[\]]{1,60}\]:?|!?\[|\]`,
  ].join("|"),
  "gmu",
);
/** Marks of notes after punctuation: `[1]`, `²`. */
const NOTES =
  /(?<=[.,;!?"][*_]{0,3})(?:\[\d{1,3}\]|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,3}(?!\p{L})){1,9}/gu;
/** A line of marks only: a rule, the line under a heading, the delimiter row of a table. */
const RULE_LINE = /^[ \t]*[|+~=*_#>-][ |:+~=*_#>\t-]+$|^[ \t]*:?-{2,}:?[ \t]*$/gm;
/** A fence with its language. */
const FENCE =
  /^[ \t]*(?:[>*+-][ \t]*){0,9}(?:`{3,}|~{3,})[ \t]*(?:[\w+#.-]{0,20}(?:[ \t]*\{[^{}\n]{0,200}\})?[ \t]*$)?/gm;
const BORDER = /^ ?(?:\| ?)+|(?: ?\|)+ ?$|(?<inner>(?: ?\|)+ ?)/gm;
const BULLET =
  /(?<first>^[ \t]*(?:[\u2022\u2023\u2043\u2219\u25a0\u25a1\u25aa\u25ab\u25b6\u25b8\u25ba\u25cb\u25cf\u25e6]\ufe0f?[ \t]*|[\u2013\u2014][ \t]+)|(?<=^[ \t>]{1,12})[\u2013\u2014][ \t]+)|[ \t]*[\u2022\u2023\u2043\u2219\u25cf\u25e6][ \t]*/gm;

/** `=>` and `-->` between words, which are replaced by `->`. */
const LONG_ARROW = /(?<=[\p{L}\p{N})\]"'] ?)(?:={1,9}>|-{2,9}>)(?= ?[\p{L}\p{N}("'])/gu;
const LEFT_ARROW =
  /(?<=\s|^)(?!<= \p{L}(?!\p{L}))(?:<[-=]{1,9}>?|<~>|-{2,9}>|={1,9}>)(?=\s|$)(?! ?\d)/gmu;

/** Returns the edits that silence the marks of notes. */
export function noteEdits(text: string): Edit[] {
  return Array.from(text.matchAll(NOTES), ({ 0: marks, index }) =>
    markup(index, index + marks.length, ""),
  );
}
/** Returns the edits of the characters of markup outside all nodes of the markdown tree. Takes linear time. */
export function leftovers(text: string): Edit[] {
  const marks = Array.from(text.matchAll(MARKS), ({ 0: mark, index, groups }) => {
    const times = mark === "*" ? mark : "^";
    const by =
      groups?.["times"] !== undefined
        ? times
        : groups?.["leader"] !== undefined
          ? ", "
          : groups?.["index"] !== undefined
            ? " "
            : "";
    return markup(index, index + mark.length, by);
  });
  return [...markLines(text), ...marks, ...arrows(text), ...cells(text), ...bullets(text)];
}

function markup(start: number, end: number, text: string): Edit {
  return { start, end, text, kind: "markup" };
}

/** Returns the edits of arrows: to the right `->`, to the left nothing. */
function arrows(text: string): Edit[] {
  const [long, left] = [[...text.matchAll(LONG_ARROW)], [...text.matchAll(LEFT_ARROW)]];
  return [
    ...long.map(({ 0: arrow, index }) => markup(index, index + arrow.length, "->")),
    ...left.map(({ 0: arrow, index }) => markup(index, index + arrow.length, "")),
  ];
}

/** Returns the edits that remove lines of marks. */
function markLines(text: string): Edit[] {
  return [...text.matchAll(RULE_LINE), ...text.matchAll(FENCE)].map(({ 0: line, index }) =>
    markup(index, index + line.length, ""),
  );
}

/** Returns the edits that remove the borders of table rows and put commas between cells. */
function cells(text: string): Edit[] {
  if (!text.includes("|")) return [];
  return Array.from(text.matchAll(BORDER), ({ 0: border, index, groups }) => {
    const isEnded = /[.,;:!?。，；：！？]/.test(text.charAt(index - 1));
    const by = groups?.["inner"] === undefined ? "" : isEnded ? " " : ", ";
    return markup(index, index + border.length, by);
  });
}

/** Returns the edits of bullets: at the start of a line a new block, between the words of a line a comma. */
function bullets(text: string): Edit[] {
  return Array.from(text.matchAll(BULLET), ({ 0: bullet, index, groups }) => {
    const end = index + bullet.length;
    const isFirst = groups?.["first"] !== undefined;
    const inWord = gap(text, index, end) === " " && bullet.length === 1;
    return markup(index, end, isFirst ? (index === 0 ? "" : "\n\n") : inWord ? " " : ", ");
  });
}
