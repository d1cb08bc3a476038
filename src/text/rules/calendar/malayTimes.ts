import { ANNOUNCED, parseTime, START, STOP } from "./clock.ts";
import type { Rule } from "../rule.ts";
import { verbaliserIn } from "../verbaliserIn.ts";

/** Digits of a time after "pukul": `pukul 0830`, `pukul 09`. */
const ANNOUNCED_DIGITS = new RegExp(
  String.raw`${START}(0\d|[01]\d[0-5]\d|2[0-4][0-5]\d)${STOP}`,
  "uy",
);

/** Short Malay parts of the day. */
const DAY_PARTS: ReadonlyMap<string, string> = new Map([
  ["pg", "pagi"],
  ["ptg", "petang"],
  ["mlm", "malam"],
  ["tgh", "tengah hari"],
]);

/** Digits of a time after "pukul". */
const announcedRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern: ANNOUNCED_DIGITS,
  read([digits], place) {
    if (!ANNOUNCED.test(place.before)) return null;
    const minute = digits.length === 4 ? Number(digits.slice(2)) : null;
    const time = { hour: Number(digits.slice(0, 2)), minute, second: null, part: null };
    return verbaliserIn(place, "ms")?.time({ ...time, announced: true }) ?? null;
  },
};

/** Times directly before a Malay part of the day: `8.30pg`, `9ptg`. */
const touchingRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\p{Script=Latin}\d_.,:/])(\d{1,2}(?:[.:][0-5]\d)?)(pagi|petang|malam|pg|ptg|mlm|tgh)(?![\p{L}\p{N}])/iuy,
  read([, written = "", part = ""], place) {
    const time = parseTime(written);
    const verbaliser = time === null ? null : verbaliserIn(place, "ms");
    if (time === null || verbaliser === null) return null;
    const clock = verbaliser.time({ ...time, announced: ANNOUNCED.test(place.before) });
    return `${clock} ${DAY_PARTS.get(part.toLowerCase()) ?? part}`;
  },
};

/** Four digits of a time before a Malay part of the day: `2300 malam`. */
const nightRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\p{Script=Latin}\d_.,:/])(2[0-3][0-5]\d|0[1-9][0-5]\d)(?= (?:malam|mlm|pagi|pg)(?!\p{L}))/iuy,
  read([written], place) {
    if (written === "2000") return null;
    const [hour, minute] = [Number(written.slice(0, 2)), Number(written.slice(2))];
    const time = { hour, minute, second: null, part: null };
    const announced = ANNOUNCED.test(place.before);
    return verbaliserIn(place, "ms")?.time({ ...time, announced }) ?? null;
  },
};

/** Times in forms that only Malay texts have. */
export const malayTimeRules: readonly Rule[] = [announcedRule, nightRule, touchingRule];
