import { Converter } from "opencc-js/t2cn";

const convert = Converter({ from: "t", to: "cn" });
/** Traditional texts also write 著 for 着; in other places it means "to write" or "famous". */
const PARTICLE = /(?<![原论译专编巨合名显遗土昭卓所])著(?![名作者称述书录])/gu;

/**
 * Writes traditional Chinese in simplified characters (https://github.com/BYVoid/OpenCC). Each character stays at its
 * index. A text without traditional characters is not changed.
 */
export function toSimplified(text: string): string {
  const whole = convert(text);
  if (whole === text) return text;
  const converted = isAligned(text, whole) ? whole : Array.from(text, byItself).join("");
  return converted.replace(PARTICLE, "着");
}

/** Returns whether each character of `a` has the length of its counterpart in `b`. */
function isAligned(a: string, b: string): boolean {
  const [before, after] = [Array.from(a), Array.from(b)];
  if (before.length !== after.length) return false;
  return before.every((character, at) => character.length === after[at]?.length);
}

/** Converts a character, unless that changes its length. */
function byItself(character: string): string {
  const converted = convert(character);
  return converted.length === character.length ? converted : character;
}
