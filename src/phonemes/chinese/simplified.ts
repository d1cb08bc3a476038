import { Converter } from "opencc-js/t2cn";

const convert = Converter({ from: "t", to: "cn" });
/** Traditional texts also write 著 for 着; in other places it means "to write" or "famous". */
const PARTICLE = /(?<![原论译专编巨合名显遗土昭卓所])著(?![名作者称述书录])/gu;

/**
 * Writes traditional Chinese in simplified characters (https://github.com/BYVoid/OpenCC). Each character stays at its
 * index. A text without traditional characters is not changed.
 */
export function toSimplified(text: string): string {
  const converted = convert(text);
  if (converted === text || converted.length !== text.length) return text;
  return converted.replace(PARTICLE, "着");
}
