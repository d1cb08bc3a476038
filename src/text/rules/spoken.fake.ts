import { trace } from "../spans.ts";
import { type TokenOptions, verbalised } from "../tokens.ts";

const EVERYTHING: TokenOptions = {
  numbers: true,
  urls: true,
  emails: true,
  phones: true,
  units: true,
  abbreviations: true,
  letters: "spell",
  dateOrder: "dmy",
  defaultLanguage: "en",
};

/** Returns a text as all rules speak it. The default language is English. */
export function spoken(text: string, options: Partial<TokenOptions> = {}): string {
  return verbalised(trace(text), { ...EVERYTHING, ...options }, {}).text;
}
