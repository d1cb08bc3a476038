import { describe, expect, test } from "bun:test";
import { malayPhonemes } from "./malay.ts";
import { taled } from "./taling.ts";

/** Returns the phonemes of the words of a text without stress marks. */
function said(text: string): string {
  return text
    .split(" ")
    .map((word) => malayPhonemes(word)?.replace(/[ˈˌ]/g, ""))
    .join(" ");
}

describe("spelling", () => {
  test.each([
    ["cuci jala garam", "ʧuʧi ʤɑlɑ ɡɑɹɑm"],
    ["nganga menyanyi tunggu", "ŋɑŋɑ mɛnjɑnji tuŋɡu"],
    ["syarikat khabar ghaib", "ʃɑɹikɑt kɑbɑɹ ɡɑib"],
    ["pantai kalau amboi", "pɑntI kɑlW ɑmbY"],
    ["baik laut pantainya", "bɑik lɑut pɑntInjɑ"],
    ["meja dewan sate teh merah", "mAʤɑ dAwɑn sɑtA tɛh mɛɹɑh"],
    ["besar kerja berkata seribu", "bɛsɑɹ kɜɹʤɑ bəɹkɑtɑ sɛɹibu"],
    ["orang botol nyonya", "ɔɹɑŋ bOtOl njOnjɑ"],
    ["saya ya Rosly", "sɑjɑ jɑ ɹOsli"],
    ["bank fiksyen Qatar taxi", "bɑŋk fikʃɛn kɑtɑɹ tɑksi"],
    ["masukkan Muhammad Othman", "mɑsukɑn muhɑmɑd Otmɑn"],
  ])("%j", (text, symbols) => {
    expect(said(text)).toBe(symbols);
  });
});

describe("the letter e", () => {
  test.each([
    ["besar emas empat sebelum keluar", "besar emas empat sebelum keluar"],
    ["meja merah dewan kereta sewa", "méja mérah déwan keréta séwa"],
    ["leher besok tengok pendek nenek", "léhér bésok téngok péndék nénék"],
    ["menyewa penyewaan disewakan sewanya", "menyéwa penyéwaan diséwakan séwanya"],
    ["menembak pertandingan memperbesarkan", "menémbak pertandingan memperbesarkan"],
    ["berehat terlena seekor beberapa", "beréhat terléna seékor beberapa"],
    ["daerah faedah teori keadaan", "daérah faédah téori keadaan"],
    [
      "teknologi universiti generasi komputer meter",
      "téknologi univérsiti génerasi komputer méter",
    ],
    ["sistem presiden stesen protes", "sistém présidén stésén protés"],
    ["teh beg cek ke", "téh bég cék ke"],
    ["kenape ade je takde sate", "kenape ade je takde saté"],
    ["negeri rezeki inggeris menteri", "negeri rezeki inggeris menteri"],
    ["dekat banget cewek sepeda oke", "dekat bangét céwék sepéda oké"],
  ])("is a taling in %j where it is marked", (text, marked) => {
    expect(text.split(" ").map(taled).join(" ")).toBe(marked);
  });

  test("is a taling where the text marks it", () => {
    expect(said("k\u00e9bajikan k\u00e8bajikan kebajikan")).toBe("kAbɑʤikɑn kAbɑʤikɑn kɛbɑʤikɑn");
  });
});

test.each([
  ["makan minuman", "mˈɑkˌɑn mˌinˈumˌɑn"],
  ["besar kerja selamat", "bˈɛsˌɑɹ kˈɜɹʤˌɑ sˌɛlˈɑmˌɑt"],
  ["teh di yang", "tˈɛh di jɑŋ"],
  ["kanak-kanak e-mel", "kˈɑnˌɑkkˈɑnˌɑk ˌimˈɛl"],
  ["Jumaat Qur\u2019an", "ʤˌumˈɑˌɑt kˈuɹˌɑn"],
])("%j has the stress on the last syllable but one", (text, symbols) => {
  expect(text.split(" ").map(malayPhonemes).join(" ")).toBe(symbols);
});

test("what is no Malay word has no phonemes", () => {
  for (const word of [
    "",
    "-",
    "'",
    "hmm",
    "yg",
    "\u4f60\u597d",
    "a1",
    "3",
    "\u043c\u0438",
    "x-y",
  ]) {
    expect(malayPhonemes(word)).toBeNull();
  }
});

test("a word of any length is read", () => {
  expect(malayPhonemes("ba".repeat(300))).toHaveLength(900);
  expect(malayPhonemes("meng".repeat(300))).toHaveLength(1200);
});
