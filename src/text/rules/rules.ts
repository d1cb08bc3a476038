import { abbreviationsRules } from "./letters/abbreviations.ts";
import { chineseNameRules } from "./addresses/chineseNames.ts";
import { chineseQuantityRules } from "./quantities/chineseQuantities.ts";
import { clauseRules } from "./numbers/clauses.ts";
import { dateGroups } from "./calendar/date.ts";
import { digitByDigitRules } from "./numbers/digitByDigit.ts";
import { doublingRules } from "./letters/doubling.ts";
import { fractionRules } from "./numbers/fraction.ts";
import { greekRules } from "./numbers/greek.ts";
import { lettersRules } from "./letters/letters.ts";
import { mathsRules } from "./numbers/maths.ts";
import { moneyRules } from "./quantities/money.ts";
import { numberRules } from "./numbers/number.ts";
import { ordinalRules } from "./numbers/ordinal.ts";
import { percentRules } from "./quantities/percent.ts";
import { phoneRules } from "./addresses/phone.ts";
import { rangeRules } from "./numbers/range.ts";
import { ratioRules } from "./numbers/ratio.ts";
import { romanRules } from "./numbers/roman.ts";
import { scaleRules } from "./numbers/scaled.ts";
import type { FirstCharacter, Rule, RuleGroup } from "./rule.ts";
import { sizeRules } from "./quantities/size.ts";
import { socialRules } from "./addresses/social.ts";
import { serialRules } from "./addresses/serials.ts";
import { signNameRules } from "./quantities/signNames.ts";
import { signsRules } from "./letters/signs.ts";
import { streetRules } from "./addresses/streets.ts";
import { spanRules } from "./calendar/timeSpans.ts";
import { timeRules } from "./calendar/time.ts";
import { unitRules } from "./quantities/unit.ts";
import { verseRules } from "./numbers/verses.ts";
import { versionRules } from "./addresses/version.ts";
import { webRules } from "./addresses/web.ts";
import { markedYearRules, yearRules } from "./numbers/year.ts";

const LATIN = /[A-Za-z]/;
/** A number or a capitalised word before another number or capitalised word: `1428 Elm St`, `Santa Clara, CA`. */
const STREET = /(?:\d[A-Z]?|\p{Lu}[\p{L}.,]{0,20}) [\p{Lu}\d]/u;
const LETTER = /[A-Za-z\p{Script=Han}]/u;

/** All rules in the order in which they are tried. Longer and more specific forms come first. */
const GROUPS: readonly RuleGroup[] = [
  { needs: /[@/\\]|\.[\p{L}\d]/u, rules: webRules },
  { needs: null, rules: mathsRules },
  { needs: STREET, rules: streetRules },
  { needs: /\d{3}|[+A-Za-z]/, rules: phoneRules },
  { needs: LATIN, rules: clauseRules },
  { needs: LETTER, rules: chineseNameRules },
  { needs: LATIN, rules: serialRules },
  { needs: LATIN, rules: verseRules },
  ...dateGroups,
  { needs: /[A-Za-z'\p{Script=Han}]/u, rules: markedYearRules },
  { needs: /[\p{Script=Han}wWkK%~-]/u, rules: chineseQuantityRules },
  { needs: /[x×X*/"'A-Za-z]/, rules: sizeRules },
  { needs: /[:\uff1a/\-\u2013×A-Za-z\p{Script=Han}]/u, rules: ratioRules },
  { needs: /[A-Za-z:.\p{Script=Han}]/u, rules: timeRules },
  { needs: /[$£€¥￥₩₱₫₹฿₿¢A-Za-z元]/, rules: moneyRules },
  { needs: /[%‰％]/, rules: percentRules },
  { needs: LETTER, rules: scaleRules },
  { needs: /[A-Za-z\p{Script=Han}°℃℉µμΩ'"\u2032\u2033º˚%]/u, rules: unitRules },
  { needs: LATIN, rules: spanRules },
  { needs: /\./, rules: versionRules },
  { needs: /[A-Za-z\p{Script=Han}]|\d{7}|0\d/u, rules: digitByDigitRules },
  { needs: /[/\u2044\u2215\u00bc-\u00be\u2150-\u215f\u2189分]/, rules: fractionRules },
  { needs: /[A-Za-z第ºª]/, rules: ordinalRules },
  { needs: /[-\u2013\u2014~\uff5e\u301c]/, rules: rangeRules },
  { needs: null, rules: yearRules },
  { needs: /[IVXLC]/, rules: romanRules },
  { needs: LATIN, rules: doublingRules },
  { needs: null, rules: socialRules },
  { needs: LATIN, rules: abbreviationsRules },
  { needs: LATIN, rules: lettersRules },
  { needs: null, rules: numberRules },
  { needs: /\p{Script=Greek}/u, rules: greekRules },
  { needs: null, rules: signNameRules },
  { needs: null, rules: signsRules },
];

type ByFirst = Readonly<Record<FirstCharacter, readonly Rule[]>>;

/** The different needs of the groups. */
const NEEDS = [...new Set(GROUPS.flatMap(({ needs }) => (needs === null ? [] : [needs])))];

/** The result of `rulesFor` for each set of needs that a text meets; bit i of the key is need i. */
const rulesByNeeds = new Map<number, ByFirst>();

/** Returns the rules that can match in a text, by the first character of their tokens. */
export function rulesFor(text: string): ByFirst {
  let key = 0;
  for (const [index, needs] of NEEDS.entries()) if (needs.test(text)) key += 2 ** index;
  let rules = rulesByNeeds.get(key);
  if (rules === undefined) rulesByNeeds.set(key, (rules = byFirst(text)));
  return rules;
}

function byFirst(text: string): ByFirst {
  const groups = GROUPS.filter(({ needs }) => needs === null || needs.test(text));
  const all = groups.flatMap((group) => group.rules);
  const startingWith = (first: FirstCharacter) => all.filter((rule) => rule.first.includes(first));
  return {
    digit: startingWith("digit"),
    letter: startingWith("letter"),
    han: startingWith("han"),
    sign: startingWith("sign"),
  };
}
