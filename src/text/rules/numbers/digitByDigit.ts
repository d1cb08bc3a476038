import { beginsWithMeasureWord } from "../../speak/measureWords.ts";
import { chineseRule } from "../chineseRule.ts";
import type { Rule } from "../rule.ts";

/** Words between a cue (such as "code") and its number: `code is`, `PIN anda ialah`, `account no.`. */
const FILLER = String.raw`(?:[:#=(-]|numbers?|no\.?|nos\.?|num|code|is|was|are|ends in|ending in|ending|the|your|my|anda|awak|saya|dia|kami|kamu|ialah|adalah|nombor|bernombor|baharu|baru|new)`;
/** Cues after which a number of two digits is a code too. */
const SECRETS = String.raw`(?:pin|otp|tac|cvv|cvc|passcode|password|kata laluan|verification code|kod pengesahan)`;
const CUES = String.raw`(?:codes?|accounts?|acc(?:t)?\.?|cards?|postcodes?|postal code|zip(?: code)?|flights?|ic|mykad|nric|passports?|rooms?|(?:serial|tracking|reference|booking|invoice|order|ticket|plate)(?= ?(?:numbers?|no\b|codes?|id\b|#|is|:))|ref\.?|extension|ext\.?|kod(?: pos)?|akaun|poskod|kad|penerbangan|pasport|bilik|rujukan|resit|siri|(?:invois|tempahan|tiket|pesanan)(?= ?(?:nombor|no\b|#|:|ialah))|sambungan)`;
const AFTER_SECRET = new RegExp(
  String.raw`(?<![\p{L}\d])${SECRETS}(?:\s?${FILLER}(?![\p{L}])){0,4}\s?["']?$`,
  "iu",
);
const AFTER_CUE = new RegExp(
  String.raw`(?<![\p{L}\d])${CUES}(?:\s?${FILLER}(?![\p{L}])){0,4}\s?$`,
  "iu",
);
const AFTER_HAN =
  /(?:密码|验证码|驗證碼|密碼|账号|帳號|账户|帐号|帐户|邮编|邮政编码|郵編|航班|航班号|编号|編號|工号|学号|卡号|号码|號碼|代码|代號|代号|订单号?|单号|车牌号?|房间号?|房号|尾号|区号|序列号|口令|门牌|端口|错误码|错误代码|状态码|会议室|教室|病房|包厢|办公室|信箱|尾数|HTTP ?)(?:号码?|號碼?)?(?:\s?(?:是|为|為|：|:|，|后四位|改为)){0,2}\s?$/u;
/** Words after numbers that are names of days, buses and rooms: `911事件`, `302路`, `1205室`. */
const BEFORE_HAN =
  /^\s?(?:事件|晚会|工作制|报错|错误页|页面|恐袭|恐怖袭击|购物节|大促|工程|高校|院校|大学|街区|热线|火车|航班|专线|房间?(?![子屋])|室|号(?:房|室|楼|病房|航班|教室)|路(?:公交|巴士|车|公车|汽车)?|班机|届|级(?:新生|学生|毕业生|校友))/u;
/** Words for roads and houses before their number. */
const ROAD = /(?:国道|國道|省道|县道|[座栋棟])\s?$/u;
/** Service numbers, and the words before and after them. */
const SERVICE = /^(?:100\d\d|12[13]\d\d|9[56]\d{3}|1[12]\d)$/;
const SERVICE_BEFORE =
  /(?:拨打|撥打|拨|打|致电|致電|电话|電話|热线|熱線|客服|短信|发.{0,12}[至到])[是为：:]?\s?$/u;
const SERVICE_AFTER = /^\s?(?:热线|熱線|客服|官网|网站|平台|短信|电话|電話)/u;
const CLASS_OF = /^(?:级|届)/;

