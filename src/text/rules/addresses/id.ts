import type { Verbaliser } from "../../speak/verbaliser.ts";
import { joined } from "../letters/label.ts";
import { spelled } from "../letters/spelling.ts";
import type { Place, Rule } from "../rule.ts";

const START = String.raw`(?<![\d_][\-.,:/]?)(?<![A-Za-z])`;
const END = String.raw`(?![A-Za-z\d_%]|[\-.,:/]\d)`;

/** Forms of numbers that are read digit by digit without a cue. */
const FORMS = [
  // Identity cards of Malaysia and of China, and the social security number of the United States.
  String.raw`\d{6}[ \-]\d{2}[ \-]\d{4}|\d{17}[\dXx]|\d{3}-\d{2}-\d{4}`,
  // Cards.
  String.raw`\d{4}([ \-])\d{4}\1\d{4}\1\d{1,7}(?:\1\d{1,4})?|3\d{3}[ \-]\d{6}[ \-]\d{5}`,
  // Accounts of twelve digits; three years in a row are excluded.
  String.raw`(?!(?:19|20)\d\d )\d{4}([ \-])\d{4}\2\d{4}`,
  // ISBN.
  String.raw`97[89](?:-\d{1,7}){3}-[\dXx]`,
].join("|");

/** Numbers in one of FORMS. */
const formed: Rule = {
  kind: "id",
  switch: "phones",
  first: ["digit"],
  pattern: new RegExp(`${START}(?:${FORMS})${END}`, "yu"),
  read: ([number], place) => spokenCode(number, place),
};

/** Hexadecimal numbers: `0x1F`. */
const hexNumber: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["digit"],
  pattern: /(?<![A-Za-z\d])0x[\dA-Fa-f]{1,16}(?![A-Za-z\d_])/uy,
  read([code], place) {
    const verbaliser = place.verbaliser();
    return (
      verbaliser &&
      joined(Array.from(code, (sign) => (/\d/.test(sign) ? verbaliser.digits(sign) : sign)))
    );
  },
};

/** MAC addresses and UUIDs. */
const hexadecimal: Rule = {
  kind: "id",
  switch: "phones",
  first: ["digit", "letter"],
  pattern: new RegExp(
    String.raw`${START}(?:[0-9a-f]{2}(?:[:\-][0-9a-f]{2}){5}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})${END}`,
    "iyu",
  ),
  read: ([number], place) => spokenCode(number, place),
};

/** Cues before a number that is read digit by digit. */
const CODES = [
  "pin|otp|tac|cvv|cvc|passcode|password|passport|code|account|acc|acct|a/c|card|postcode|zip|ic|nric|mykad|id|uid|flight|imei|isbn",
  "extension|ext|licence|license|plate|visa|serial|mmsi|iban",
  "kod|akaun|poskod|kad|pasport|penerbangan|plat|visa|sambungan|laluan",
].join("|");
/** Words that are cues only together with "number". */
const NUMBERED =
  "reference|ref|tracking|invoice|booking|order|ticket|receipt|card|phone|vehicle|registration|case|policy|member|customer|student|staff|unit|bus|train|room";
const NUMBERED_MALAY =
  "rujukan|siri|pendaftaran|kenderaan|tempahan|resit|invois|pesanan|ahli|pelanggan|pelajar|tiket|pengenalan";
/** Words between a cue and its number. */
const FILLER =
  "is|are|no|num|number|saya|anda|awak|kamu|kami|dia|beliau|ialah|adalah|ini|itu|nombor|(?:ending|ends) (?:in|with)|berakhir dengan|kredit|debit|bank|kereta|baharu|baru|wi-?fi|dan|and|atau|or|[a-z]{1,3} ?\\d{2,8}";
const HAN_CODES =
  "(?:QQ|微信|密码|验证码|校验码|动态码|账号|帐号|账户|邮编|邮政编码|航班|卡号|护照|身份证|工号|学号|税号|信用代码|发票|序列号|合同号|批号|型号|编号|订单号?|单号|尾号|分机|车牌|代码|取件码|提取码|邀请码|会员号|PIN码)";
const CODE_BEFORE = new RegExp(
  `(?:(?<![a-z])(?:${CODES}|(?:${NUMBERED}) (?:number|no|num)|(?:nombor|no\\.?) (?:${NUMBERED_MALAY}))(?:[ .:#]{1,3}(?:${FILLER})){0,4}[ .:：#=]{0,3}` +
    `|${HAN_CODES}(?:号码?)?[是为：: 京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]{0,4})$`,
  "iu",
);
/** Length of the text before a code that is searched for a cue. */
const CUE_REACH = 40;
/** Cues after which a number of three digits is a code too. */
const SHORT_BEFORE =
  /(?:pin|otp|tac|cvv|cvc|ext|extension|sambungan|flight|penerbangan|imei|密码|验证码|航班|分机)[^\d]{0,20}$/i;
