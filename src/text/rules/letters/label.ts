import type { AddressSign, Verbaliser } from "../../speak/verbaliser.ts";
import { spelled } from "./spelling.ts";

/** Short names that are spelled although they have a vowel: departments, institutions, technical terms. */
const SPELLED = new Set(
  (
    "ai ui ux io id it ip eu uk us tv en am fm ae au um " +
    "api url faq img asp ceo ict iot seo ide usb xyz uitm ukm usm upm utm iium uthm exe avi ico aac apk"
  ).split(" "),
);
const CONSONANTS_ONLY = /^[bcdfghjklmnpqrstvwxz]{2,}$/i;
const LONG_CONSONANTS = /[bcdfghjklmnpqrstvwxz]{5}/i;
const PARTS = /[\p{L}\p{M}]+|\d+|[.@\-_/:+&=#~%]/gu;
const HAN_GAP = /(?<=\p{Script=Han}) (?=\p{Script=Han})/gu;

/** Joins spoken parts by blanks, but without a blank between two Han words. */
export function joined(parts: readonly string[]): string {
  return parts
    .filter((part) => part !== "")
    .join(" ")
    .replace(HAN_GAP, "");
}

/** Speaks a part of an address: digits one by one, letters as a word or spelled, signs by their names in `signs`. */
export function spokenLabel(
  label: string,
  verbaliser: Verbaliser,
  signs: Partial<Record<AddressSign, string>> = verbaliser.address,
): string {
  const names: Readonly<Record<string, string>> = signs;
  return joined(
    (label.match(PARTS) ?? []).map((part) => {
      if (/\d/.test(part)) return verbaliser.digits(part);
      return /\p{L}/u.test(part) ? spokenWord(part) : (names[part] ?? "");
    }),
  );
}

/** Speaks a word: spelled if it cannot be pronounced. Capitals become small letters, so that no later rule spells them. */
function spokenWord(word: string): string {
  const lower = word.toLowerCase();
  if (isSpelled(lower)) return spelled(lower);
  return /\p{Lu}{2}/u.test(word) ? lower : word;
}

/** Returns whether a word in small letters is spelled. */
function isSpelled(lower: string): boolean {
  if (lower.length === 2 && /^[^aeiou]{2}$/.test(lower)) return true;
  return SPELLED.has(lower) || CONSONANTS_ONLY.test(lower) || LONG_CONSONANTS.test(lower);
}

/** Returns the spoken top-level domain of a host name: `com` → com, `my` → m y. */
export function spokenTop(top: string): string {
  const lower = top.toLowerCase();
  return lower.length === 2 && lower !== "co" ? spelled(lower) : spokenWord(lower);
}