/** Codes, whose digits are spoken one by one: `PIN 4821`, `验证码482913`, `kad 1234-5678`. */
const code: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["digit"],
  pattern: /\d{2,20}(?:[- ]\d{3,6}(?!\d)){0,5}(?![\p{Script=Latin}\d]|[.,:/]\d)/uy,
  read: ([written], place) => {
    const { before } = place;
    const isLong = /^\d{3}/.test(written);
    const isCode =
      AFTER_SECRET.test(before) ||
      (isLong &&
        (AFTER_CUE.test(before) ||
          (AFTER_HAN.test(before) && !beginsWithMeasureWord(place.after))));
    const verbaliser = isCode ? place.verbaliser() : null;
    return verbaliser === null ? null : spokenGroups(written, (digits) => verbaliser.phone(digits));
  },
};

/** Words of an address before a postcode. */
const ADDRESS_BEFORE =
  /(?<!\p{L})(?:Jalan|Jln|Lorong|Lrg|Taman|Tmn|Persiaran|Lebuh|Kampung|Kg|Seksyen|Bandar|Lot|Blok|Wisma|Menara|Peti Surat)(?!\p{L})[^\n]{0,50}, $/u;
/** `Jalan Ampang, 50450 Kuala Lumpur`. */
const postcode: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![\d.,])\d{5}(?= (?:\p{Lu}\p{Ll}|KL|JB|PJ))/uy,
  read: ([written], { before, verbaliser }) =>
    ADDRESS_BEFORE.test(before) ? (verbaliser()?.digits(written) ?? null) : null,
};

/** Names of three or four digits: `911事件`, `302路`. */
const name: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![\d.,第])\d{3,4}(?![\d.,])(?=\s?\p{Script=Han})/uy,
  read: ([written], place) => {
    const named = BEFORE_HAN.exec(place.after)?.[0];
    if (named === undefined || (CLASS_OF.test(named) && !/^(?:19|20)\d\d$/.test(written)))
      return null;
    if (/^\s?路$/.test(named) && written.length !== 3) return null;
    return place.verbaliser()?.digits(written) ?? null;
  },
};

/** `国道107`, `拨打12306`, `12306网站`. */
const service: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![\d.,])\d{3,5}(?![\d.,:/%\p{Script=Latin}])/uy,
  read: ([written], { before, after, verbaliser }) => {
    const isService =
      SERVICE.test(written) && (SERVICE_BEFORE.test(before) || SERVICE_AFTER.test(after));
    const isName = isService || (ROAD.test(before) && !beginsWithMeasureWord(after));
    const chinese = isName ? verbaliser() : null;
    return chinese?.language === "zh" ? chinese.phone(written) : null;
  },
};

/** Extensions and rooms: `转801`, `12层1205`, `3单元101`. */
const room = chineseRule({
  kind: "id",
  pattern: /(?<=\d ?(?:转|[层楼栋座] ?|单元) ?)\d{3,4}(?![\p{L}\d]|[.,:/-]\d)/uy,
  read: ([written], verbaliser) => verbaliser.phone(written),
});

/** The digits in the name of an account: `wx_123456`. */
const handle: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<=[A-Za-z]_)\d{3,20}(?![\p{Script=Latin}\d_]|[.,:/]\d)/uy,
  read: ([written], place) => place.verbaliser()?.phone(written) ?? null,
};

/** Numbers with a leading zero or at least ten digits: `007`, `13501234567`. */
const identifier: Rule = {
  kind: "number",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<!第\s?)(?:0\d{1,1999}|\d{10,2000})(?!\d|[.,]\d|[-/:]\d)/uy,
  read: ([written], place) => {
    const verbaliser = place.verbaliser();
    if (verbaliser === null) return null;
    return /^\p{Script=Latin}/u.test(place.after)
      ? `${verbaliser.digits(written)} `
      : verbaliser.digits(written);
  },
};

/** Speaks each group of digits, with a comma (a pause) between groups. */
function spokenGroups(written: string, digits: (text: string) => string): string {
  return written
    .split(/[- ]/)
    .map((group) => digits(group))
    .join(", ");
}

export const digitByDigitRules: readonly Rule[] = [
  code,
  postcode,
  name,
  service,
  room,
  handle,
  identifier,
];
