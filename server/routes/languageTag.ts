/** The languages that a client can set for its text. */
const LANGUAGES = ["en", "ms", "zh"] as const;

/** Returns the language of a tag such as `en` or `zh-CN`; undefined for other languages. */
export function languageOfTag(
  tag: string | null | undefined,
): (typeof LANGUAGES)[number] | undefined {
  const primary = tag?.toLowerCase().split(/[-_]/)[0];
  return LANGUAGES.find((each) => each === primary);
}
