/** Characters before 得 that make it the verb "must": pronouns, and adverbs such as 就 and 也. */
const BEFORE_MUST = /(?:^|[我你您他她它们谁咱家都也还又就总非必可真才先须便准])$/u;
/** Characters after 得 that make it the verb "to get". */
const AFTER_GET = /^(?:[了到过出第奖分病胜票名着])/u;
/** Nouns and measure words before 地, which is then "ground". */
const BEFORE_GROUND =
  /[这那哪块片当本各此某该外内土草田山荒空场陆工基营驻原就产圣墓绿湿耕林菜处个的在是]$/u;
/** Characters after 地 with which it is "ground": 地上, 地球, 地图. */
const AFTER_GROUND =
  /^(?:下(?![着了雨雪])|[上里面中点区方位图带毯板铁球理质震势产主名址步瓜狱税价皮窖基域形表底段头道摊雷盘平契和与是的有很被])/u;

/**
 * Returns the syllable of a 得 that no word contains: `dei3` for "must", `de2` for "to get", else the particle `de0`.
 *
 * @param before the text before the character in its clause
 * @param after the text after it
 */
export function readDe(before: string, after: string): string {
  const isFixed = before.endsWith("不") && /^[不已了]/u.test(after);
  if (isFixed || AFTER_GET.test(after)) return "de2";
  return after !== "" && BEFORE_MUST.test(before) ? "dei3" : "de0";
}

/**
 * Returns the syllable of a 地 that no word contains: `de0` after an adverb (慢慢地走), else `di4`.
 *
 * @param before the last word before the character; "" if there is none
 * @param after the text after it
 */
export function readDi(before: string, after: string): string {
  if (after === "" || before.length < 2) return "di4";
  return BEFORE_GROUND.test(before) || AFTER_GROUND.test(after) ? "di4" : "de0";
}
