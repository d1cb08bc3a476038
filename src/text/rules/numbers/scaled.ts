import { parseAmount } from "./amount.ts";
import { NUMBER } from "./numeral.ts";
import type { Rule } from "../rule.ts";

/** Resolutions of screens, which are spoken with the letter K. */
const RESOLUTION = /^[248]K$/;

/** Words for things that are counted, before which `B` means billions and not bytes. */
const MANY =
  /^ (?:views?|users?|people|parameters?|params|models?|streams?|downloads?|dollars?|ringgit|orang|tontonan|pengguna|visits?|searches|years?|shares?|tokens?)(?!\p{L})/iu;
/** Billions that a unit rule would read as bytes: `1.2B views`, `7B parameters`. */
const billions: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(`${NUMBER}B(?![\\p{L}\\p{N}])`, "uy"),
  read: ([written], place) => {
    // A number with decimals is never a number of bytes.
    const amount = MANY.test(place.after) || written.includes(".") ? parseAmount(written) : null;
    return amount === null
      ? null
      : (place.verbaliser()?.amount(amount, place.after.trimStart()) ?? null);
  },
};

/** Before the number of a section: `s. 39B`. */
const SECTION = /(?<!\p{L})(?:ss?|secs?|section|seksyen|perkara|art|article)\.? $/iu;

/** Numbers with a multiplier directly after the digits: `3.5k`, `2M`. */
export const scaled: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(
    `${NUMBER}(?:(?:k|K|rb|mn|mil|jt|bn|bil|tn)(?![\\p{Script=Latin}\\p{N}])|[MB](?![\\p{L}\\p{N}]))`,
    "uy",
  ),
  read: ([written], place) => {
    // Malay writes pencils ("2B") and numbers of grades ("5B") like this.
    if (/^\dB$/.test(written) && place.verbaliser()?.language === "ms") return null;
    if (/\dB$/.test(written) && SECTION.test(place.before)) return null;
    const isScreen =
      /^[1-9](?:\.\d)?K$/.test(written) &&
      /^ ?(?:屏|分辨率|超清|高清|画质|电视|显示|视频)/u.test(place.after);
    const amount = isScreen || RESOLUTION.test(written) ? null : parseAmount(written);
    return amount === null
      ? null
      : (place.verbaliser()?.amount(amount, place.after.trimStart()) ?? null);
  },
};

/** Numbers of things in billions, which are tried before units of the same letter. */
export const scaleRules: readonly Rule[] = [billions];
