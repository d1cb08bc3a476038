import type { Span } from "./spans.ts";

/** A part of the input that can be read without the rest: whole paragraphs, or one block of code. */
export interface Section extends Span {
  readonly kind: "prose" | "code";
}

/** A blank line ends a section that is at least so long (units); shorter ones would only cost time. */
const LEAST = 1000;
/** The longest prose that is read at once: whatever is quadratic in a section stays small, and the whole linear. */
const MOST = 2000;
/** What may stand before a fence: blanks, quote marks, a list mark. */
const OPENING = /^([ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*)(`{3,}[^`]*|~{3,}.*)$/;

interface Fence {
  readonly mark: string;
  readonly quoted: boolean;
}

/**
 * Cuts any input into sections, lazily, in one pass over its lines; together they are the whole input. Where code is
 * not told apart (`fences` false) all of it is prose. A fence that is never closed runs to the end.
 */
export function* sections(
  input: string,
  { fences }: { readonly fences: boolean },
): Generator<Section> {
  let start = 0;
  let fence: Fence | null = null;
  for (let at = 0; at < input.length;) {
    const end = lineEnd(input, at);
    const line = input.slice(at, end).trimEnd();
    if (fence !== null) {
      const left = fence.quoted && !/^\s*>/.test(line);
      if (left || closes(line, fence)) {
        const over = left ? at : end;
        yield { start, end: over, kind: "code" };
        start = over;
        fence = null;
        if (left) continue;
      }
    } else {
      const opening = fences ? OPENING.exec(line) : null;
      if (opening !== null) {
        const [, prefix = "", mark = ""] = opening;
        yield* prose(input, start, at + prefix.length);
        start = at + prefix.length;
        fence = { mark: /^[`~]+/.exec(mark)?.[0] ?? "", quoted: prefix.includes(">") };
      } else if (line === "" && end - start >= LEAST) {
        yield* prose(input, start, end);
        start = end;
      }
    }
    at = end;
  }
  if (fence !== null) yield { start, end: input.length, kind: "code" };
  else yield* prose(input, start, input.length);
}

function lineEnd(input: string, at: number): number {
  const found = input.indexOf("\n", at);
  return found === -1 ? input.length : found + 1;
}

function closes(line: string, { mark }: Fence): boolean {
  const run = /^[\s>]*(`{3,}|~{3,})$/.exec(line)?.[1];
  return run !== undefined && run.startsWith(mark);
}

/** Prose in parts of at most MOST units, cut at a line, else after a blank, else where no character is cut. */
function* prose(input: string, start: number, end: number): Generator<Section> {
  let at = start;
  while (at < end) {
    const next = end - at <= MOST ? end : cutBefore(input, at, at + MOST);
    yield { start: at, end: next, kind: "prose" };
    at = next;
  }
}

function cutBefore(input: string, start: number, limit: number): number {
  // The cut stays in the second half, or hostile text could make sections of one unit.
  const half = start + MOST / 2;
  for (const mark of ["\n", ". ", "\u3002", " "]) {
    const found = input.lastIndexOf(mark, limit - mark.length);
    if (found >= half) return found + mark.length;
  }
  return /[\udc00-\udfff]/.test(input.charAt(limit)) ? limit - 1 : limit;
}
