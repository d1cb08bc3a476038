import { describe, expect, test } from "bun:test";
import type { Language } from "../text/speak/verbaliser.ts";
import { languagesOfWords } from "./wordLanguages.ts";

/** Sentences in which the words of English stand in brackets. */
const MALAY_SENTENCES = `
  [I] nak pergi [meeting] pukul tiga
  [Boss] cakap [deadline] tu esok
  Saya hendak pergi ke pasar untuk membeli ikan
  Dia bagi [feedback] yang [very] [helpful]
  Nanti saya [update] [you] [by] [email]
  Tolong [submit] [assignment] sebelum [Friday]
  Kita jumpa dekat [mall] lepas [lunch]
  Hujan lebat, [traffic] teruk gila
  Korang dah [check-in] hotel belum?
  Aku rasa [movie] tu [boring] sangat
  Jangan lupa [charge] [phone] malam ni
  Kereta dia [brand] [new], mahal
  Mak masak rendang, sambal dan sayur lodeh
  Ada orang nampak [wallet] saya tak?
  Polis tahan lelaki yang curi motosikal
  Esok ada [online] [class] dengan cikgu Aminah
  Saya dah [follow] [up] dengan [client] tu
  [Sorry], saya lambat sebab jalan sesak
  [Thank] [you] kerana membantu kami
  Harga minyak naik lagi minggu depan
  Kami duduk di Kuala Lumpur dekat dengan [KLCC]
  Ahmad dan Siti tinggal di Seremban
  Kerajaan umum cuti umum pada hari Isnin
  Bila awak nak balik kampung?
  Main bola petang ni jom
  Pukul berapa jam awak sekarang?
  Masa muda lain, masa tua lain
  Buka lampu tu, bilik gelap
  Air sungai ini sangat jernih
  [Weekend] ni kita [hiking] dekat bukit
  Dia [boyfriend] baru adik saya
  [Team] kami menang [game] semalam
  Lagu dia sangat popular di [TikTok]
  Mereka sedang mencari [supplier] yang murah
  Kanak-kanak bermain di padang
  Kita kena [settle] [payment] tu hari ini
  Gambar tu dah di-[upload] ke [Facebook]
  Dia pakai [laptop] [company] untuk kerja
  Rumah sewa tu dekat [with] [the] [office]
  Teknologi kuantum mengubah dunia sains
  Perdana Menteri melawat Sabah dan Sarawak
  Nurul dapat [straight] [A's] dalam [SPM]
  Sup cendawan restoran itu memang lazat
  [Please] jangan bising, adik tidur
  Saya [agree] dengan cadangan awak
  Dia balas mesej saya pukul dua pagi
`;
const ENGLISH_SENTENCES = `
  [The] [meeting] [starts] [at] [three]
  [I] [had] [toast] [with] [jam] [for] [breakfast]
  [We] [ate] nasi lemak [and] [rendang] [in] Kuala Lumpur
  [She] [lives] [near] Jalan Ampang [with] [her] [sister]
  [Ada] [Lovelace] [wrote] [the] [first] [program]
  [My] [friend] Nurul Aisyah [works] [at] [the] [hospital]
  [The] [air] [is] [cold] [and] [the] [main] [road] [is] [wet]
  [Dan] [said] [the] [surf] [was] [good]
  [Deploy] [the] [kubernetes] [cluster] [to] [the] [frontend]
  [Can] [you] tolong [send] [me] [the] [file]
  [The] [Prime] [Minister] Anwar Ibrahim [spoke] [in] Putrajaya
  [He] [is] Ahmad Zahid Hamidi [from] Bagan Datuk
  [Takeshi] [and] [Olivia] [met] [in] [Rome]
  [The] [boss] [said] [cannot] [lah]
  [This] [proposal] [must] [be] [sent] [today]
  [The] [polis] [was] [a] [city] [state] [in] [Greece]
  [It] [is] [a] [pun] [about] [a] [pair] [of] [shoes]
  [They] [hang] [the] [rare] [painting] [in] [the] [hall]
  [Her] [visit] [to] Melaka [lasted] [two] [days]
  [Members] [of] [the] [team] [are] [ready]
  [He] [ordered] teh tarik [and] roti canai
  [Put] [the] [data] [in] [the] [menu]
  [The] [NASA] [launch] [was] [late]
  [A] [dik-dik] [is] [a] [small] [antelope]
`;
/** Words of Malay sentences that the English lexicon has too. */
const IN_BOTH =
  "ada air akan bola buka dan dari guna hari jam jalan lain main masa mana pagi polis rendang sambal tua yang";

function read(sentences: string, language: Language): { written: string; read: string }[] {
  const lines = sentences
    .trim()
    .split("\n")
    .map((line) => line.trim());
  return lines.map((line) => {
    const tokens = line.replaceAll("-[", " [").split(" ");
    const words = tokens.map((token) => token.replace(/[[\]]/g, ""));
    const languages = languagesOfWords(words, language, isEnglish);
    const marked = tokens.map((token, index) =>
      languages[index] === "en" ? bracketed(words[index]!, token) : words[index]!,
    );
    return { written: tokens.join(" "), read: marked.join(" ") };
  });
}
/** Puts a word into brackets as the token has them: a mark after the word stays outside. */
function bracketed(word: string, token: string): string {
  return token.startsWith("[") ? token : `[${word}]`;
}

const ENGLISH_WORDS = new Set([
  ...IN_BOTH.split(" "),
  ...Array.from(`${MALAY_SENTENCES}${ENGLISH_SENTENCES}`.matchAll(/\[(.+?)\]/g), ([, word]) =>
    word!.toLowerCase(),
  ),
]);
for (const unlisted of ["kubernetes", "frontend", "takeshi", "lah"]) ENGLISH_WORDS.delete(unlisted);
const isEnglish = (word: string): boolean => ENGLISH_WORDS.has(word.toLowerCase());

describe("words of a Malay utterance", () => {
  for (const { written, read: got } of read(MALAY_SENTENCES, "ms")) {
    test(written, () => expect(got).toBe(written));
  }
});
describe("words of an English utterance", () => {
  for (const { written, read: got } of read(ENGLISH_SENTENCES, "en")) {
    test(written, () => expect(got).toBe(written));
  }
});