const COUNTED_AFTER =
  /^(?:[.,]?\d|%| ?(?:个|元|块|年|月|次|天)| (?:times|people|years?|kali|orang|tahun|hari|days?)(?![a-z]))/;

/** Codes of digits after a cue. */
const digitsAfterCue: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["digit"],
  pattern: new RegExp(
    String.raw`${START}(?:\d{3,4}(?: \d{3,4}){1,5}|\d{3,20}(?:-\d{1,8}){0,6})${END}`,
    "yu",
  ),
  read([number], place) {
    const { after } = place;
    const before = place.before.slice(-CUE_REACH);
    if (!CODE_BEFORE.test(before) || COUNTED_AFTER.test(after)) return null;
    const isCode = number.length > 3 || number.startsWith("0") || SHORT_BEFORE.test(before);
    return isCode ? spokenCode(number, place) : null;
  },
};

/** `kereta Myvi ABC 1234`: the plate of a Malaysian vehicle, whose model may stand before it. */
const MALAYSIAN_PLATE =
  /(?<!\p{L})(?:kereta|motor|motosikal|lori|van|teksi|car|plat|plate|车)(?: \p{Lu}\p{Ll}{1,11}){0,2} $/iu;
const malaysianPlate: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["letter"],
  pattern: /[A-HJ-NP-Y][A-Z]{0,2} \d{1,4}(?![\p{Script=Latin}\d]|[.,%:/]\d)/uy,
  read: ([code], place) => (MALAYSIAN_PLATE.test(place.before) ? spokenCode(code, place) : null),
};

/** Codes of letters and digits after a cue. */
const lettersAfterCue: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["letter", "digit"],
  pattern:
    /(?<![A-Za-z\d])(?!RM ?\d)(?:[A-Z]{1,4}[ -]?\d{1,9}[A-Z]{0,2}(?:-[A-Z\d]{1,8}){0,4}|[A-Z\d]{4,20}(?:-[A-Z\d]{2,8}){0,4})(?![A-Za-z\d_])/uy,
  read([code], place) {
    const isMixed = /[A-Z]/.test(code) && /\d/.test(code);
    if (!isMixed || / \d{1,2}$/.test(code) || !CODE_BEFORE.test(place.before.slice(-CUE_REACH)))
      return null;
    return spokenCode(code, place);
  },
};

/** Speaks a code: digits one by one, letters spelled. */
function spokenCode(code: string, place: Place): string | null {
  const verbaliser = place.verbaliser();
  return (
    verbaliser &&
    joined((code.match(/\d+|[a-z]+/gi) ?? []).map((run) => spokenRun(run, verbaliser)))
  );
}

function spokenRun(run: string, verbaliser: Verbaliser): string {
  return /\d/.test(run) ? verbaliser.phone(run) : spelled(run);
}

/** Plates of Chinese vehicles: `京A12345`, `粤B·D12345`. */
const plate: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["letter"],
  pattern:
    /(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼] ?)(?!RM\d)[A-Z][ ·.-]?(?=[A-Z]{0,3}\d)[A-Z\d]{5,6}(?![A-Za-z\d_])/uy,
  read([written], place) {
    const verbaliser = place.verbaliser();
    return (
      verbaliser &&
      joined((written.match(/[A-Z\d]/g) ?? []).map((sign) => spokenRun(sign, verbaliser)))
    );
  },
};

/** Codes of parcels: `取件码8-2-1011`. */
const parcelCode: Rule = {
  kind: "id",
  switch: "numbers",
  first: ["digit"],
  pattern:
    /(?<=(?:取件|取货|提货|提取|兑换)码[是为:：]?[:：]? ?)\d{1,6}(?:-\d{1,6}){1,4}(?![A-Za-z\d_-])/uy,
  read: ([written], place) => spokenCode(written, place),
};

/** Identity numbers, cards, and codes after a cue: passports, flights, plates, passwords. */
export const idRules: readonly Rule[] = [
  formed,
  hexNumber,
  plate,
  parcelCode,
  hexadecimal,
  digitsAfterCue,
  malaysianPlate,
  lettersAfterCue,
];
