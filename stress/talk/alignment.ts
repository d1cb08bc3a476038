import type { AlignmentRecord } from "../records/talkRecord.ts";
import type { Times } from "./wires/wire.ts";

/** Compares the texts and the times that a server sends with the text of the reply. */
export interface AlignmentCheck {
  add(times: Times): void;
  /** Returns what is wrong; null if no times came. `isWhole`: false if the reply was interrupted, so that text is missing. */
  result(text: string, isWhole: boolean): AlignmentRecord | null;
}

/**
 * Creates the check of one reply. Starts must not fall. A message whose times begin at 0 again counts as a restart of the
 * clock, which some servers do in each message.
 *
 * @example
 * const check = createAlignmentCheck();
 * check.add({ unit: "characters", texts: ["H", "i"], startsMs: [0, 40] });
 * check.result("Hi!", true); // { missing: 1, extra: 0, falls: 0, restarts: 0 }
 */
export function createAlignmentCheck(): AlignmentCheck {
  const texts: string[] = [];
  let isOfWords = false;
  let [falls, restarts, lastMs] = [0, 0, -Infinity];
  return {
    add({ unit, texts: more, startsMs }) {
      if (unit === "words") isOfWords = true;
      texts.push(...more);
      startsMs.forEach((startMs, index) => {
        if (index === 0 && startMs === 0 && lastMs > 0) restarts++;
        else if (!(startMs >= lastMs)) falls++;
        if (!Number.isNaN(startMs)) lastMs = startMs;
      });
    },
    result(text, isWhole) {
      if (texts.length === 0) return null;
      const shown = (part: string): string =>
        isOfWords ? part.replaceAll(/\s/gu, "") : part.trim();
      const { missing, extra } = difference(shown(text), shown(texts.join("")));
      return { missing: isWhole ? missing : 0, extra, falls, restarts };
    },
  };
}

/**
 * Returns how many characters of `wanted` are missing in `got`, and how many of `got` are not in `wanted`, by the longest
 * common subsequence.
 */
function difference(
  wanted: string,
  got: string,
): { readonly missing: number; readonly extra: number } {
  let [a, b] = [Array.from(wanted), Array.from(got)];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  [a, b] = [a.slice(start), b.slice(start)];
  while (a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1)) {
    a.pop();
    b.pop();
  }
  const common = commonLength(a, b);
  return { missing: a.length - common, extra: b.length - common };
}

/** Returns the length of the longest common subsequence. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  let row = new Uint32Array(b.length + 1);
  for (const letter of a) {
    const next = new Uint32Array(b.length + 1);
    for (let at = 1; at <= b.length; at++)
      next[at] =
        letter === b[at - 1] ? (row[at - 1] ?? 0) + 1 : Math.max(row[at] ?? 0, next[at - 1] ?? 0);
    row = next;
  }
  return row[b.length] ?? 0;
}
