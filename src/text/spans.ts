/** What a piece of the answer is; `word`, `space` and `punct` are what stays, the others what a stage took or made. */
export type Kind = "word" | "space" | "punct" | "markup" | "code" | "emoji" | "control";

/** Kinds by the number that stands for them in `Traced.taken`; 0 is nothing taken. */
const TAKEN = [null, "markup", "code", "emoji", "control"] as const;

/** Offsets in UTF-16 units of the original input; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A text that knows where it came from: unit i stands for the input's units `from[i]` up to `to[i]`. Units of one
 * replacement share both, so nothing has ever to be searched for in the input.
 */
export interface Traced {
  readonly text: string;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** The part of the input that the text came from. */
  readonly whole: Span;
  /** For each unit of `whole`: which kind of edit took it (an index of TAKEN). Shared by all that came from it. */
  readonly taken: Uint8Array;
}

/** Replaces `start` to `end` (never an empty range) of a traced text. */
export interface Edit extends Span {
  readonly text: string;
  /** What the replaced part was; null where it is still of its own kind. */
  readonly kind: (typeof TAKEN)[number];
}

/** A part of the input before any edit. */
export function trace(input: string, whole: Span = { start: 0, end: input.length }): Traced {
  const text = input.slice(whole.start, whole.end);
  const [from, to] = [new Uint32Array(text.length), new Uint32Array(text.length)];
  for (let index = 0; index < text.length; index += 1) {
    from[index] = whole.start + index;
    to[index] = whole.start + index + 1;
  }
  return {
    text,
    from,
    to,
    whole,
    taken: new Uint8Array(text.length),
  };
}

/** A part of a traced text, trimmed; no copy. */
export function slice(source: Traced, start: number, end: number): Traced {
  const raw = source.text.slice(start, end);
  const first = start + raw.length - raw.trimStart().length;
  const last = Math.max(first, start + raw.trimEnd().length);
  return {
    ...source,
    text: source.text.slice(first, last),
    from: source.from.subarray(first, last),
    to: source.to.subarray(first, last),
  };
}

/** The first index from `index` on that stands inside no replacement: there a text may be cut. */
export function border({ from }: Traced, index: number): number {
  let at = index;
  while (at > 0 && at < from.length && from[at] === from[at - 1]) at += 1;
  return at;
}

/** Where a text that is not empty lies in the input. */
export function spanOf({ from, to }: Traced): Span {
  return { start: from[0] ?? 0, end: to[to.length - 1] ?? 0 };
}

/** Applies edits that are in order; one that begins inside its predecessor is left out. */
export function edited(source: Traced, edits: readonly Edit[]): Traced {
  const kept = apart(edits);
  if (kept.length === 0) return source;
  const change = kept.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
  const from = new Uint32Array(source.text.length + change);
  const to = new Uint32Array(from.length);
  const parts: string[] = [];
  let [at, read] = [0, 0];
  const copy = (end: number): void => {
    parts.push(source.text.slice(read, end));
    from.set(source.from.subarray(read, end), at);
    to.set(source.to.subarray(read, end), at);
    at += end - read;
  };
  for (const edit of kept) {
    copy(edit.start);
    const origin = originOf(source, edit);
    if (edit.kind !== null) take(source, origin, edit.kind);
    from.fill(origin.start, at, at + edit.text.length);
    to.fill(origin.end, at, at + edit.text.length);
    parts.push(edit.text);
    at += edit.text.length;
    read = edit.end;
  }
  copy(source.text.length);
  return { ...source, text: parts.join(""), from, to };
}

/** Edits that are in order, without those that begin inside another. */
export function apart(edits: readonly Edit[]): Edit[] {
  let done = 0;
  return edits.filter(({ start, end }) => {
    if (start < done) return false;
    done = end;
    return true;
  });
}

/** The input of a part; where it cuts a replacement in two, that stays with the other half. */
function originOf({ from, to }: Traced, { start, end }: Span): Span {
  const whole = { start: from[start]!, end: to[end - 1]! };
  const first = start > 0 && from[start - 1] === from[start] ? to[start]! : whole.start;
  const last = end < from.length && from[end] === from[end - 1] ? from[end - 1]! : whole.end;
  return first <= last ? { start: first, end: last } : whole;
}

function take(
  { taken, whole }: Traced,
  { start, end }: Span,
  kind: NonNullable<Edit["kind"]>,
): void {
  taken.fill(TAKEN.indexOf(kind), start - whole.start, end - whole.start);
}

/** What was taken at an offset of the input, or null. */
export function takenAt({ taken, whole }: Traced, offset: number): Kind | null {
  return TAKEN[taken[offset - whole.start] ?? 0] ?? null;
}

/** Replaces every match of a pattern that never matches nothing. */
export function replaced(
  source: Traced,
  pattern: RegExp,
  by: (match: RegExpMatchArray & { index: number }) => Pick<Edit, "text" | "kind"> | null,
): Traced {
  const edits: Edit[] = [];
  for (const match of source.text.matchAll(pattern)) {
    const edit = by(match);
    if (edit === null || (edit.text === match[0] && edit.kind === null)) continue;
    edits.push({ start: match.index, end: match.index + match[0].length, ...edit });
  }
  return edited(source, edits);
}
