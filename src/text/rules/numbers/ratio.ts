import { amountOf, between, joined, spokenNumber } from "./numeral.ts";
import type { Place, Rule } from "../rule.ts";

const SCORE =
  /(?<!\p{L})(?:scores?|scored|won|wins?|beat|beating|defeated|lost|lose|lead|led|leads|leading|draw|drew|drawn|tie|victory|ratio|odds|aspect|scale|menang|kalah|tewas|menumpaskan|membelasah|seri|jaringan|skor|nisbah|mata|keputusan|skala|menewaskan|mengalahkan|mendahului|berkesudahan)(?!\p{L})|比分|赢|贏|输|輸|胜|勝|击败|領先|领先|横扫|比例|打平|战平|戰平|大比分/iu;
const SCORE_AFTER =
  /^ ?(?:ratio|odds|aspect|split|win|lead|defeat|victory|draw|loss|score|menang|nisbah|kemenangan|kekalahan)(?!\p{L})|^ ?(?:大?胜|大?勝|击败|战胜|获胜|领先|的?比分|的?比例)/iu;
const CLOCK =
  /(?<!\p{L})(?:at|by|pukul|jam|until|till|before|after|around|@)\s$|[点點午上早晚]\s?$/iu;
/** Words after which a hyphen joins two numbers of an address. */
export const SILENT_HYPHEN =
  /(?<!\p{L})(?:blok|block|unit|lot|no\.?|apt\.?|apartment|suite|level|aras|tingkat|jalan|jln\.?|lorong|rumah|petak|pt|seksyen|tkt\.?|blk\.?|beralamat di|alamat:)\s$/iu;

/** Teams, which are written directly before a score. */
const TEAMS =
  "中国|日本|韩国|朝鲜|泰国|越南|马来西亚|新加坡|印尼|美国|英国|英格兰|法国|德国|巴西|阿根廷|意大利|西班牙|葡萄牙|荷兰|俄罗斯|澳大利亚|皇马|巴萨|曼联|曼城|利物浦|切尔西|阿森纳|拜仁|尤文|国安|恒大|申花|鲁能|湖人|勇士|火箭|凯尔特人|森林狼|掘金|独行侠|太阳|快船|骑士|热火|雄鹿|尼克斯|篮网|公牛|活塞|步行者|老鹰|黄蜂|奇才|魔术|猛龙|开拓者|爵士|灰熊|鹈鹕|马刺";
const TEAM_BEFORE = new RegExp(`(?:队|隊|女排|男排|女篮|男篮|国足|女足|男足|${TEAMS})\\s?$`, "u");
const NO_COUNT_AFTER = new RegExp(
  String.raw`^(?:$|[^\p{L}\p{N}%°年月日号岁个人名次]|胜|负|平|输|赢|击|战|险|惜|横|逆|不敌|\s?(?:${TEAMS}))`,
  "u",
);

/** The score of an earlier set, `21-18, `. Unlike in a range, the second number can be lower. */
const EARLIER_SCORE = /(?<![\d./-])(\d{1,2})-(\d{1,2})[，、,] ?$/u;

/** Returns whether the text around two numbers shows that they are a score or a ratio. */
export function hasScoreCue({ before, after }: Place): boolean {
  const [, won, lost] = EARLIER_SCORE.exec(before) ?? [];
  if (won !== undefined && Number(won) > Number(lost)) return true;
  const isMatch = TEAM_BEFORE.test(before) && NO_COUNT_AFTER.test(after);
  return (isMatch || SCORE.test(before) || SCORE_AFTER.test(after)) && !CLOCK.test(before);
}

/** Scores and ratios: `3:2`, `1:100`, `16:9`. With two digits after the colon they can be times, so a cue is needed. */
const ratio: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\d:.,/-])(\d{1,7}) ?[:\u2236\uff1a] ?(\d{1,3}(?:,\d{3}){1,3}|\d{1,7})(?: ?[:\u2236\uff1a] ?(\d{1,7}))?(?![\p{Script=Latin}\d:]|[.,]\d| ?[ap]\.?m)/iuy,
  read: ([written, first = "", second = "", third], place) => {
    const parts = [first, second, ...(third === undefined ? [] : [third])];
    if (parts.some((part) => /^0\d/.test(part)) && !hasScoreCue(place)) return null;
    const isClock = parts.slice(1).some((part) => part.length === 2) && Number(first) <= 24;
    const isSpaced = written.includes(" ") && !hasScoreCue(place);
    const isSure = hasScoreCue(place) || (!isClock && !isSpaced && !isVerse(place));
    const verbaliser = isSure ? place.verbaliser() : null;
    if (verbaliser === null) return null;
    const blank = verbaliser.language === "zh" ? "" : " ";
    return parts
      .map((part) => spokenNumber(verbaliser, part))
      .join(`${blank}${verbaliser.words.ratio}${blank}`);
  },
};

