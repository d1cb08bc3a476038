import { beginsWithMeasureWord } from "../../speak/measureWords.ts";
import type { Verbaliser } from "../../speak/verbaliser.ts";
import { decadeRules } from "./decades.ts";
import { joined, NUMBER, spokenNumber } from "./numeral.ts";
import { chineseRule } from "../chineseRule.ts";
import type { Place, Rule } from "../rule.ts";

/** Returns whether digits are a year from 1100 to 2099. */
export function isYear(digits: string): boolean {
  return /^(?:1[1-9]|20)\d\d$/.test(digits);
}

const MONTH =
  "jan(?:uary|uari)?|feb(?:ruary|ruari)?|mar(?:ch)?|mac|apr(?:il)?|may|mei|june?|jun|july?|julai|aug(?:ust)?|ogos|sept?(?:ember)?|oct(?:ober)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?|dis(?:ember)?";
/** The earlier years of a list: `2019, 2020 and ` before 2021. */
const LISTED = String.raw`(?:\d{4}(?:, | and |, and | or | & | dan | atau ))`;
/** The text before a year. It is sufficient whatever follows the number, except for round numbers. */
const STRONG = new RegExp(
  String.raw`(?<![\p{L}\d])(?:in|since|until|till|during|circa|ca?\.|\u00a9|\(c\)|years?|early|mid|late|spring|summer|autumn|fall|winter|born|died|founded|established|est\.|copyright|dated|q[1-4]|h[12]|fy|fiscal|tahun|sejak|pada|menjelang|sehingga|awal|akhir|pertengahan|lahir|pre-|post-|(?:from|between|dari|antara) \d{4} (?:to|and|until|till|hingga|dan|sampai)|${MONTH})\.?,? ?${LISTED}{0,4}$`,
  "iu",
);
/** Words before a number that is a year unless a counted thing follows it. */
const WEAK =
  /(?<![\p{L}\d])(?:by|of|from|to|before|after|around|between|dari|daripada|ke|the|this|last|next|a|its|his|her) ?$|'s $/iu;
/** A capitalised name before a year, except words that begin a sentence about a number. */
const NAME_BEFORE =
  /(?<![\p{Script=Latin}\d.])(?!(?:Only|About|Over|Nearly|Almost|Some|Exactly|Roughly|Approximately|At|Under|Just|All|Around|Than|Hanya|Kira|Lebih|Kurang|Hampir|Cuma|Ada|With|For|We|They|She|He|Sold|Add|Total)(?!\p{L}))\p{Lu}\p{L}{2,20} $/u;
const BRACKETS = /[([] ?$/;
const COUNT_OF =
  /(?<!\p{L})(?:total|crowd|sum|maximum|minimum|distance|number|average|population|out|group|team|audience|copies|batch|set|price|cost|speed|height|length|limit|range|record|capacity|fee|salary|budget|loan|fine|each) of $/iu;
const COUNTED =
  /^[ -](?:people|persons?|men|women|children|orang|percent|peratus|million|billion|thousand|ringgit|dollars?|sen|cents?|kilometers?|metres?|meters?|miles?|feet|kg|km|calories|hours?|minutes?|words?|steps?|units?|times|kali|buah|ekor|biji|keping|unit|langkah|more|or more|in total|per )(?!\p{L})/iu;
const PLURAL =
  /^ (?!(?:was|is|has|does|as|its|this|his|us|yes|always|perhaps|sometimes|unless|across|versus|news|plus|towards)(?!\p{L}))\p{Ll}{2,20}(?<!s)s(?!\p{L})/u;

/** The text before and after a year that begins a sentence: `2024 was a good year.` */
const FIRST_WORD = /(?:^|[.!?:] )$/;
const VERB =
  /^ (?:was|is|will|has|had|saw|marked|brought|began|ended|looks|proved|ialah|adalah|merupakan)(?!\p{L})/u;

/** Years that the text around them shows to be years: `in 1998`, `Wawasan 2020`, `(1998)`. */
const year: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![\d.,:/$£€¥])(?:1\d|2[01])\d\d(?![\p{L}\d²³½]|[.,:/]\d)/uy,
  read: ([digits], place) => {
    const verbaliser = isYearInText(digits, place) ? place.verbaliser() : null;
    if (verbaliser?.language !== "zh") return verbaliser?.year(digits) ?? null;
    // In Chinese only after a name in Latin letters: Office 2021.
    const isRecent = /^(?:199|20[0-4])\d$/.test(digits) && /\p{Script=Latin} $/u.test(place.before);
    return isRecent && !beginsWithMeasureWord(place.after) ? verbaliser.year(digits) : null;
  },
};

