import type { Verbaliser } from "../../speak/verbaliser.ts";
import { CHINESE_PART, ENGLISH_PART, MALAY_PART, MALAY_PART_BEFORE } from "./dayParts.ts";
import { DASH, endsSentence } from "./calendar.ts";
import { chineseTimeRules } from "./chineseTimes.ts";
import { ANNOUNCED, type End, endsOf, parseTime, START, STOP } from "./clock.ts";
import { dashRule } from "./dash.ts";
import { malayTimeRules } from "./malayTimes.ts";
import { spelled } from "../letters/spelling.ts";
import type { Place, Reading, Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";
import { timetableRules } from "./timetables.ts";

/** `pm`, `p.m.`, `p.m`. A time zone can follow the last dot directly: `p.m.est`. */
const PART = String.raw`(?: ?[ap](?:\.m\.|\.?m(?![\p{Script=Latin}\p{M}\d])))`;
const ONE = String.raw`\d{1,2}(?:[:.]\d\d(?::\d\d)?)?(?:${PART}|(?<=:\d\d)h(?![\p{L}\d]))?`;
/** A time zone directly after the time or after a blank: `11:30EST`, `1:59 p.m. e.s.t`. */
const ZONE = String.raw`(?: ?((?:[ecmp]\.?[sd]\.?t|g\.?m\.?t|u\.?t\.?c|[ms]yt|sgt|bst|ce[ss]?t|jst|aest)(?![\p{Script=Latin}\d_])))`;
const TIME = new RegExp(
  `${START}(${ONE})(?:(${DASH})(${ONE}))?(?:${ZONE}|(?<=\\.)|(?<=[ap]m)(?=,)|${STOP})`,
  "iuy",
);
/** Times without a sign between hour and minute: `730pm`, `1030 am`. */
const UNDIVIDED = new RegExp(String.raw`${START}(\d{1,2})([0-5]\d)( ?[ap]m)${STOP}`, "iuy");

/** Words before a time in a Malay text: "meeting 10.30". */
const STARTS =
  /(?<!\p{L})(?:mula|bermula|start|jumpa|meeting|mesyuarat|bertolak|gerak|azan|subuh|zohor|asar|maghrib|isyak) $/iu;
/** The text before the second of two times after "pukul". */
const AFTER_TIME =
  /\b(?:pukul|jam) \d{1,2}(?:[.:]\d\d)?(?: (?:pagi|petang|malam|tengah hari))? ?(?:hingga|sampai|dan|atau|ke|-|\u2013|,) ?$/i;
/** Returns whether the matched numbers are times, by their own form or by the text around them. Scores are read before. */
function isTime(ends: readonly End[], place: Place): boolean {
  const [first, last = first] = ends;
  if (first === undefined || last === undefined) return false;
  const { before, after } = place;
  const hasPart = ends.some(({ part }) => part !== null);
  if (hasPart) return true;
  if (ends.some(({ mark }) => mark === ":")) return true;
  if (ends.every(({ mark }) => mark === null)) return false;
  // The dot can be a decimal sign, so a word around the numbers must show that they are times.
  if (ANNOUNCED.test(before)) return true;
  if (STARTS.test(before) && ends.every(({ text }) => /\.[0-5][05]$/.test(text)))
    return place.verbaliser()?.language === "ms";
  return (
    MALAY_PART.test(after) ||
    ENGLISH_PART.test(after) ||
    CHINESE_PART.test(before) ||
    AFTER_TIME.test(before)
  );
}

/** Returns the verbaliser of the Malay or Chinese part of the day beside the time, else that of the surrounding text. */
function verbaliserOf(place: Place): Verbaliser | null {
  const { before, after } = place;
  if (ANNOUNCED.test(before) || MALAY_PART.test(after)) return verbaliserIn(place, "ms");
  if (CHINESE_PART.test(before)) return verbaliserIn(place, "zh");
  return verbaliserIn(place, MALAY_PART_BEFORE.test(before) ? "ms" : undefined);
}

/** Speaks a time, without the words ("pukul", a part of the day) that are written around it. */
function spoken(
  end: End,
  verbaliser: Verbaliser,
  { before, after }: Pick<Place, "before" | "after">,
): string {
  if (end.minute === 0 && end.part === null && /^ (?:noon|midnight)\b/.test(after)) {
    return verbaliser.cardinal(String(end.hour));
  }
  const announced = ANNOUNCED.test(before);
  const isPartWritten =
    (verbaliser.language === "ms" && MALAY_PART.test(after)) ||
    (verbaliser.language === "zh" && CHINESE_PART.test(before)) ||
    (verbaliser.language !== "en" && end.hour > 12);
  return verbaliser.time({ ...end, part: isPartWritten ? null : end.part, announced });
}

/** Speaks one time or a range of two. */
function spokenRange(ends: readonly End[], verbaliser: Verbaliser, place: Place): string {
  const [first, last] = ends;
  if (first === undefined) return "";
  const { before, after } = place;
  if (last === undefined) return spoken(first, verbaliser, place);
  // In "six to seven thirty p m" the part of the day is spoken once, and the first time without "o'clock".
  const isShared = first.minute === 0 && first.part === null && last.part !== null;
  const start = isShared && verbaliser.language === "en" ? { ...first, minute: null } : first;
  const hasHalves = verbaliser.language === "en" && first.minute === 0 && first.hour > 12;
  if (hasHalves && first.part === null && last.part === null && last.hour <= 24) {
    const part = last.hour >= 12 && last.hour < 24 ? "pm" : "am";
    return verbaliser.range(
      verbaliser.time(first),
      verbaliser.time({ ...last, hour: last.hour % 12 || 12, part }),
    );
  }
  const from = spoken(start, verbaliser, { before, after: "" });
  // "pukul" is spoken once, before the first time.
  const to = spoken(last, verbaliser, {
    before: verbaliser.language === "ms" ? "pukul " : "",
    after,
  });
  return verbaliser.range(from, to);
}

/** Times and ranges of times: `8:30 AM`, `9am-5pm`, `8.30 pagi`. */
const timeRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern: TIME,
  read([text, from, , to, zone], place): Reading | null {
    const ends = endsOf([from, to]);
    if (ends === null || !isTime(ends, place)) return null;
    const verbaliser = verbaliserOf(place);
    if (verbaliser === null) return null;
    const isAbbreviated = text.endsWith(".");
    const length = text.length - (isAbbreviated && endsSentence(place.after) ? 1 : 0);
    const blank = isAbbreviated && /^\p{Script=Latin}/u.test(place.after) ? " " : "";
    const words = [
      spokenRange(ends, verbaliser, place),
      ...(zone === undefined ? [] : [spokenZone(zone)]),
    ];
    return { text: `${words.join(" ")}${blank}`, length };
  },
};

/** Speaks a time zone: spelled if it has capitals or dots, otherwise as written. */
function spokenZone(zone: string): string {
  return /[A-Z.]/.test(zone) ? spelled(zone.replaceAll(".", "").toUpperCase()) : zone;
}

/** Times such as `730pm`. */
const undividedRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern: UNDIVIDED,
  read([, hour = "", minute = "", part = ""], place) {
    const time = parseTime(`${hour}:${minute}${part}`);
    const verbaliser =
      time === null || time.hour < 1 || time.hour > 12 ? null : verbaliserOf(place);
    return verbaliser === null || time === null ? null : spoken(time, verbaliser, place);
  },
};

/** Times of day, in the order in which they are tried. */
export const timeRules: readonly Rule[] = [
  ...chineseTimeRules,
  ...timetableRules,
  timeRule,
  ...malayTimeRules,
  undividedRule,
  dashRule,
];
