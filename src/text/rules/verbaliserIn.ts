import type { Language, Verbaliser } from "../speak/verbaliser.ts";
import type { Place } from "./rule.ts";

/**
 * Returns the verbaliser of `language`, or that of the surrounding text if `language` is undefined; null if the
 * surrounding text is in another language than the three that are spoken.
 */
export function verbaliserIn(
  place: Pick<Place, "verbaliser">,
  language: Language | undefined,
): Verbaliser | null {
  const surrounding = place.verbaliser();
  return surrounding === null || language === undefined ? surrounding : place.verbaliser(language);
}