/** The text after the first year of a range: `1990 to 2005`, if no counted thing follows. */
const SECOND_YEAR =
  /^ (?:to|through|until|till) (?:1[89]|20)\d\d(?![\p{L}\d.,:/%]\d?)(?! \p{Ll}{2,20}s(?!\p{L})| (?:people|more|km|kg|m|percent))/u;
/** The text after the year of an event: `2024 Olympics`, `1998 World Cup`. */
const EVENT =
  /^ (?:\p{Lu}\p{Ll}+ ){0,2}(?:Olympics?|Games|World|Cup|Championships?|Election|Elections|Budget|Census|Season|Grand|Super|Summit|Tour|Open|Masters|Awards?|Conference|Edition)(?!\p{L})/u;

/** Returns whether the text around a number shows that it is a year. */
function isYearInText(digits: string, { before, after }: Place): boolean {
  const isRound = digits.endsWith("00") || digits.endsWith("50");
  if (STRONG.test(before)) return !(isRound && (COUNTED.test(after) || PLURAL.test(after)));
  if (!/^(?:1[1-9]|2[01])/.test(digits)) return false;
  if (COUNTED.test(after) || PLURAL.test(after) || COUNT_OF.test(before)) return false;
  if (BRACKETS.test(before)) return /^ ?[)\],;]/.test(after);
  const isRecent = /^(?:1[89]|2[01])/.test(digits);
  if (isRecent && SECOND_YEAR.test(after)) return true;
  if (!isRound && /^(?:19|20)/.test(digits) && EVENT.test(after)) return true;
  if (WEAK.test(before)) return isRecent || !digits.endsWith("00");
  if (FIRST_WORD.test(before)) return isRecent && VERB.test(after);
  return isRecent && NAME_BEFORE.test(before);
}

const NAMED_BY_YEAR =
  /^\s?(?:年(?!前|来|來|的?历史|的?歷史|内|间)|(?:级|届|款|版|赛季|財年|财年|年度|春晚|奥运|世界杯|世博|欧洲杯|亚运))/u;
const SINCE = /(?:[今明去前后]年是?|自|从|從|截至|始于|在|于|於|到|至|公元前?|西元前?)\s?$/u;
/** Chinese years, whose digits are spoken one by one: `2025年`, `1998级`. */
const chineseYear: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\d.,:第])(?:[12]\d{3}|[1-9]\d{2}(?=\s?年)|0\d(?=\s?年))(?![\p{Script=Latin}\d]|[.,:/%]\d?)/uy,
  read: ([digits], place) => {
    const { before, after } = place;
    const hasEra = /(?:公元前?|西元前?)\s?$/u.test(before);
    if (digits.length === 3 && !hasEra) return null;
    const isNamed =
      NAMED_BY_YEAR.test(after) ||
      (isYear(digits) && !digits.endsWith("00") && /^\s?年/.test(after));
    const isSince =
      isYear(digits) && SINCE.test(before) && /^(?:$|[^\p{L}\d\s]|到|至|以来|以來|起)/u.test(after);
    const isFirstOfRange = isYear(digits) && /^\s?[到至]\s?[12]\d{3}\s?年/u.test(after);
    const verbaliser = isNamed || isSince || isFirstOfRange ? place.verbaliser() : null;
    return verbaliser?.language === "zh" ? verbaliser.year(digits) : null;
  },
};

/** The year in which students began: `98级`. */
const studentYear = chineseRule({
  kind: "number",
  pattern:
    /(?<![\d.,第满升到达])(?:(?:[89][1-9]|0\d)(?=级(?!台阶|阶梯|浮屠|大风|风力|考试|地震))|[6-9]\d(?=级(?:的?学生|新生|毕业|校友|同学)))/uy,
  read: ([digits], verbaliser) => verbaliser.digits(digits),
});

