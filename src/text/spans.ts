/** Kinds of edits. `Traced.edits` holds an index of this list; 0 means unedited. */
const EDIT_KINDS = [
  null,
  "markup",
  "code",
  "emoji",
  "control",
  "number",
  "ordinal",
  "money",
  "percent",
  "date",
  "time",
  "phone",
  "id",
  "email",
  "url",
  "unit",
  "range",
  "fraction",
  "math",
  "version",
  "abbrev",
  "letters",
  "social",
  "lexicon",
] as const;

/** Kinds of pieces: an unedited `word`, `space` or `punct`, or the kind of edit that removed or made the piece. */
export const KINDS = [
  "word",
  "space",
  "punct",
  ...EDIT_KINDS.filter((kind) => kind !== null),
] as const;

export type Kind = (typeof KINDS)[number];

/** Offsets in UTF-16 units of the original input; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A text with its origin in the input: UTF-16 unit i comes from the input's units `from[i]` to `to[i]`, exclusive. All
 * units of one replacement have the same `from` and the same `to`.
 */
export interface Traced {
  readonly text: string;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** The part of the input that the text came from. */
  readonly source: Span;
  /**
   * For each unit of `source` the kind of edit that removed it, an index of EDIT_KINDS. All texts made from a source
   * share this array.
   */
  readonly edits: Uint8Array;
}

/** A replacement of the range from `start` to `end` of a traced text; the range is not empty. */
export interface Edit extends Span {
  readonly text: string;
  /** Kind of token that was replaced; null if the edit only changes the spelling, so that the part counts as unedited. */
  readonly kind: (typeof EDIT_KINDS)[number];
}

/** Creates a traced text without edits; `start` is its offset in the input. */
export function trace(text: string, start = 0): Traced {
  const [from, to] = [new Uint32Array(text.length), new Uint32Array(text.length)];
  for (let index = 0; index < text.length; index += 1) {
    from[index] = start + index;
    to[index] = start + index + 1;
  }
  const source = { start, end: start + text.length };
  return { text, from, to, source, edits: new Uint8Array(text.length) };
}

/** Returns a part of a traced text without the blanks at its ends. The arrays of the part are views, not copies. */
export function slice(traced: Traced, start: number, end: number): Traced {
  const raw = traced.text.slice(start, end);
  const first = start + raw.length - raw.trimStart().length;
  const last = Math.max(first, start + raw.trimEnd().length);
  return {
    ...traced,
    text: traced.text.slice(first, last),
    from: traced.from.subarray(first, last),
    to: traced.to.subarray(first, last),
  };
}

/** Returns the first index from `index` on that is not inside a replacement, so that the text can be cut there. */
export function border({ from }: Traced, index: number): number {
  let at = index;
  while (at > 0 && at < from.length && from[at] === from[at - 1]) at += 1;
  return at;
}

/** Divides the replacement around an index in two, and its input in proportion, so that the text can be cut there. */
export function divided(traced: Traced, index: number): Traced {
  const [from, to] = [traced.from.slice(), traced.to.slice()];
  const [start, end] = [from[index] ?? 0, to[index] ?? 0];
  let [first, last] = [index, index];
  while (first > 0 && from[first - 1] === start) first -= 1;
  while (last < from.length && from[last] === start) last += 1;
  const middle = start + Math.round(((end - start) * (index - first)) / (last - first));
  to.fill(middle, first, index);
  from.fill(middle, index, last);
  return { ...traced, from, to };
}

/** Returns the part of the input that a text comes from; the text must not be empty. */
export function spanOf({ from, to }: Traced): Span {
  return { start: from[0] ?? 0, end: to[to.length - 1] ?? 0 };
}

/** Applies edits, which must be in order. An edit that begins inside its predecessor is ignored. */
export function edited(traced: Traced, edits: readonly Edit[]): Traced {
  const kept = withoutOverlaps(edits);
  if (kept.length === 0) return traced;
  const change = kept.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  const from = new Uint32Array(traced.text.length + change);
  const to = new Uint32Array(from.length);
  const parts: string[] = [];
  let [written, read] = [0, 0];
  const copy = (end: number): void => {
    parts.push(traced.text.slice(read, end));
    from.set(traced.from.subarray(read, end), written);
    to.set(traced.to.subarray(read, end), written);
    written += end - read;
  };
  for (const edit of kept) {
    copy(edit.start);
    const origin = originOf(traced, edit);
    if (edit.kind !== null) noteEdit(traced, origin, edit.kind);
    from.fill(origin.start, written, written + edit.text.length);
    to.fill(origin.end, written, written + edit.text.length);
    parts.push(edit.text);
    written += edit.text.length;
    read = edit.end;
  }
  copy(traced.text.length);
  return { ...traced, text: parts.join(""), from, to };
}

/** Returns the edits without those that begin inside an earlier edit; the edits must be in order. */
export function withoutOverlaps(edits: readonly Edit[]): Edit[] {
  let editedTo = 0;
  return edits.filter(({ start, end }) => {
    if (start < editedTo) return false;
    editedTo = end;
    return true;
  });
}

/**
 * Returns the origin of a range. If the range divides a replacement, the other half keeps the origin of the replacement.
 */
function originOf({ from, to }: Traced, { start, end }: Span): Span {
  const all = { start: from[start]!, end: to[end - 1]! };
  const first = start > 0 && from[start - 1] === from[start] ? to[start]! : all.start;
  const last = end < from.length && from[end] === from[end - 1] ? from[end - 1]! : all.end;
  return first <= last ? { start: first, end: last } : all;
}

function noteEdit(
  { edits, source }: Traced,
  { start, end }: Span,
  kind: NonNullable<Edit["kind"]>,
): void {
  edits.fill(EDIT_KINDS.indexOf(kind), start - source.start, end - source.start);
}

/** Returns the kind of edit that removed the unit at an offset of the input; null if the unit is unedited. */
export function editAt({ edits, source }: Traced, offset: number): Kind | null {
  return EDIT_KINDS[edits[offset - source.start] ?? 0] ?? null;
}

/** Replaces each match of a pattern by the result of `by`; null keeps the match. The pattern must not match "". */
export function replaced(
  traced: Traced,
  pattern: RegExp,
  by: (match: RegExpMatchArray & { index: number }) => Pick<Edit, "text" | "kind"> | null,
): Traced {
  const edits: Edit[] = [];
  for (const match of traced.text.matchAll(pattern)) {
    const edit = by(match);
    if (edit === null || (edit.text === match[0] && edit.kind === null)) continue;
    edits.push({ start: match.index, end: match.index + match[0].length, ...edit });
  }
  return edited(traced, edits);
}
