import type { Language } from "../../speak/verbaliser.ts";
import { anyOf } from "../alternatives.ts";

/** A name of a month as it is written in a text. */
export interface MonthName {
  /** 1–12. */
  readonly month: number;
  /** The full name; null for an abbreviation that both languages share. */
  readonly name: string | null;
  /** The only language with this name or abbreviation; null if English and Malay share it. */
  readonly own: Language | null;
}

const NAMES = {
  en: "January February March April May June July August September October November December",
  ms: "Januari Februari Mac April Mei Jun Julai Ogos September Oktober November Disember",
} as const;

/** Abbreviations and Indonesian names by month. Indonesian names are read as Malay. */
const EN_SHORT = "jan feb mar apr - jun jul aug sep,sept oct nov dec";
const MS_SHORT = "jan feb,feburari - apr - - jul ogo,ogs sep,sept okt nov dis";
const INDONESIAN = "- - Maret - - Juni Juli Agustus - - - Desember";

/** Names of the months by language, January first. */
export const MONTHS: Readonly<Record<"en" | "ms", readonly string[]>> = {
  en: NAMES.en.split(" "),
  ms: NAMES.ms.split(" "),
};

const BY_NAME = new Map<string, MonthName>();

/** Adds the names of a list, one entry a month, to BY_NAME. */
function add(list: string, own: Language, isFull: boolean): void {
  for (const [index, names] of list.split(" ").entries()) {
    for (const name of names.split(",")) {
      if (name === "-") continue;
      const known = BY_NAME.get(name.toLowerCase());
      BY_NAME.set(name.toLowerCase(), {
        month: index + 1,
        name: isFull ? name : (known?.name ?? null),
        own: known === undefined ? own : known.own === own ? own : null,
      });
    }
  }
}

add(NAMES.en, "en", true);
add(EN_SHORT, "en", false);
add(NAMES.ms, "ms", true);
add(MS_SHORT, "ms", false);
add(INDONESIAN, "ms", true);
// "Jun" is a full Malay name, but in English it is short for June.
BY_NAME.set("jun", { month: 6, name: null, own: null });

/** Source of a pattern for the name or the abbreviation of a month, without a dot. The pattern needs the flag `i`. */
export const MONTH = `(?:${anyOf(BY_NAME.keys())})(?![\\p{L}\\p{M}])`;

/** Returns the month of a name that MONTH matched. */
export function monthOf(name: string): MonthName | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}