/** Returns whether the text before two numbers makes them a chapter and a verse: `John 3:2`, `surah Al-Baqarah 2:5`. */
function isVerse({ before }: Place): boolean {
  return /(?<!\p{L})(?:john|matthew|mark|luke|genesis|exodus|romans|psalms?|corinthians|surah|al-\p{L}+)\s$/iu.test(
    before,
  );
}

/** Multiples: `10x`, `2.5×`. */
const times: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<![\d.,])([1-9]\d{0,8}|\d{1,9}\.\d{1,9})[xX×](?![\p{Script=Latin}\p{N}]| ?[-+×÷=^*<>\u2212(] ?[\p{L}\d]| ?\/(?!(?:day|week|wk|month|mo|year|yr|hour|min)(?!\p{L})) ?[\p{L}\d]| \d)/uy,
  read: ([, digits = ""], place) => {
    const verbaliser = place.verbaliser();
    // `y = 2x`.
    if (verbaliser === null || /=\s?$/.test(place.before)) return null;
    const blank = verbaliser.language === "zh" ? "" : " ";
    return `${verbaliser.amount(amountOf(digits), verbaliser.words.times)}${blank}${verbaliser.words.times}`;
  },
};

/** Products and sizes with the letter x: `3x4`, `1920 x 1080`. */
const product: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![\d.,])([1-9]\d{0,8}(?:\.\d{1,9})?)(?: [xX] |[xX])(?=[1-9]|0\.|[$£€]\d|RM ?\d)/uy,
  read: ([written, digits = ""], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    const isTight = !written.includes(" ") || (digits.length > 2 && /^\d{3}/.test(place.after));
    const isSize = verbaliser.language === "en" && isTight && !/^[\d.]{1,9} ?=/.test(place.after);
    const sign = isSize ? "by" : verbaliser.operators["×"];
    return `${spokenNumber(verbaliser, digits)}${between(sign, { verbaliser, before: digits, after: "1" })}`;
  },
};

/** `RM99 x 12 bulan`, `18 pek x 40g`: so many times, after an amount with its noun. */
const timesEach: Rule = {
  kind: "math",
  switch: "numbers",
  first: ["letter", "sign"],
  pattern: /[xX×](?<=\d[^\d\n]{0,20} [xX×])(?= [1-9])/uy,
  read: (_, place) => place.verbaliser()?.operators["×"] ?? null,
};

const SALE =
  /(?:promo|promosi|sale|sales|jualan|shopee|lazada|diskaun|voucher|大促|促销|购物节|双十一)/iu;
/** `promo 11.11`: a day of sales. */
const saleDay: Rule = {
  kind: "date",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![\p{Script=Latin}\d.,$])([1-9]|1[0-2])\.\1(?![\d%\p{Script=Latin}]|[.,:]\d)/uy,
  read: ([, day = ""], place) => {
    const isSale = SALE.test(place.before.slice(-24)) || SALE.test(place.after.slice(0, 24));
    const verbaliser = isSale ? place.verbaliser() : null;
    if (verbaliser === null) return null;
    return joined(verbaliser, [verbaliser.cardinal(day), verbaliser.cardinal(day)]);
  },
};

/** Numbers of houses and classes, whose letter is not a unit: `Blok 7A`, `Form 5B`. */
const house: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(\d{1,5})(?: ?(?!I)| ?(?=I[,;:.)]))([A-Z])(?![\p{L}\p{N}])/uy,
  read: ([, digits = "", letter = ""], place) => {
    const cue =
      /(?<!\p{L})(?:blok|block|unit|lot|no\.?|number|nombor|apt\.?|suite|kelas|class|tingkatan|form|darjah|tahun|gate|pintu|seat|kerusi|platform|row|room|bilik|jalan|jln\.?|lorong|rumah|house|section|seksyen|bahagian|appendix|lampiran|bus|bas|line|exit|bldg|building|suite|ste|terminal|fig|figure|table|annex|level|floor|track|pier|dock|flat|booth|zone|hall|wing|ward|bay|locker|apartment|stand|step|item|page|grade|exhibit|question|soalan)\.?\s$|[栋座楼樓单元室号號班]\s?$/iu;
    const verbaliser = cue.test(place.before) ? place.verbaliser() : null;
    return verbaliser === null ? null : `${spokenNumber(verbaliser, digits)} ${letter}`;
  },
};

/** Scores and ratios, which come before times; products and house numbers, which come before units. */
export const ratioRules: readonly Rule[] = [ratio, times, product, timesEach, saleDay, house];
