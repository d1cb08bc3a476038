/** The languages that a client can set for its text. */
const LANGUAGES = ["en", "ms", "zh"] as const;

/** Returns the language of a tag such as `en` or `zh-CN`; undefined for other languages. */
export function languageOfTag(
  tag: string | null | undefined,
): (typeof LANGUAGES)[number] | undefined {
  const primary = primaryOf(tag ?? "");
  return LANGUAGES.find((each) => each === primary);
}

/** Returns the primary language of a tag: "en" of "en_US" and "en-GB". */
export function primaryOf(tag: string): string {
  return tag.toLowerCase().split(/[-_]/)[0] ?? "";
}
