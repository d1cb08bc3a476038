import type { Rule } from "../rule.ts";

/** Times of logs and subtitles, `07:21:48,123`, whose milliseconds are not spoken. */
const PRECISE = /(?<![\p{L}\d_.:-])(\d\d:\d\d:\d\d)[.,]\d{3}(?![\p{L}\d])/uy;
/** Times of timetables: `1600hrs`, `0830 hrs`. */
const HOURS = /(?<![\p{L}\d_.,:/-])([01]\d|2[0-3])([0-5]\d) ?hrs?(?![\p{L}\d])/uy;

const preciseRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern: PRECISE,
  read([, written = ""], place) {
    const [hour = 0, minute = 0, second = 0] = written.split(":").map(Number);
    if (hour > 24 || minute > 59 || second > 59) return null;
    return place.verbaliser()?.time({ hour, minute, second, part: null, announced: false }) ?? null;
  },
};

const hoursRule: Rule = {
  kind: "time",
  switch: "numbers",
  first: ["digit"],
  pattern: HOURS,
  read([, hour = "", minute = ""], place) {
    const verbaliser = place.verbaliser();
    if (verbaliser?.language !== "en") return null;
    const first = hour.startsWith("0") ? verbaliser.digits(hour) : verbaliser.cardinal(hour);
    const rest =
      minute === "00"
        ? "hundred"
        : minute.startsWith("0")
          ? verbaliser.digits(minute)
          : verbaliser.cardinal(minute);
    return `${first} ${rest} hours`;
  },
};

/** Times of logs, subtitles and timetables. */
export const timetableRules: readonly Rule[] = [preciseRule, hoursRule];
