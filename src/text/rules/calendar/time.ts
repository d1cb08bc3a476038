import type { ClockTime, Verbaliser } from "../../speak/verbaliser.ts";
import { CHINESE_PART, ENGLISH_PART, MALAY_PART, MALAY_PART_BEFORE } from "./dayParts.ts";
import { DASH, endsSentence } from "./calendar.ts";
import { chineseTimeRules } from "./chineseTimes.ts";
import { dashRule } from "./dash.ts";
import { spelled } from "../letters/spelling.ts";
import type { Place, Reading, Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";
import { timetableRules } from "./timetables.ts";

const START = String.raw`(?<![\p{Script=Latin}\d_]|\d[:.,\-\u2013]|[\p{Script=Latin}][._])`;
const STOP = String.raw`(?![\p{Script=Latin}\d_%°]|[:.,]\d|\/\d(?!\d?:\d\d))`;
/** `pm`, `p.m.`, `p.m`; a zone may touch the last dot: `p.m.est`. */
const PART = String.raw`(?: ?[ap](?:\.m\.|\.?m(?![\p{Script=Latin}\p{M}\d])))`;
const ONE = String.raw`\d{1,2}(?:[:.]\d\d(?::\d\d)?)?(?:${PART}|(?<=:\d\d)h(?![\p{L}\d]))?`;
/** A zone touches the time or follows it: `11:30EST`, `1:59 p.m. e.s.t`. */
const ZONE = String.raw`(?: ?((?:[ecmp]\.?[sd]\.?t|g\.?m\.?t|u\.?t\.?c|[ms]yt|sgt|bst|ce[ss]?t|jst|aest)(?![\p{Script=Latin}\d_])))`;
const TIME = new RegExp(
  `${START}(${ONE})(?:(${DASH})(${ONE}))?(?:${ZONE}|(?<=\\.)|(?<=[ap]m)(?=,)|${STOP})`,
  "iuy",
);
const PARTS = /^(\d{1,2})(?:([:.])(\d\d)(?::(\d\d))?)?(?: ?([ap])\.?m\.?|h)?$/i;
/** `pukul 0830`, `pukul 09`. */
const ANNOUNCED_DIGITS = new RegExp(
  String.raw`${START}(0\d|[01]\d[0-5]\d|2[0-4][0-5]\d)${STOP}`,
  "uy",
);

/** `730pm`, `1030 am`. */
const UNDIVIDED = new RegExp(String.raw`${START}(\d{1,2})([0-5]\d)( ?[ap]m)${STOP}`, "iuy");

const ANNOUNCED = /\b(?:pukul|jam|pkl|pkul|kul|pk)\.? ?:? ?$/i;
const TOUCHING: ReadonlyMap<string, string> = new Map([
  ["pg", "pagi"],
  ["ptg", "petang"],
  ["mlm", "malam"],
  ["tgh", "tengah hari"],
]);
/** What happens at a time: "meeting 10.30", in Malay. */
const STARTS =
  /(?<!\p{L})(?:mula|bermula|start|jumpa|meeting|mesyuarat|bertolak|gerak|azan|subuh|zohor|asar|maghrib|isyak) $/iu;
/** The second of two times after "pukul". */
const AFTER_TIME =
  /\b(?:pukul|jam) \d{1,2}(?:[.:]\d\d)?(?: (?:pagi|petang|malam|tengah hari))? ?(?:hingga|sampai|dan|atau|ke|-|\u2013|,) ?$/i;
interface End extends ClockTime {
  readonly mark: string | null;
  readonly text: string;
}

/** Takes one time apart; null if the clock never shows it. */
function parse(text: string): End | null {
  const [, hourDigits = "", mark, minute, second, letter] = PARTS.exec(text) ?? [];
  const hour = Number(hourDigits);
  if (hourDigits === "" || hour > 24 || (hour === 24 && Number(minute) > 0)) return null;
  if (Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return null;
  const part = letter === undefined ? null : letter.toLowerCase() === "a" ? "am" : "pm";
  if (mark === undefined && part !== null && (hour < 1 || hour > 12)) return null;
  return {
    text,
    hour,
    minute: minute === undefined ? null : Number(minute),
    second: second === undefined ? null : Number(second),
    part,
    announced: false,
    mark: mark ?? null,
  };
}

/** Returns whether what stands around the times makes them times; scores are read before times. */
function isTime(ends: readonly End[], place: Place): boolean {
  const [first, last = first] = ends;
  if (first === undefined || last === undefined) return false;
  const { before, after } = place;
  const hasPart = ends.some(({ part }) => part !== null);
  if (hasPart) return true;
  if (ends.some(({ mark }) => mark === ":")) return true;
  if (ends.every(({ mark }) => mark === null)) return false;
  // A dot can be a decimal sign.
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

/** Returns the time without what the words around it already say. */
function spoken(
  end: End,
  verbaliser: Verbaliser,
  { before, after }: Pick<Place, "before" | "after">,
): string {
  if (end.minute === 0 && end.part === null && /^ (?:noon|midnight)\b/.test(after)) {
    return verbaliser.cardinal(String(end.hour));
  }
  const announced = ANNOUNCED.test(before);
  const isSaid =
    (verbaliser.language === "ms" && MALAY_PART.test(after)) ||
    (verbaliser.language === "zh" && CHINESE_PART.test(before)) ||
    (verbaliser.language !== "en" && end.hour > 12);
  return verbaliser.time({ ...end, part: isSaid ? null : end.part, announced });
}

function spokenRange(ends: readonly End[], verbaliser: Verbaliser, place: Place): string {
  const [first, last] = ends;
  if (first === undefined) return "";
  const { before, after } = place;
  if (last === undefined) return spoken(first, verbaliser, place);
  // "six to seven thirty p m": the part of the day is said once, and no "o'clock" before it.
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
  // "pukul" is said once, before the first time.
  const to = spoken(last, verbaliser, {
    before: verbaliser.language === "ms" ? "pukul " : "",
    after,
  });
  return verbaliser.range(from, to);
}

/** Reads the ends of a match; null if one of them is no time. */
function endsOf(texts: readonly (string | undefined)[]): End[] | null {
  const ends: End[] = [];
  for (const text of texts) {
    if (text === undefined) continue;
    const end = parse(text);
    if (end === null) return null;
    ends.push(end);
  }
  return ends;
}

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

/** Capitals and dots mean letters; a zone in small letters stays as it is. */
function spokenZone(zone: string): string {
  return /[A-Z.]/.test(zone) ? spelled(zone.replaceAll(".", "").toUpperCase()) : zone;
}

const announcedRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern: ANNOUNCED_DIGITS,
  read([digits], place) {
    if (!ANNOUNCED.test(place.before) || place.verbaliser() === null) return null;
    const minute = digits.length === 4 ? Number(digits.slice(2)) : null;
    const time = { hour: Number(digits.slice(0, 2)), minute, second: null, part: null };
    return place.verbaliser("ms")?.time({ ...time, announced: true }) ?? null;
  },
};

/** `8.30pg`, `9ptg`: a part of the day that touches the time. */
const touchingRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\p{Script=Latin}\d_.,:/])(\d{1,2}(?:[.:][0-5]\d)?)(pagi|petang|malam|pg|ptg|mlm|tgh)(?![\p{L}\p{N}])/iuy,
  read([, written = "", part = ""], place) {
    const time = parse(written);
    const verbaliser = time === null ? null : verbaliserIn(place, "ms");
    if (time === null || verbaliser === null) return null;
    const clock = verbaliser.time({ ...time, announced: ANNOUNCED.test(place.before) });
    return `${clock} ${TOUCHING.get(part.toLowerCase()) ?? part}`;
  },
};

/** `pukul 2300 malam` without "pukul". */
const nightRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\p{Script=Latin}\d_.,:/])(2[0-3][0-5]\d|0[1-9][0-5]\d)(?= (?:malam|mlm|pagi|pg)(?!\p{L}))/iuy,
  read([written], place) {
    if (written === "2000" || place.verbaliser() === null) return null;
    const [hour, minute] = [Number(written.slice(0, 2)), Number(written.slice(2))];
    const time = { hour, minute, second: null, part: null };
    return (
      place.verbaliser("ms")?.time({ ...time, announced: ANNOUNCED.test(place.before) }) ?? null
    );
  },
};

const undividedRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern: UNDIVIDED,
  read([, hour = "", minute = "", part = ""], place) {
    const time = parse(`${hour}:${minute}${part}`);
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
  announcedRule,
  nightRule,
  touchingRule,
  undividedRule,
  dashRule,
];
