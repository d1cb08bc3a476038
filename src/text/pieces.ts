import { type Kind, type Span, takenAt, type Traced } from "./spans.ts";

/** A part of the input and what is said for it: nothing where it was taken away. */
export interface Piece extends Span {
  readonly text: string;
  readonly kind: Kind;
}

const TOKEN =
  /(?<space>\s+)|(?<word>[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}\p{N}]+)*)|[\p{P}\p{S}]|[^]/gu;

/**
 * The pieces of a section: they tile its part of the input, and their texts joined are its text. No border cuts a
 * replacement, so none cuts a character.
 */
export function pieces(source: Traced): Piece[] {
  const { text, from, to, whole } = source;
  const tiles: Piece[] = [];
  let done = whole.start;
  for (const token of tokens(source)) {
    const start = Math.max(done, from[token.start]!);
    const end = Math.max(start, to[token.end - 1]!);
    tiles.push(...gaps(source, { start: done, end: start }));
    const kind = takenAt(source, from[token.start]!) ?? token.kind;
    tiles.push({ text: text.slice(token.start, token.end), start, end, kind });
    done = end;
  }
  return [...tiles, ...gaps(source, { start: done, end: whole.end })];
}

/** Words, blanks and marks of the text; those that share a replacement are one. */
function tokens({ text, from }: Traced): (Span & { readonly kind: Kind })[] {
  const found: { start: number; end: number; kind: Kind }[] = [];
  for (const { 0: token, index, groups } of text.matchAll(TOKEN)) {
    const kind = groups?.["space"] ? "space" : groups?.["word"] ? "word" : "punct";
    const last = found.at(-1);
    const end = index + token.length;
    if (last !== undefined && from[index] === from[index - 1]) last.end = end;
    else found.push({ start: index, end, kind });
  }
  return found;
}

/** A part of the input that nothing is said for, by what took it. */
function* gaps(source: Traced, { start, end }: Span): Generator<Piece> {
  let at = start;
  while (at < end) {
    const kind = takenAt(source, at) ?? "space";
    let next = at + 1;
    while (next < end && (takenAt(source, next) ?? "space") === kind) next += 1;
    yield { text: "", start: at, end: next, kind };
    at = next;
  }
}

/** Pieces of all sections as one text: no blanks at its ends, and none after another. */
export function joined(all: readonly Piece[]): Piece[] {
  const last = all.findLastIndex(({ text }) => text.trim() !== "");
  let blank = true;
  return all.map((piece, index) => {
    if (piece.text === "") return piece;
    const text = index > last ? "" : blank ? piece.text.trimStart() : piece.text;
    blank = text === "" ? blank : /\s$/.test(text);
    return { ...piece, text };
  });
}
