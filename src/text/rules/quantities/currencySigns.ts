import { type Currency, CURRENCY_SIGNS } from "../../speak/currencies.ts";
import type { Place } from "../rule.ts";
import { anyOf } from "../alternatives.ts";

const BY_SIGN: ReadonlyMap<string, Currency> = new Map(
  Object.entries({
    ...CURRENCY_SIGNS,
    RP: "IDR",
    AU$: "AUD",
    AS$: "USD",
    CA$: "CAD",
    "CN¥": "CNY",
  } as const),
);

const anySign = (signs: readonly string[]): string => anyOf(signs).replaceAll("$", String.raw`\$`);

const SIGNS = [...BY_SIGN.keys()];
/** Codes of currencies. Of these `PHP` is read only after an amount, because `PHP 8` is a programming language. */
const CODES = SIGNS.filter((sign) => /^[A-Z]{3}$/.test(sign));
const BEFORE = CODES.filter((code) => code !== "PHP");
const SMALL = ["usd", "myr", "sgd", "eur", "gbp", "rmb", "idr", "Usd", "Myr", "Sgd"];
const MARKS = SIGNS.filter((sign) => !/^[A-Z]+$/.test(sign));

/** Source of a pattern for a currency before an amount. `CNY 2025` is Chinese New Year. `rm` in small letters must be directly before the amount. */
export const PREFIX = `(?:RM ?|[Rr][Mm]|R[Pp]\\.? ?|(?!CNY (?:19|20)\\d\\d(?![\\d,.]))(?:${anySign(BEFORE)})\\$? ?|(?:usd|myr|sgd) ?|(?:${anySign(MARKS)}|us\\$) ?)`;

/** Source of a pattern for a code after an amount, as in `$100 USD`. */
export const CODE = `(?: ?(?:${anySign([...CODES, ...SMALL])})(?![\\p{Script=Latin}\\p{M}\\p{N}_]| ?\\d))`;

/** Source of a pattern for the name of a currency after an amount that has its sign: `$5 dollars`, `￥100元`. */
export const REPEATED_NAME = `(?: (?:ringgit|sen|dollars?|dolar|pounds?|euros?|yuan)(?![\\p{Script=Latin}\\p{M}\\p{N}_])|令吉|马币|元|块钱?|美元|新元|欧元|英镑)`;

const YEN = /\b(?:japan\w*|jepun|yen|tokyo|osaka|kyoto)\b|日本|日元|日圆|东京|大阪/i;
const YUAN = /\b(?:chin\w+|yuan|rmb|beijing|shanghai|alipay|wechat|taobao)\b|人民币/i;

/** Length of the text before a sign that is searched first. */
const CLOSE = 12;

/**
 * Returns the currency of a written sign. `¥` is yuan in Chinese and yen in other languages, unless the text around the
 * sign says otherwise.
 */
export function currencyAt(sign: string, { before, after }: Place, language: string): Currency {
  const currency =
    BY_SIGN.get(
      sign
        .replace(/^([A-Za-z]{3})\$$/, "$1")
        .replace(/\.$/, "")
        .toUpperCase(),
    ) ?? "USD";
  if (sign !== "¥" && sign !== "￥") return currency;
  const word = before.slice(-CLOSE);
  if (YEN.test(word)) return "JPY";
  if (YUAN.test(word)) return "CNY";
  const near = before + after;
  if (language === "zh") return YEN.test(near) ? "JPY" : "CNY";
  return YUAN.test(near) ? "CNY" : "JPY";
}
