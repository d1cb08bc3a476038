/** Initials of pinyin in Kokoro's Mandarin alphabet (misaki, https://github.com/hexgrad/misaki). Longest first. */
const INITIALS: readonly (readonly [string, string])[] = [
  ["zh", "ꭧ"],
  ["ch", "ꭧʰ"],
  ["sh", "ʂ"],
  ["b", "p"],
  ["p", "pʰ"],
  ["m", "m"],
  ["f", "f"],
  ["d", "t"],
  ["t", "tʰ"],
  ["n", "n"],
  ["l", "l"],
  ["g", "k"],
  ["k", "kʰ"],
  ["h", "x"],
  ["j", "ʨ"],
  ["q", "ʨʰ"],
  ["x", "ɕ"],
  ["r", "ɻ"],
  ["z", "ʦ"],
  ["c", "ʦʰ"],
  ["s", "s"],
];

/** Finals, `T` where the tone stands. */
const FINALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    a: "aT",
    o: "woT",
    e: "ɤT",
    ê: "ɛT",
    ai: "aiT",
    ei: "eiT",
    ao: "auT",
    ou: "ouT",
    an: "aTn",
    en: "əTn",
    ang: "aTŋ",
    eng: "əTŋ",
    ong: "ʊTŋ",
    er: "ɚT",
    i: "iT",
    ia: "jaT",
    ie: "jeT",
    iao: "jauT",
    iu: "jouT",
    ian: "jɛTn",
    in: "iTn",
    iang: "jaTŋ",
    ing: "iTŋ",
    iong: "jʊTŋ",
    u: "uT",
    ua: "waT",
    uo: "woT",
    uai: "waiT",
    ui: "weiT",
    uan: "waTn",
    un: "wəTn",
    uang: "waTŋ",
    ueng: "wəTŋ",
    ü: "yT",
    üe: "ɥeT",
    üan: "ɥɛTn",
    ün: "yTn",
  }),
);

/** Syllables that are not an initial and a final. */
const WHOLE: ReadonlyMap<string, string> = new Map(
  Object.entries({
    o: "ɔT",
    m: "mT",
    n: "nT",
    ng: "ŋT",
    hm: "xmT",
    hng: "xŋT",
  }),
);

/** Tone marks by the number of the tone; the neutral tone 0 has none. */
const TONES = ["", "→", "↗", "↓", "↘"] as const;

/** `i` after these initials is the vowel of `zhi` and `si`. */
const BUZZED = /^(?:zh|ch|sh|r|z|c|s)$/;

/**
 * Returns the phonemes of a pinyin syllable with its tone as a digit 0–4, `zhong1` or `lü4`; null if it is no syllable
 * of Mandarin.
 *
 * @example
 * syllablePhonemes("zhuang4"); // "ꭧwa↘ŋ"
 */
export function syllablePhonemes(syllable: string): string | null {
  const [, letters = "", digit = ""] = /^(\p{L}+)([0-4])$/u.exec(syllable) ?? [];
  const tone = TONES[Number(digit)];
  const sound = WHOLE.get(letters) ?? initialAndFinal(spelledOut(letters));
  if (letters === "" || tone === undefined || sound === null) return null;
  return sound.replace("T", tone);
}

function initialAndFinal(letters: string): string | null {
  const [initial, symbols] = INITIALS.find(([name]) => letters.startsWith(name)) ?? ["", ""];
  const final = letters.slice(initial.length);
  if (final === "i" && BUZZED.test(initial)) return `${symbols}ɨT`;
  const sound = FINALS.get(final);
  return sound === undefined ? null : symbols + sound;
}

/** Undoes the spellings y- and w-, and writes the ü of `ju qu xu`. */
function spelledOut(letters: string): string {
  if (letters === "yo") return "uo";
  if (letters === "yong") return "iong";
  if (letters === "you") return "iu";
  if (letters === "wei") return "ui";
  if (letters === "wen") return "un";
  if (letters === "weng") return "ueng";
  return letters
    .replace(/^yu/, "ü")
    .replace(/^yi?/, "i")
    .replace(/^wu?/, "u")
    .replace(/^([jqx])u/, "$1ü");
}
