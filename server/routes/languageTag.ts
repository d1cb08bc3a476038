import { type Language, LANGUAGES } from "../../src/text/speak/verbaliser.ts";

/** Returns the language of a tag such as `en` or `zh-CN`; undefined for other languages. */
export function languageOfTag(tag: string | null | undefined): Language | undefined {
  const primary = primaryOf(tag ?? "");
  return LANGUAGES.find((each) => each === primary);
}

/** Returns the primary language of a tag: "en" of "en_US" and "en-GB". */
export function primaryOf(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}
