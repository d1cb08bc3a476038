import type { Verbaliser } from "../../speak/verbaliser.ts";
import { type MonthName, MONTHS } from "./months.ts";
import type { Place } from "../rule.ts";

const ENGLISH_WEEKDAY =
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun)\.?,? $/i;
/** Malay words before and after a date. They make a date Malay whose month has an English name. */
const MALAY_BEFORE =
  /\b(?:pada|tarikh|bertarikh|lahir|sejak|mulai|bermula|hingga|sehingga|sebelum|selepas|menjelang|tahun|bulan|hari|ialah|adalah|dari|dan|isnin|selasa|rabu|khamis|jumaat|sabtu|ahad)[:,]? $/i;
const MALAY_AFTER =
  /^,? (?:di|ini|itu|lalu|lepas|yang|akan|nanti|depan|hingga|sehingga|pukul|dan|telah|sudah|dah)(?!\p{L})/iu;

/** Returns the verbaliser of a date: Malay for a Malay name of the month, otherwise that of the text around the date. */
export function verbaliserOfMonth({ own }: MonthName, place: Place): Verbaliser | null {
  const near = place.verbaliser();
  if (near === null) return null;
  if (own === "ms") return place.verbaliser("ms");
  if (ENGLISH_WEEKDAY.test(place.before)) return place.verbaliser("en");
  if (MALAY_BEFORE.test(place.before) || MALAY_AFTER.test(place.after))
    return place.verbaliser("ms");
  return near.language === "zh" ? place.verbaliser("en") : near;
}

/** Returns the spoken name of a month: a full name as written, the full name for an abbreviation. */
export function nameOf({ name, month }: MonthName, verbaliser: Verbaliser): string {
  return name ?? MONTHS[verbaliser.language === "ms" ? "ms" : "en"][month - 1] ?? "";
}
