import { english } from "./en.ts";
import { malay } from "./ms.ts";
import type { Language, Verbaliser } from "./verbaliser.ts";
import { chinese } from "./zh.ts";

/** The verbaliser of each language. */
export const VERBALISERS: Readonly<Record<Language, Verbaliser>> = {
  en: english,
  ms: malay,
  zh: chinese,
};
