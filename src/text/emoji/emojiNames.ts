import { readFileSync } from "node:fs";
import { z } from "zod";
import type { Language } from "../speak/verbaliser.ts";

const dataset = z.array(z.object({ unicode: z.string(), label: z.string() }));
const FILES: Readonly<Record<Language, () => string>> = {
  en: () => import.meta.resolve("emojibase-data/en/compact.json"),
  ms: () => import.meta.resolve("emojibase-data/ms/compact.json"),
  zh: () => import.meta.resolve("emojibase-data/zh/compact.json"),
};
const SKIN_TONE = /\p{Emoji_Modifier}/gu;
const PRESENTATION = /[\ufe0e\ufe0f]/g;
const loaded = new Map<Language, ReadonlyMap<string, string>>();

/**
 * Returns the name of one emoji (Unicode CLDR, from emojibase-data), without its skin tone; null if the emoji has no name. The
 * names of a language are read from the disk at first use.
 *
 * @example
 * emojiName("🙏🏽", "en"); // "folded hands"
 */
export function emojiName(emoji: string, language: Language): string | null {
  let names = loaded.get(language);
  if (names === undefined) loaded.set(language, (names = readNames(language)));
  return names.get(key(emoji)) ?? null;
}

function readNames(language: Language): ReadonlyMap<string, string> {
  const entries = dataset.parse(JSON.parse(readFileSync(new URL(FILES[language]()), "utf8")));
  // The colon of "flag: Malaysia" would be spoken as a pause.
  return new Map(entries.map(({ unicode, label }) => [key(unicode), label.replace(/: ?/g, " ")]));
}

function key(emoji: string): string {
  return emoji.replace(SKIN_TONE, "").replace(PRESENTATION, "");
}
