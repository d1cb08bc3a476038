import { Converter } from "opencc-js/t2cn";

/** Taiwan's characters include those of all other traditional texts; simplified text is not changed. */
const convert = Converter({ from: "tw", to: "cn" });

/**
 * Writes traditional Chinese in simplified characters (https://github.com/BYVoid/OpenCC). Each character stays at its
 * index.
 */
export function toSimplified(text: string): string {
  const converted = convert(text);
  return converted.length === text.length ? converted : text;
}
