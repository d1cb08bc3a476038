import type { Verbaliser } from "../../speak/verbaliser.ts";
import { type MonthName, MONTHS } from "./months.ts";
import type { Place } from "../rule.ts";

const ENGLISH_WEEKDAY =
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun)\.?,? $/i;
/** Malay words beside a date. They decide, though the name of the month itself is English. */
const MALAY_BEFORE =
  /\b(?:pada|tarikh|bertarikh|lahir|sejak|mulai|bermula|hingga|sehingga|sebelum|selepas|menjelang|tahun|bulan|hari|ialah|adalah|dari|dan|isnin|selasa|rabu|khamis|jumaat|sabtu|ahad)[:,]? $/i;
const MALAY_AFTER =
  /^,? (?:di|ini|itu|lalu|lepas|yang|akan|nanti|depan|hingga|sehingga|pukul|dan|telah|sudah|dah)(?!\p{L})/iu;

/** Returns the words of a month's language: that of its name if it is Malay, else that of the neighbourhood. */
export function languageOf({ own }: MonthName, place: Place): Verbaliser | null {
  const near = place.verbaliser();
  if (near === null) return null;
  if (own === "ms") return place.verbaliser("ms");
  if (ENGLISH_WEEKDAY.test(place.before)) return place.verbaliser("en");
  if (MALAY_BEFORE.test(place.before) || MALAY_AFTER.test(place.after))
    return place.verbaliser("ms");
  return near.language === "zh" ? place.verbaliser("en") : near;
}

/** The name that is spoken: full names stay, abbreviations are spelt out. */
export function nameOf({ name, month }: MonthName, verbaliser: Verbaliser): string {
  return name ?? MONTHS[verbaliser.language === "ms" ? "ms" : "en"][month - 1] ?? "";
}
