import { type Kind, type Span, editAt, type Traced } from "./spans.ts";

/** A part of the input and the text that is spoken for it. The text is empty if a stage removed the part. */
export interface Piece extends Span {
  readonly text: string;
  readonly kind: Kind;
}

const TOKEN =
  /(?<space>\s+)|(?<word>[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}\p{N}]+)*)|[\p{P}\p{S}]|[^]/gu;

/**
 * Returns the pieces of a section. The pieces tile the input of the section, and their texts joined are its text. No
 * border between pieces divides a replacement or a character.
 */
export function pieces(traced: Traced): Piece[] {
  const { text, from, to, source } = traced;
  const tiles: Piece[] = [];
  let tiledTo = source.start;
  for (const token of tokens(traced)) {
    const start = Math.max(tiledTo, from[token.start]!);
    const end = Math.max(start, to[token.end - 1]!);
    tiles.push(...gaps(traced, { start: tiledTo, end: start }));
    const kind = editAt(traced, from[token.start]!) ?? token.kind;
    tiles.push({ text: text.slice(token.start, token.end), start, end, kind });
    tiledTo = end;
  }
  return [...tiles, ...gaps(traced, { start: tiledTo, end: source.end })];
}

/** Splits a text into words, blanks and punctuation. The words of one replacement stay one token. */
function tokens({ text, from }: Traced): (Span & { readonly kind: Kind })[] {
  const spans: { start: number; end: number; kind: Kind }[] = [];
  for (const { 0: token, index, groups } of text.matchAll(TOKEN)) {
    const kind = groups?.["space"] ? "space" : groups?.["word"] ? "word" : "punct";
    const last = spans.at(-1);
    const end = index + token.length;
    if (last !== undefined && from[index] === from[index - 1]) last.end = end;
    else spans.push({ start: index, end, kind });
  }
  return spans;
}

/** Yields pieces without text for a part of the input that is not spoken, one for each kind of edit that removed it. */
function* gaps(traced: Traced, { start, end }: Span): Generator<Piece> {
  let at = start;
  while (at < end) {
    const kind = editAt(traced, at) ?? "space";
    let next = at + 1;
    while (next < end && (editAt(traced, next) ?? "space") === kind) next += 1;
    yield { text: "", start: at, end: next, kind };
    at = next;
  }
}

/** Removes blanks from the texts of pieces, so that the texts joined have none at their ends and never two in a row. */
export function joined(all: readonly Piece[]): Piece[] {
  const last = all.findLastIndex(({ text }) => text.trim() !== "");
  let afterBlank = true;
  return all.map((piece, index) => {
    if (piece.text === "") return piece;
    const text = index > last ? "" : afterBlank ? piece.text.trimStart() : piece.text;
    if (text !== "") afterBlank = /\s$/.test(text);
    return { ...piece, text };
  });
}
