/** Small Latin letters that do not decompose to a letter and marks, by the ASCII letters that replace them. */
const LETTERS: Readonly<Record<string, string>> = {
  a: "ɐɑɒᴀᶏᶐⱥꞻꬰꭤẚ",
  aa: "ꜳ",
  ae: "æᴁᴂꞛꬱ",
  ao: "ꜵ",
  au: "ꜷ",
  av: "ꜹꜻ",
  ay: "ꜽ",
  b: "ƀƃɓʙᴃᴯᵬᶀꞗꞵ",
  c: "ƈȼɕʗᴄↄꜿꞓꞔ",
  ch: "ʧʨꭓꭔꭕ",
  con: "ꝯ",
  d: "ðđƌƍȡɖɗᴅᴆᵭᶁᶑẟꝺꟈ",
  db: "ȸ",
  dum: "ꝱ",
  dz: "ʣʥꭦ",
  e: "ǝɇəɘɚɛɜɝɞʚᴇᴈᶒᶓᶔᶕⱸⱻꬲꬳꬴꭠ",
  et: "ꝫ",
  f: "ƒɸᵮᶂⱷꜰꝼꞙꟻꬵⅎ",
  g: "ǥɠɡɢɣʛᵷᵹᶃꝿꞡꟑꬶ",
  gh: "ƣ",
  h: "ħƅɥɦɧʜʮʯⱨⱶꜧꞕꟶ",
  hw: "ƕ",
  i: "ıɨɩɪᴉᵎᵻᵼᶖꞽꟷꟾ",
  is: "ꝭ",
  j: "ȷɉɟʄʝʤᴊ",
  k: "ĸƙʞᴋᶄⱪꜫꜭꜯꝁꝃꝅꞣ",
  l: "ŀłƚƛȴɫɬɭɮʟᴌᶅỻⱡꝇꝉꞁꞎꬷꬸꬹ",
  ls: "ʪ",
  lum: "ꝲ",
  lz: "ʫ",
  m: "ɯɰɱᴍᴟᵯᶆꟺꟽꟿꬺ",
  mum: "ꝳ",
  n: "ŉƞȵɲɳɴᴎᴻᵰᶇꞑꞥꬻ",
  ng: "ŋʩꬼ",
  num: "ꝴ",
  o: "øɔɤɵɷᴏᴐᴑᴒᴓᴖᴗᶗⱺꝋꝍꞷꟁꬽꬾꬿꭃꭄ",
  oe: "œɶᴔꞝꭀꭁꭂꭢ",
  oo: "ꝏ",
  ou: "ȣᴕ",
  p: "ƥᴘᵱᵽᶈꝑꝓꝕꟼ",
  q: "ƽɋʠꝗꝙꞯ",
  qp: "ȹ",
  r: "ɍɹɺɻɼɽɾɿʀʁᴙᴚᵲᵳᶉⱹꝛꞃꞧꭅꭆꭇꭈꭉꭊꭋꭌꭨ",
  rum: "ꝝꝵꝶ",
  s: "ȿʂᵴᶊẜẝꜱꞅꞩꟊꟗꟙ",
  sh: "ʃʅʆᶋᶘꭍ",
  ss: "ß",
  t: "ŧƫƭȶʇʈᴛᵵⱦꞇ",
  th: "þᵺꝥꝧꟓ",
  ts: "ʦꭧ",
  tum: "ꝷ",
  tz: "ꜩ",
  u: "ʉʊᴜᴝᴞᵾᵿᶙꞹꞿꭎꭏꭒ",
  ue: "ᵫꞟ",
  ui: "ꭐꭑ",
  um: "ꝸ",
  uo: "ꭣ",
  v: "ʋʌᴠᶌỽⱱⱴꝟꝩ",
  vy: "ꝡ",
  w: "ƿʍᴡⱳꟃꟕ",
  x: "ᶍꭖꭗꭘꭙ",
  y: "ƴȝɏʎʏỿꭚ",
  ye: "ꭡ",
  z: "ƨƶȥɀʐʑᴢᵶᶎⱬꝣ",
  zh: "ƹƺʒʓᴣᶚ",
};

const PRINTABLE = /[\x20-\x7e]/;
/** The slash in the decomposition of \u00bd. */
const FRACTION_SLASH = "\u2044";
const ASCII = new Map(
  Object.entries(LETTERS).flatMap(([ascii, letters]) =>
    Array.from(letters, (letter) => [letter, ascii] as const),
  ),
);

/**
 * Matches a text with a letter or a digit that `latin` converts to ASCII letters or digits. These are the Latin script,
 * except letters for clicks, glottal stops and similar sounds, and other forms of digits, such as \u00b2 and \u00bd.
 */
export const LATIN =
  /[[\p{Script=Latin}0-9\u00b2\u00b3\u00b9\u00bc-\u00be\u2070\u2074-\u2079\u2080-\u2089\u2139\u2150-\u215f\u2189\u2460-\u2473\u24ea\u3251-\u325f\u32b1-\u32bf]--[\u01aa\u01bb\u01be\u01c0-\u01c3\u0241\u0242\u0294-\u0296\u0298\u02a1\u02a2\u02ac\u02ad\u02e4\u1d24\u1d25\u1d5c\u2180-\u2182\u2185-\u2188\ua722-\ua725\ua78b\ua78c\ua78f\ua7cc-\ua7cf\ua7da\ua7db\u{10000}-\u{10ffff}]]/v;

/**
 * Converts text to ASCII. Letters lose their diacritics or are replaced as in LETTERS (`\u0141\u00f3d\u017a` by `Lodz`). Combining
 * marks are removed, and every other character becomes a blank.
 */
export function latin(text: string): string {
  return text.replace(
    /[^\x20-\x7e]/gu,
    (character) => asciiLetters(character) ?? decomposed(character),
  );
}

/** Returns the ASCII letters for a letter of LETTERS in either case; for a capital the first is a capital too. */
function asciiLetters(character: string): string | undefined {
  const small = character.toLowerCase();
  const ascii = ASCII.get(small);
  if (ascii === undefined || small === character) return ascii;
  return ascii.charAt(0).toUpperCase() + ascii.slice(1);
}

/** Returns the ASCII characters in the compatibility decomposition of a character. */
function decomposed(character: string): string {
  return Array.from(character.normalize("NFKD").replace(/\p{M}/gu, ""), (part) => {
    if (part === FRACTION_SLASH) return "/";
    return PRINTABLE.test(part) ? part : (asciiLetters(part) ?? " ");
  }).join("");
}
