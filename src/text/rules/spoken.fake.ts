import { NORMALISE_DEFAULTS } from "../normalise.ts";
import { trace } from "../spans.ts";
import { type TokenOptions, verbalised } from "../tokens.ts";

/** Returns a text as all rules speak it. The default language is English. */
export function spoken(text: string, options: Partial<TokenOptions> = {}): string {
  return verbalised(trace(text), { ...NORMALISE_DEFAULTS, ...options }, {}).text;
}
