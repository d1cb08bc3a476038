import type { ClockTime } from "../../speak/verbaliser.ts";

/** Sources of lookarounds: no time begins or ends inside a word, a number or a name. */
export const START = String.raw`(?<![\p{Script=Latin}\d_]|\d[:.,\-\u2013]|[\p{Script=Latin}][._])`;
export const STOP = String.raw`(?![\p{Script=Latin}\d_%°]|[:.,]\d|\/\d(?!\d?:\d\d))`;
/** Malay words before a time. */
export const ANNOUNCED = /\b(?:pukul|jam|pkl|pkul|kul|pk)\.? ?:? ?$/i;
const PARTS = /^(\d{1,2})(?:([:.])(\d\d)(?::(\d\d))?)?(?: ?([ap])\.?m\.?|h)?$/i;

/** A time, or one end of a range of times, with its text and the sign between hour and minute. */
export interface End extends ClockTime {
  readonly mark: string | null;
  readonly text: string;
}

/** Parses one time; null if the time does not exist. */
export function parseTime(text: string): End | null {
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

/** Parses the ends of a match; null if one of them is not a time. */
export function endsOf(texts: readonly (string | undefined)[]): End[] | null {
  const ends: End[] = [];
  for (const text of texts) {
    if (text === undefined) continue;
    const end = parseTime(text);
    if (end === null) return null;
    ends.push(end);
  }
  return ends;
}
