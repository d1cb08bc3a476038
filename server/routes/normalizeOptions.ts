import { lexiconOf, mergeLexicons } from "../../src/text/lexicon.ts";
import { NORMALISE_DEFAULTS, type NormaliseOptions } from "../../src/text/normalise.ts";
import type { Deps } from "../deps.ts";
import type { NormalizeBody } from "../schemas.ts";

/**
 * Converts the request field `normalize` to the pipeline's options; null for hygiene and splitting only. Switches that
 * are not set have the defaults of the configuration.
 */
export function toNormaliseOptions(
  field: NormalizeBody["normalize"],
  { config, lexicon }: Pick<Deps, "config" | "lexicon">,
): NormaliseOptions | null {
  if (field === false) return null;
  const set = typeof field === "object" && field !== null ? field : {};
  const { language } = set;
  return {
    markdown: set.markdown ?? NORMALISE_DEFAULTS.markdown,
    reasoning: set.reasoning ?? NORMALISE_DEFAULTS.reasoning,
    code: set.code ?? NORMALISE_DEFAULTS.code,
    lists: set.lists ?? NORMALISE_DEFAULTS.lists,
    emoji: set.emoji ?? NORMALISE_DEFAULTS.emoji,
    numbers: set.numbers ?? NORMALISE_DEFAULTS.numbers,
    urls: set.urls ?? NORMALISE_DEFAULTS.urls,
    emails: set.emails ?? NORMALISE_DEFAULTS.emails,
    phones: set.phones ?? NORMALISE_DEFAULTS.phones,
    units: set.units ?? NORMALISE_DEFAULTS.units,
    abbreviations: set.abbreviations ?? NORMALISE_DEFAULTS.abbreviations,
    letters: set.letters ?? NORMALISE_DEFAULTS.letters,
    dateOrder: set.date_order ?? config.DATE_ORDER,
    defaultLanguage: config.DEFAULT_LANGUAGE,
    lexicon: mergeLexicons(set.lexicon ? lexiconOf(set.lexicon) : null, lexicon?.current() ?? null),
    ...(language && language !== "auto" ? { language } : {}),
  };
}
