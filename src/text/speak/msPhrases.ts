import type { Currency } from "./currencies.ts";
import type { CurrencyName, PerWord } from "./msNames.ts";
import { createMalayNumbers, type NumberWords } from "./msNumbers.ts";
import type { Unit } from "./units.ts";
import type { Amount, CalendarDate, ClockTime, Per, Verbaliser } from "./verbaliser.ts";

interface ClockWords {
  /** The word before the hour: pukul. */
  readonly at: string;
  readonly minute: string;
  readonly second: string;
  readonly midnight: string;
  readonly morning: string;
  readonly noon: string;
  readonly afternoon: string;
  readonly night: string;
}

/** The words of Malay, or of a language with the same order of words. */
export interface MalayWords
  extends NumberWords, Pick<Verbaliser, "language" | "eras" | "address" | "operators" | "words"> {
  /** The word between the two ends of a range. */
  readonly until: string;
  readonly percent: string;
  readonly per: string;
  readonly perWords: Readonly<Record<PerWord, string>>;
  /** Words of a rate per unit, for units that do not follow `per`. */
  readonly perUnits: Readonly<Partial<Record<Unit, string>>>;
  readonly currencies: Readonly<Record<Currency, CurrencyName>>;
  readonly units: Readonly<Record<Unit, string>>;
  /** Names of the months, from January on. */
  readonly months: readonly string[];
  readonly clock: ClockWords;
}

/**
 * Creates the verbaliser of Malay, or of a language with other words in the same order.
 *
 * @example createMalay({ ...MALAY_WORDS, language: "id", decimal: "koma" })
 */
export function createMalay(words: MalayWords): Verbaliser {
  const numbers = createMalayNumbers(words);
  const { amount, cardinal } = numbers;

  const isUnit = (per: Per): per is Unit => per in words.units;
  const perPhrase = (per: Per) =>
    isUnit(per) ? (words.perUnits[per] ?? `${words.per} ${words.units[per]}`) : words.perWords[per];
  const withPer = (phrase: string, per: Per | undefined) =>
    per === undefined ? phrase : `${phrase} ${perPhrase(per)}`;
  const range = (from: string, to: string) => `${from} ${words.until} ${to}`;

  function price(sum: Amount, currency: Currency): string {
    const { name, minor } = words.currencies[currency];
    const cents = centsOf(sum);
    if (cents === null || minor === null) return `${amount(sum)} ${name}`;
    const whole = { ...sum, fraction: null };
    const small = `${cardinal(cents)} ${minor}`;
    if (!/[1-9]/.test(sum.whole)) return (sum.negative ? `${words.negative} ` : "") + small;
    return `${amount(whole)} ${name} ${words.words.and} ${small}`;
  }

  function money(sum: Amount, currency: Currency, per?: Per): string {
    return withPer(price(withoutZeroCents(sum), currency), per);
  }

  function moneyRange(from: Amount, to: Amount, currency: Currency): string {
    const [first, last] = [withoutZeroCents(from), withoutZeroCents(to)];
    const { name, minor } = words.currencies[currency];
    const hasCents = minor !== null && (centsOf(first) !== null || centsOf(last) !== null);
    if (hasCents) return range(price(first, currency), price(last, currency));
    return `${range(amount(first), amount(last))} ${name}`;
  }

  function date({ year, month, day, monthFirst }: CalendarDate): string {
    const name = words.months[month - 1] ?? cardinal(String(month));
    const parts = day === null ? [name] : [cardinal(String(day)), name];
    if (monthFirst) parts.reverse();
    if (year !== null) parts.push(numbers.year(year));
    return parts.join(" ");
  }

  function time(clock: ClockTime): string {
    const { at, minute: minutes, second: seconds } = words.clock;
    const { minute, second } = clock;
    const parts = clock.announced ? [] : [at];
    parts.push(cardinal(String(spokenHour(clock))));
    if (minute) {
      parts.push(cardinal(String(minute)));
      // Without "minit", a minute below ten would sound like a second hour.
      if (minute < 10 || second) parts.push(minutes);
    }
    if (second) parts.push(cardinal(String(second)), seconds);
    const part = partOfDay(clock);
    if (part !== null) parts.push(words.clock[part]);
    return parts.join(" ");
  }

  return {
    ...numbers,
    phone: numbers.digits,
    language: words.language,
    eras: words.eras,
    address: words.address,
    operators: words.operators,
    words: words.words,
    range,
    percent: (value) => `${amount(value)} ${words.percent}`,
    money,
    measure: (size, unit, per) => withPer(`${amount(size)} ${words.units[unit]}`, per),
    measureRange: (first, last, unit) =>
      `${range(amount(first), amount(last))} ${words.units[unit]}`,
    moneyRange,
    date,
    time,
  };
}

/** Returns the hundredths of an amount as two digits; null if there are none or the decimals are spoken as decimals. */
function centsOf({ fraction, scale }: Amount): string | null {
  return scale === null && fraction && fraction.length <= 2 ? fraction.padEnd(2, "0") : null;
}

function withoutZeroCents(sum: Amount): Amount {
  const zero = sum.scale === null && sum.fraction !== null && /^0*$/.test(sum.fraction);
  return zero ? { ...sum, fraction: null } : sum;
}

/** Returns the hour on the twelve-hour clock if the part of the day is spoken, otherwise the hour as written. */
function spokenHour({ hour, part }: ClockTime): number {
  const twelve = part === "pm" || hour === 0 || hour === 24;
  return twelve ? hour % 12 || 12 : hour;
}

function partOfDay({ hour, part }: ClockTime): keyof ClockWords | null {
  if (part === null) return hour % 24 === 0 ? "midnight" : null;
  const beyondTwelve = hour % 12;
  if (part === "am") return beyondTwelve === 0 ? "midnight" : "morning";
  if (beyondTwelve === 0) return "noon";
  return beyondTwelve < 7 ? "afternoon" : "night";
}
