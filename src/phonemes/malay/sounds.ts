/** A sound of a Malay word: a vowel `a e i o u`, the pepet `ə`, a diphthong `ai au oi`, or a consonant in IPA. */
export interface MalaySound {
  readonly sound: string;
  readonly isVowel: boolean;
}

/** `ai`, `au` and `oi` are diphthongs at the end of a stem: `pantai`, `kalaukah`; in `baik` and `laut` they are two vowels. */
const DIPHTHONG = "(?:ai|au|oi)(?=(?:kan|nya|lah|kah|ku|mu|pun)?$)";
const SPELLING = new RegExp(
  `${DIPHTHONG}|ngg|ng|n(?=[kq])|ny(?=[aiueoé])|[sc]h|sy|[kgdt]h|ph|dz|ck|ee|oo|y(?=[aiueoé])|([^aiueoé])\\1|.`,
  "gu",
);
/**
 * Sounds of the spellings that are not their own IPA symbol, separated by blanks. Spellings such as `ch`, `oo` and `q` occur
 * in names.
 */
const SOUNDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ngg: "ŋ ɡ",
    ng: "ŋ",
    n: "n",
    ny: "n j",
    sy: "ʃ",
    sh: "ʃ",
    kh: "k",
    gh: "ɡ",
    ch: "ʧ",
    ph: "f",
    th: "t",
    dh: "d",
    dz: "z",
    ck: "k",
    ee: "i",
    oo: "u",
    c: "ʧ",
    j: "ʤ",
    g: "ɡ",
    q: "k",
    x: "k s",
    r: "ɹ",
    e: "ə",
    é: "e",
  }),
);
const VOWEL = /^[aiueoə]/;

/**
 * Returns the sounds of a spelling in the letters a–z and `é`. `é` is the taling `e` of `meja`; every other `e` is the
 * pepet of `besar`.
 */
export function soundsOf(spelling: string): MalaySound[] {
  const sounds: MalaySound[] = [];
  for (const match of spelling.matchAll(SPELLING)) {
    const letters = match[1] ?? match[0];
    for (const sound of spoken(letters, spelling.slice(match.index + match[0].length)).split(" ")) {
      sounds.push({ sound, isVowel: VOWEL.test(sound) });
    }
  }
  return sounds;
}

function spoken(letters: string, rest: string): string {
  if (letters === "y") return /^[aiueoé]/.test(rest) ? "j" : "i";
  if (letters === "n") return /^[kq]/.test(rest) ? "ŋ" : "n";
  return SOUNDS.get(letters) ?? letters;
}
