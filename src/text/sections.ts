import type { Span } from "./spans.ts";

/** A part of the input that can be read without the rest: paragraphs, or one block of code. */
export interface Section extends Span {
  readonly kind: "prose" | "code";
}

/** A blank line ends a section from this length on, UTF-16 units; shorter sections only cost time. */
const MIN_PROSE = 1000;
/** Longest section of prose, UTF-16 units: bounds work that is quadratic in a section, so that all of it stays linear. */
const MAX_PROSE = 2000;
/** A fence, and before it blanks, quote marks and list marks. */
const OPENING = /^([ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*)*)(`{3,}[^`]*|~{3,}.*)$/;

interface Fence {
  readonly mark: string;
  readonly quoted: boolean;
}

/**
 * Cuts any input into sections, lazily, in one pass over its lines; they tile the input. With `fences` false all of it
 * is prose. A fence that is not closed ends with its quote or with the input.
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
      const quoteEnded = fence.quoted && !/^\s*>/.test(line);
      if (quoteEnded || closes(line, fence)) {
        const codeEnd = quoteEnded ? at : end;
        yield { start, end: codeEnd, kind: "code" };
        start = codeEnd;
        fence = null;
        if (quoteEnded) continue;
      }
    } else {
      const opening = fences ? OPENING.exec(line) : null;
      if (opening !== null) {
        const [, prefix = "", mark = ""] = opening;
        yield* prose(input, start, at + prefix.length);
        start = at + prefix.length;
        fence = { mark: /^[`~]+/.exec(mark)?.[0] ?? "", quoted: prefix.includes(">") };
      } else if (line === "" && end - start >= MIN_PROSE) {
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

/** Prose in sections of at most MAX_PROSE units, cut after a line, a sentence or a blank, else between characters. */
function* prose(input: string, start: number, end: number): Generator<Section> {
  let at = start;
  while (at < end) {
    const next = end - at <= MAX_PROSE ? end : cutBefore(input, at, at + MAX_PROSE);
    yield { start: at, end: next, kind: "prose" };
    at = next;
  }
}

function cutBefore(input: string, start: number, limit: number): number {
  // The cut stays in the second half, or hostile text could make sections of one unit.
  const half = start + MAX_PROSE / 2;
  for (const mark of ["\n", ". ", "\u3002", " "]) {
    const found = input.lastIndexOf(mark, limit - mark.length);
    if (found >= half) return found + mark.length;
  }
  return /[\udc00-\udfff]/.test(input.charAt(limit)) ? limit - 1 : limit;
}
