import { closesFence, type Fence, opensNamedFence } from "./lines.ts";
import { type Cut, MAX_HELD, NO_TAG_END, type Uncut, WAIT } from "./proseCut.ts";

/** Longest reasoning of a model, UTF-16 units. Longer reasoning is read as text. */
const MAX_REASONING = 200_000;
const THINK = /^\s*<think(?:ing)?>/i;
const THINK_END = /<\/think(?:ing)?>/gi;
/** Longest formula of several lines, UTF-16 units. */
const MAX_FORMULA = 600;
/** Length of `</thinking>`, the longest end of reasoning, UTF-16 units. */
const THINK_END_LENGTH = 11;

/** Cuts the reasoning at the start of a reply. Returns "none" if the reply has no reasoning or never closes it. */
export function reasoningCut(state: Uncut, ended: boolean): Cut | typeof WAIT | "none" {
  const { text } = state;
  const head = text.trimStart().slice(0, 10).toLowerCase();
  if (!THINK.test(text)) {
    const canOpen = "<thinking>".startsWith(head) || "<think>".startsWith(head);
    if (!canOpen || ended) return "none";
    if (head === "") state.quiet = { text: /^\s*$/, length: Infinity };
    return WAIT;
  }
  THINK_END.lastIndex = Math.max(0, state.searched - THINK_END_LENGTH);
  const end = THINK_END.exec(text);
  if (end !== null && end.index < MAX_REASONING)
    return { length: end.index + end[0].length, kind: "silent", endsBlock: true };
  state.searched = text.length;
  state.quiet = { text: NO_TAG_END, length: MAX_REASONING + THINK_END_LENGTH };
  return ended || text.length > MAX_REASONING + THINK_END_LENGTH ? "none" : WAIT;
}

/**
 * Cuts a block of code. Of a block that is never closed, only the line of its fence is silent; the lines after it are
 * read.
 */
export function codeCut(
  state: Uncut,
  { end, fence }: { readonly end: number; readonly fence: Fence },
  ended: boolean,
): Cut | typeof WAIT {
  const { text } = state;
  const fenceLine: Cut = { length: end, kind: "silent", endsBlock: true };
  let at = Math.max(end + 1, state.searched);
  while (at < text.length && at < end + MAX_HELD) {
    const next = text.indexOf("\n", at);
    const lineEnd = next < 0 ? text.length : next;
    if (lineEnd > end + 2 * MAX_HELD) return fenceLine;
    state.searched = at;
    if (next < 0 && !ended) return WAIT;
    const line = text.slice(at, lineEnd);
    if (closesFence(line, fence)) return { length: lineEnd, kind: "code", endsBlock: true };
    if (fence.quoted && !/^\s*>/.test(line))
      return { length: at - 1, kind: "code", endsBlock: true };
    if (!fence.named && opensNamedFence(line)) return fenceLine;
    at = lineEnd + 1;
  }
  return ended || at >= end + MAX_HELD ? fenceLine : WAIT;
}

/**
 * Cuts a formula of several lines, between `\\[` and `\\]` or two `$$`. Returns "none" if an empty line comes before its
 * end.
 */
export function formulaCut(
  { text }: Uncut,
  { end, opening }: { readonly end: number; readonly opening: string },
  ended: boolean,
): Cut | typeof WAIT | "none" {
  const part = text.slice(end, end + MAX_FORMULA);
  const closing = part.search(opening === "$$" ? /\$\$/ : /\\\]/);
  const empty = part.search(/\n[ \t]*\n/);
  if (closing < 0 || (empty >= 0 && empty < closing))
    return ended || empty >= 0 || part.length === MAX_FORMULA ? "none" : WAIT;
  const closed = end + closing + 2;
  const line = /^[.,;]?[ \t]*(?=\n|$)/.exec(text.slice(closed, closed + MAX_FORMULA))?.[0];
  if (!ended && line !== undefined && closed + line.length === text.length) return WAIT;
  return { length: closed + (line?.length ?? 0), kind: "prose", endsBlock: true };
}
