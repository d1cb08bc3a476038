/** A pause of SSML: `<break time="1.5s"/>`, `<break strength="weak"/>`. */
const BREAK = /<break(?:\s[^<>]{0,100})?\/?>/gi;
/** The beginning of such a tag whose end has not arrived. */
const OPEN_BREAK = /<(?:b(?:r(?:e(?:a(?:k(?:\s[^<>]{0,100}\/?|\/)?)?)?)?)?)?$/i;
const TIME = /\stime\s*=\s*["']?\s*\+?(\d{1,6}(?:\.\d{1,3})?|\.\d{1,3})\s*(ms|s)/i;
const STRENGTH = /\sstrength\s*=\s*["']?([a-z-]+)/i;
/** Longest pause, seconds. */
const MAX_PAUSE_S = 10;
const DEFAULT_S = 0.5;
const STRENGTHS_S: ReadonlyMap<string, number> = new Map([
  ["none", 0],
  ["x-weak", 0.1],
  ["weak", 0.25],
  ["medium", 0.5],
  ["strong", 0.75],
  ["x-strong", 1],
]);

/** A text, or a pause before the tag that asks for it. */
export type TextOrPause = string | { readonly pauseS: number };

/** Finds the pauses in a text that arrives in pieces. */
export interface Breaks {
  /** Returns the text up to the last place that a tag can include; the texts joined are the pieces joined. */
  add(piece: string): TextOrPause[];
  /** Returns the text that is held back. */
  rest(): string;
}

/**
 * Creates a finder of SSML's `break` tags. A tag stays in the text, where the reader removes it.
 *
 * @example
 * const breaks = createBreaks();
 * breaks.add("One <bre"); // ["One "]
 * breaks.add('ak time="1s"/> two'); // [{ pauseS: 1 }, '<break time="1s"/> two']
 */
export function createBreaks(): Breaks {
  let held = "";
  return {
    add(piece) {
      const text = held + piece;
      const open = OPEN_BREAK.exec(text)?.index ?? text.length;
      held = text.slice(open);
      const parts: TextOrPause[] = [];
      let at = 0;
      for (const { 0: tag, index } of text.slice(0, open).matchAll(BREAK)) {
        if (index > at) parts.push(text.slice(at, index));
        parts.push({ pauseS: pauseOf(tag) });
        at = index;
      }
      if (at < open) parts.push(text.slice(at, open));
      return parts;
    },
    rest() {
      const rest = held;
      held = "";
      return rest;
    },
  };
}

/** Returns the seconds of a tag. */
function pauseOf(tag: string): number {
  const [, value, unit] = TIME.exec(tag) ?? [];
  if (value === undefined)
    return STRENGTHS_S.get(STRENGTH.exec(tag)?.[1]?.toLowerCase() ?? "") ?? DEFAULT_S;
  const seconds = unit?.toLowerCase() === "ms" ? Number(value) / 1000 : Number(value);
  return Math.min(MAX_PAUSE_S, seconds);
}
