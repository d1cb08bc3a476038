import { lexiconOf, mergeLexicons } from "../../src/text/lexicon.ts";
import { NORMALISE_DEFAULTS, type NormaliseOptions } from "../../src/text/normalise.ts";
import type { Deps } from "../deps.ts";
import type { NormalizeBody } from "../schemas.ts";

/**
 * Converts the request field `normalize` to the options of the pipeline. Returns null for `false`: then the text is only
 * cleaned and split. Fields that are not set have their defaults, some of which are in the server's configuration.
 */
export function toNormaliseOptions(
  field: NormalizeBody["normalize"],
  { config, lexicon }: Pick<Deps, "config" | "lexicon">,
): NormaliseOptions | null {
  if (field === false) return null;
  const given = typeof field === "object" && field !== null ? field : {};
  const { language } = given;
  return {
    markdown: given.markdown ?? NORMALISE_DEFAULTS.markdown,
    reasoning: given.reasoning ?? NORMALISE_DEFAULTS.reasoning,
    code: given.code ?? NORMALISE_DEFAULTS.code,
    lists: given.lists ?? NORMALISE_DEFAULTS.lists,
    emoji: given.emoji ?? NORMALISE_DEFAULTS.emoji,
    numbers: given.numbers ?? NORMALISE_DEFAULTS.numbers,
    urls: given.urls ?? NORMALISE_DEFAULTS.urls,
    emails: given.emails ?? NORMALISE_DEFAULTS.emails,
    phones: given.phones ?? NORMALISE_DEFAULTS.phones,
    units: given.units ?? NORMALISE_DEFAULTS.units,
    abbreviations: given.abbreviations ?? NORMALISE_DEFAULTS.abbreviations,
    letters: given.letters ?? NORMALISE_DEFAULTS.letters,
    dateOrder: given.date_order ?? config.DATE_ORDER,
    defaultLanguage: config.DEFAULT_LANGUAGE,
    lexicon: mergeLexicons(
      given.lexicon ? lexiconOf(given.lexicon) : null,
      lexicon?.current() ?? null,
    ),
    ...(language && language !== "auto" ? { language } : {}),
  };
}