/** Years before an era: `44 BC`, `10,000 B.C.`, `476 AD`, `1446H`, `2024M`. */
const yearBeforeEra: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`(?:(1[2-5]\d\d) ?H|((?:1[5-9]|20)\d\d) ?M|(\d{1,5}) ?(?:SM|S\.M\.)|(${NUMBER}) ?(B\.C\.E\.|B\.C\.?|A\.D\.?|C\.E\.|BCE?|CE|AD))(?![\p{L}\d])`,
    "uy",
  ),
  read: ([match, hijri, christian, malay, written, era = ""], place) => {
    const verbaliser = place.verbaliser();
    const digits = hijri ?? christian ?? malay ?? written;
    if (verbaliser === null || digits === undefined) return null;
    if ((christian ?? malay) !== undefined && verbaliser.language !== "ms") return null;
    const before = malay !== undefined || era.startsWith("B");
    const isLetters = verbaliser.language === "en" && era !== "";
    const near = before ? verbaliser.eras.bc : verbaliser.eras.ad;
    const letters = era.replaceAll(".", "").toLowerCase().split("").join(" ");
    const words = hijri !== undefined ? verbaliser.eras.hijri : isLetters ? letters : near;
    const endsSentence = match.endsWith(".") && /^(?:$|\s\p{Lu})/u.test(place.after);
    const length = match.length - (endsSentence ? 1 : 0);
    return {
      text: withEra(ofEra(digits, verbaliser), words, { verbaliser, after: place.after }),
      length,
    };
  },
};

/** Joins a year and its era; in Chinese the era comes first: 公元前二二一年. */
function withEra(
  year: string,
  era: string,
  { verbaliser, after }: { readonly verbaliser: Verbaliser; readonly after: string },
): string {
  if (verbaliser.language !== "zh") return joined(verbaliser, [year, era]);
  return `${era}${year}${/^ ?年/u.test(after) ? "" : "年"}`;
}

/** Years before an era in small letters, which must follow the number directly: `2934ad`, `1234b.c.`. */
const smallEra: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\p{Script=Latin}\d.,:/-])([1-9]\d{2,3})(?:(bc|ad)(?![\p{Script=Latin}\d.])|(b\.c\.|a\.d\.)(?![\p{Script=Latin}\d]))/uy,
  read: ([, digits = "", plain, dotted], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const era = (plain ?? dotted ?? "").startsWith("b") ? verbaliser.eras.bc : verbaliser.eras.ad;
    return withEra(verbaliser.year(digits), era, { verbaliser, after: place.after });
  },
};

/** Speaks the number of a year with an era. */
function ofEra(written: string, verbaliser: Verbaliser): string {
  return /^[1-9]\d{0,3}$/.test(written)
    ? verbaliser.year(written)
    : spokenNumber(verbaliser, written);
}

/** Years after their era: `AD 79`. */
const eraBeforeYear: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["letter"],
  pattern: /A\.?D\.? ?([1-9]\d{0,3})(?![\p{L}\d]|[.,]\d)/uy,
  read: ([, digits = ""], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const isHan = verbaliser.language === "zh" && !/^ ?年/u.test(place.after);
    return joined(verbaliser, [verbaliser.eras.ad, verbaliser.year(digits)]) + (isHan ? "年" : "");
  },
};

const YEAR_BEFORE =
  /(?<!\p{L})(?:of|in|since|by|from|until|the|early|late|before|after|and|summer|spring|winter|autumn) $|'\d\d(?: to | and )$/iu;
/** Years without their century: `class of '98`, `Q4'23`. */
const shortYear: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["sign"],
  pattern: /(?:(?<='\d\d)([-\u2013])|(?<![\p{L}\d])|(?<=[QH][1-4]|[FC]Y))'(\d\d)(?![\p{L}\d'])/uy,
  read: ([, dash, digits = ""], place) => {
    const { before } = place;
    if (dash !== undefined) {
      const verbaliser = place.verbaliser();
      return verbaliser && ` ${verbaliser.range("", verbaliser.year(digits)).trimStart()}`;
    }
    const isPart = /[\p{L}\d]$/u.test(before);
    const year = isPart || YEAR_BEFORE.test(before) ? place.verbaliser()?.year(digits) : undefined;
    if (year === undefined) return null;
    return isPart ? ` ${year}` : year;
  },
};

/** Years and decades with a marker, which are tried before units (`90s`, `2024M`). */
export const markedYearRules: readonly Rule[] = [
  ...decadeRules,
  studentYear,
  yearBeforeEra,
  smallEra,
  eraBeforeYear,
];

export const yearRules: readonly Rule[] = [chineseYear, year, shortYear];
