import { CHAT_SURE } from "./chatMalay.ts";
import type { Rule } from "../rule.ts";

/** Words without a prefix that begin with the letters of one. */
const WITHOUT_PREFIX = new Set(
  "berita berat beras berani berapa beruang berlian berkat terus terang teruk teratak terung".split(
    " ",
  ),
);
const PREFIX = /^(?:ber|ter)(?=\p{L}{4})/u;

/** Malay words with a 2 that doubles them: `buku2` → buku-buku, `kanak²`, `kawan2nya`. */
const doubled: Rule = {
  kind: "abbrev",
  switch: "abbreviations",
  first: ["letter"],
  pattern: /(\p{L}\p{Ll}{2,20})[2²](nya|lah|kan|kah|an|ku|mu|i)?(?![\p{L}\p{N}]|[.,]\d)/uy,
  read: ([, written = "", suffix = ""], place) => {
    const full = CHAT_SURE.get(written.toLowerCase()) ?? written;
    const word = (written[0] ?? "") + full.slice(1);
    if (!/^[A-Za-z]+$/.test(word) || place.verbaliser()?.language !== "ms") return null;
    const small = word.toLowerCase();
    const root = WITHOUT_PREFIX.has(small) ? small : small.replace(PREFIX, "");
    return `${word}-${root}${suffix}`;
  },
};

export const doublingRules: readonly Rule[] = [doubled];
