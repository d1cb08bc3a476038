import { groupsOf, MAX_CARDINAL_DIGITS, withoutLeadingZeros } from "./digitGroups.ts";
import type { Amount, Verbaliser } from "./verbaliser.ts";

/**
 * The number words of a language that counts as Malay does: a prefix stands for one before ten, hundred and thousand
 * (sepuluh, sebelas, seratus, seribu), and an ordinal is a cardinal with a prefix.
 */
export interface NumberWords {
  /** The words of 0 to 9. */
  readonly digits: readonly string[];
  /** The prefix that means one: "se" in sepuluh. */
  readonly one: string;
  /** The word after the units of 11 to 19: belas. */
  readonly teen: string;
  readonly ten: string;
  readonly hundred: string;
  readonly thousand: string;
  readonly million: string;
  readonly billion: string;
  readonly trillion: string;
  /** The decimal sign. */
  readonly decimal: string;
  readonly negative: string;
  readonly first: string;
  /** The prefix of ordinals above the first. */
  readonly ordinal: string;
  readonly half: string;
  /** The word between the two numbers of a fraction. */
  readonly over: string;
  /** The suffix of decades. */
  readonly decade: string;
}

type Numbers = Pick<
  Verbaliser,
  "cardinal" | "digits" | "amount" | "ordinal" | "year" | "decade" | "fraction" | "mixed"
>;

const DIGIT = /\d/g;
/** Zeros of 万 and 亿. Malay has no words for them, so the decimal sign is moved by as many places. */
const CHINESE_PLACES = { wan: 4, yi: 8 };

/**
 * Creates the functions that speak numbers.
 *
 * @example createMalayNumbers(MALAY_WORDS).cardinal("1018") // "seribu lapan belas"
 */
export function createMalayNumbers(words: NumberWords): Numbers {
  /** Names of the groups of three digits, the last group first. */
  const groupNames = ["", words.thousand, words.million, words.billion, words.trillion];

  const digit = (value: number) => words.digits[value] ?? "";
  const counted = (count: number, name: string) =>
    count === 1 ? words.one + name : `${digit(count)} ${name}`;

  function digits(text: string): string {
    return Array.from(text.matchAll(DIGIT), ([character]) => digit(Number(character))).join(" ");
  }

  function belowHundred(value: number): string {
    if (value < 10) return digit(value);
    if (value > 10 && value < 20) return counted(value - 10, words.teen);
    const tens = counted(Math.floor(value / 10), words.ten);
    return value % 10 === 0 ? tens : `${tens} ${digit(value % 10)}`;
  }

  function belowThousand(value: number): string {
    if (value < 100) return belowHundred(value);
    const hundreds = counted(Math.floor(value / 100), words.hundred);
    return value % 100 === 0 ? hundreds : `${hundreds} ${belowHundred(value % 100)}`;
  }

  function cardinal(text: string): string {
    const number = withoutLeadingZeros(text);
    if (number === "0") return digit(0);
    if (number.length > MAX_CARDINAL_DIGITS) return digits(number);
    const groups = groupsOf(number, 3);
    return groups
      .map((group, index) => groupWords(Number(group), groups.length - 1 - index))
      .filter((spoken) => spoken !== "")
      .join(" ");
  }

  /** Returns the words of a group of three digits; `place` is the number of groups after it. */
  function groupWords(value: number, place: number): string {
    if (value === 0) return "";
    const name = groupNames[place] ?? "";
    if (place === 0) return belowThousand(value);
    return place === 1 && value === 1 ? words.one + name : `${belowThousand(value)} ${name}`;
  }

  function decimal(whole: string, fraction: string | null): string {
    const spoken = cardinal(whole);
    return fraction ? `${spoken} ${words.decimal} ${digits(fraction)}` : spoken;
  }

  function scaled({ whole, fraction, scale }: Amount): string {
    if (scale === null) return decimal(whole, fraction);
    if (scale === "wan" || scale === "yi") {
      return decimal(...shifted(whole, fraction ?? "", CHINESE_PLACES[scale]));
    }
    const name = words[scale];
    const one = scale === "thousand" && !fraction && withoutLeadingZeros(whole) === "1";
    return one ? words.one + name : `${decimal(whole, fraction)} ${name}`;
  }

  function fraction(top: string, bottom: string): string {
    const [above, below] = [withoutLeadingZeros(top), withoutLeadingZeros(bottom)];
    if (above === "1" && below === "2") return words.half;
    return `${cardinal(above)} ${words.over} ${cardinal(below)}`;
  }

  return {
    cardinal,
    digits,
    amount: (amount) => (amount.negative ? `${words.negative} ` : "") + scaled(amount),
    ordinal: (text) =>
      withoutLeadingZeros(text) === "1" ? words.first : words.ordinal + cardinal(text),
    // The zero of the year in 25/12/05 is spoken.
    year: (text) => (/^0\d$/.test(text) ? digits(text) : cardinal(text)),
    decade: (text) => cardinal(text) + words.decade,
    fraction,
    mixed: (whole, top, bottom) => `${cardinal(whole)} ${fraction(top, bottom)}`,
  };
}

/** Moves the decimal sign to the right by `places`. */
function shifted(whole: string, fraction: string, places: number): [string, string] {
  return [whole + fraction.slice(0, places).padEnd(places, "0"), fraction.slice(places)];
}
