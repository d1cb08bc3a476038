import { rangesOf, type TextRange, type Word } from "../text/words.ts";
import { marksIn } from "./marks.ts";

/** A word of a sentence and the marks around it. */
export interface Token {
  /** Letters and digits; apostrophes, hyphens and dots only inside. Apostrophes are `'`. */
  readonly text: string;
  /** `text` with the apostrophes that touch it, which are quotation marks or part of the word: `'tis`, `goin'`. */
  readonly quoted: string;
  /** Whether `text` is a row of letters that are spoken by their names, and perhaps an ending: `GPUs`. */
  readonly isSpelled: boolean;
  /** Index of the utterance's word that the token belongs to; -1 for a symbol that is spoken, such as `&`. */
  readonly word: number;
  /** "(" or nothing. */
  readonly before: string;
  /** `)` and one mark of `, ; : . ! ? — …`, or nothing. */
  readonly after: string;
}

/** A Han character; a run of letters and digits with joints; a symbol that is spoken. */
const RUN =
  /\p{Script=Han}|[[\p{L}\p{N}]--\p{Script=Han}](?:[[\p{L}\p{M}\p{N}]--\p{Script=Han}]|['.\-_\/](?=[[\p{L}\p{N}]--\p{Script=Han}]))*|[&%+@=]/gv;
const APOSTROPHES = /[\u2018\u2019\u02bc\u0060\u00b4]/g;
const HYPHENS = /[\u2010\u2011]/g;
/** One letter; the last of a row can have an ending or be joined to another: `M`, `Us`, `I's`, `B-C`. */
const LETTER = /^\p{L}(?:-\p{L})*(?:'?s)?$/u;

/** Their full stop ends no sentence. */
const TITLE = /^(?:Mrs?|Ms|Dr|Prof|vs)$/;
/** `U.S`: before a small letter or a digit its full stop ends no sentence. */
const DOTTED = /^\p{L}(?:\.\p{L})+$/u;
const CAPITAL = /^\p{Lu}/u;

interface Piece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly word: number;
  readonly isSpelled: boolean;
}

/** Divides an utterance into tokens. No character belongs to two tokens. */
export function tokensOf(text: string, words: readonly Pick<Word, "text">[]): Token[] {
  // Each replacement has one character, so that indices stay.
  const plain = text.replace(APOSTROPHES, "'").replace(HYPHENS, "-");
  const pieces = joinLetters(piecesOf(plain, rangesOf(words, text)), plain);
  return pieces.map((piece, i) => {
    const { text, from, to, word, isSpelled } = piece;
    const { before } = marksIn(plain.slice(pieces[i - 1]?.to ?? 0, from));
    const after = marksAfter(plain, piece, pieces[i + 1]);
    const [left, right] = [from - 1, to].map((at) => (plain[at] === "'" ? "'" : ""));
    return { text, quoted: `${left}${text}${right}`, isSpelled, word, before, after };
  });
}

function marksAfter(text: string, { text: word, to }: Piece, next?: Piece): string {
  const gap = next ? text.slice(to, next.from) : `${text.slice(to)} `;
  const isAbbreviated = TITLE.test(word) || (DOTTED.test(word) && !CAPITAL.test(next?.text ?? ""));
  return gap === ". " && next && isAbbreviated ? "" : marksIn(gap).after;
}

function piecesOf(text: string, words: readonly TextRange[]): Piece[] {
  let word = 0;
  return Array.from(text.matchAll(RUN), ({ 0: run, index: from }) => {
    while (word < words.length && words[word]!.to <= from) word += 1;
    const to = from + run.length;
    const isOfWord = word < words.length && words[word]!.from < to;
    return { text: run, from, to, word: isOfWord ? word : -1, isSpelled: false };
  });
}

/**
 * Joins the letters of one word: the text front end writes `M I T`, `U R Ls` and `Node-A P I`. Letters that are words of the
 * utterance by themselves stay apart.
 */
function joinLetters(pieces: readonly Piece[], text: string): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const isNext =
      last?.word === piece.word && piece.word >= 0 && text.slice(last.to, piece.from) === " ";
    const row = last && isNext && isLetter(piece) ? rowAtEnd(last) : null;
    if (row === null) {
      joined.push(piece);
      continue;
    }
    joined.pop();
    const letters = `${row.text}${piece.text}`.replaceAll("-", "");
    joined.push(...row.before, { ...piece, text: letters, from: row.from, isSpelled: true });
  }
  return joined;
}

interface Row {
  /** The letters of the row. */
  readonly text: string;
  readonly from: number;
  /** The word before the row, if a hyphen joins them. */
  readonly before: readonly Piece[];
}

/** Returns the row of letters at the end of a piece; null without one. */
function rowAtEnd(piece: Piece): Row | null {
  const { text, from, to } = piece;
  if (isLetter(piece) && !/\p{Lu}'?s$/u.test(text)) return { text, from, before: [] };
  if (!/-\p{Lu}$/u.test(text)) return null;
  const before = { ...piece, text: text.slice(0, -2), to: to - 2 };
  return { text: text.slice(-1), from: to - 1, before: [before] };
}

function isLetter({ text, isSpelled }: Piece): boolean {
  return isSpelled || LETTER.test(text);
}
