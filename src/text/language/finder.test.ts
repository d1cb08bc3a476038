import { expect, test } from "bun:test";
import { createLanguageFinder } from "./finder.ts";
import { type LanguageMemory, remember } from "./memory.ts";
import type { Language } from "../speak/verbaliser.ts";

/**
 * Returns the languages of the tokens in 〈…〉, or of all numbers if there are none. A `hint` that is a string is not
 * explicit.
 */
function languages(
  marked: string,
  memory: LanguageMemory = {},
  hint: Language | { readonly language: Language; readonly explicit: boolean } = "en",
): string {
  const tokens: { start: number; end: number }[] = [];
  let text = "";
  for (const part of marked.split(/(〈[^〉]*〉)/)) {
    if (part.startsWith("〈")) {
      tokens.push({ start: text.length, end: text.length + part.length - 2 });
      text += part.slice(1, -1);
    } else text += part;
  }
  if (tokens.length === 0) {
    for (const { 0: token, index } of text.matchAll(
      /(?:RM|\$)?\d[\d.,:/-]*(?<=\d)%?(?:km|kg|°C)?/g,
    ))
      tokens.push({ start: index, end: index + token.length });
  }
  const given = typeof hint === "string" ? { language: hint, explicit: false } : hint;
  const finder = createLanguageFinder(text, memory, given);
  return tokens.map(({ start, end }) => finder.languageOf(start, end) ?? "none").join(" ");
}

test.each([
  ["saya ada 3 ekor kucing and 2 dogs", "ms en"],
  ["My kakak paid RM1,200 for the phone.", "en"],
  ["Harga dia RM25 je, worth it.", "ms"],
  ["Battery tinggal 20% je.", "ms"],
  ["我买了〈3〉个 iPhone。", "zh"],
  ["Saya dah baca 3 chapter dalam 2 hari.", "ms ms"],
  ["老师说 we have 4 assignments。", "en"],
  ["We ordered 12 boxes, 3 orang tak makan", "en ms"],
  ["Dia beli 7 followers and sold 2 kereta", "en ms"],
  ["Tunggu 10-15 minit, I'm on the way.", "ms"],
  ["Kereta tu RM45,000 only", "en"],
])("the next word decides if it belongs to one language only: %s", (text, expected) => {
  expect(languages(text, {}, "zh")).toBe(expected);
});

test.each([
  ["Call saya kat 019-876 5432 ya", "ms ms"],
  ["今天有 30% discount", "zh"],
  ["我们明天 〈9am〉 meeting。", "zh"],
  ["OTP anda ialah 553201, please don't share.", "ms"],
  ["Deadline assignment ni 15/3/2025.", "ms"],
  ["可以 WhatsApp 我 012-3456789。", "zh"],
  ["今天 temperature 是 35°C。", "zh"],
  ["please submit 〈`borang`〉 sebelum 〈5pm〉.", "ms ms"],
])("the previous word decides if the next word does not: %s", (text, expected) => {
  expect(languages(text)).toBe(expected);
});

test.each([
  ["Saya grad tahun 2019 from UM.", "ms"],
  ["Jumpa pukul 〈3.30〉 at the mall", "ms"],
  ["Kalau tiket RM50 I tak nak", "ms"],
  ["Dia beli kucing 3 and anjing 2", "ms ms"],
  ["We need 3 tapi tak ada", "en"],
  ["I paid RM50 untuk tiket", "en"],
  ["Harga dah RM800 for two rooms", "ms"],
  ["In 2015 dia pindah ke KL", "en"],
  ["We left Ipoh in 2015, saya ada 3 for you", "en ms"],
])(
  "the previous word decides if the next word is a conjunction, a preposition or a pronoun: %s",
  (text, expected) => {
    expect(languages(text)).toBe(expected);
  },
);

test.each([
  ["Internet 〈500Mbps〉,cakera 〈1TB〉.", "ms ms"],
  ["2. Bayaran 3", "ms ms"],
  ["No. 〈12〉, Jln. Ampang, Tmn. Desa", "ms"],
  ["Kerja 9 to 5 je", "en ms"],
  ["Saya ada laptop, RAM 〈16GB〉, beli two years ago", "ms"],
  ["We live at 12, Jalan Ampang", "en"],
  ["No. 〈K/P:〉 880101", "ms"],
  ["E-mel: 〈ali@mail.my〉", "ms"],
  ["Tiket konsert RM388 sorang,so expensive!", "ms"],
])(
  "names and words without a blank before them decide if no other word does: %s",
  (text, expected) => {
    expect(languages(text)).toBe(expected);
  },
);

test.each([["Pada tahun 2019 in KL", "ms"]])(
  'a Malay word such as "tahun" before a number takes precedence over the next word: %s',
  (text, expected) => {
    expect(languages(text)).toBe(expected);
  },
);

test.each([
  ["Kerugian 〈RM4.5 bilion〉 in total", "ms"],
  ["We paid 〈RM2 million〉 dah", "en"],
  ["It takes 〈5 minit〉 only", "ms"],
  ["Email the file to 〈the-boss@is.com〉 sekarang", "ms"],
])("a word inside the token takes precedence: %s", (text, expected) => {
  expect(languages(text)).toBe(expected);
});

test.each([
  ["〈Dr.〉 Ahmad bekerja di Jln. Ampang.", "ms"],
  ["〈Pn.〉 Siti dan En. Rahman hadir.", "ms"],
  ["〈Dr.〉 Lee met Mr. Tan and Mrs. Wong.", "en"],
  ["Penduduknya 1,000,000 Xiao", "ms"],
  ["Thermostat Xerox (22) and we waited", "en"],
])("the clause or the sentence decides if no neighbouring word does: %s", (text, expected) => {
  expect(languages(text, {}, "zh")).toBe(expected);
});

test.each([
  ["air 3", "zh"],
  ["Windows 11", "zh"],
  ["digital permit person dialog 5", "en"],
  ["DI 5", "ms"],
  ["We went to DI 5", "en"],
  ["DISKAUN SEHINGGA 70% HARI INI", "ms"],
  ["Blok A 7", "zh"],
])("words of both languages and acronyms count for neither language: %s", (text, expected) => {
  expect(languages(text, {}, "zh")).toBe(expected);
});

test.each([
  ["Ada cerita: dikatakan 5 xx", "ms"],
  ["memperkenalkan 5", "ms"],
  ["berlari 5", "ms"],
  ["terbakar 5", "ms"],
  ["rumahnya 5", "ms"],
  ["pergilah 5", "ms"],
  ["kesungguhan 5", "ms"],
  ["penjagaan 5", "ms"],
  ["mendengarkan 5", "ms"],
  ["Universiti 5", "ms"],
  ["teknologi 5", "ms"],
])("Malay affixes make a word Malay: %s", (text, expected) => {
  expect(languages(text)).toBe(expected);
});

test.each(
  (
    "member members mention mental Berlin berries Bermuda terminal term terrible tertiary digital dialog dinner " +
    "different permit person people perfect Persian Peruvian Pennsylvania penguin pencil pending pendant Balkan Alaskan " +
    "Kenya Abdullah mentor membrane menswear mending Kerrigan quasi Haiti graffiti dipole diploma pelican"
  ).split(" "),
)("an English word or a name that looks like a Malay word is not Malay: %s", (word) => {
  expect(languages(`${word} 5`, {}, "zh")).not.toBe("ms");
});

test.each([
  "私は3年間〈12〉冊読んだ",
  "東京タワーは333メートルです",
  "எனக்கு 3 புத்தகங்கள் வேண்டும்",
  "لدي 3 كتب",
  "ฉันมีแมว 3 ตัว",
  "나는 고양이 3 마리가 있다",
  "मेरे पास 3 किताबें हैं",
  "У меня 3 кошки",
  "Tôi có 3 con mèo và 2 con chó",
  "Ich habe 3 Katzen und 2 Hunde",
  "J'ai 3 chats très mignons à la maison",
  "Mañana tengo 3 reuniones",
  "Le train part à 14:30",
  "El tren sale a las 14:30",
  "Elle a 3 ans, et nous avons 2 chats",
])("a sentence in another language has no language of tokens: %s", (text) => {
  expect(new Set(languages(text).split(" "))).toEqual(new Set(["none"]));
  expect(languages(text, {}, { language: "ms", explicit: true })).not.toContain("none");
});

test.each([
  ["வணக்கம், saya ada 3 ekor kucing", "ms"],
  ["안녕하세요, we have 3 cats", "en"],
  ["We ate 3 bowls of ラーメン today", "en"],
  ["奈雪の茶今天买3杯送一杯", "zh"],
  ["Joan d'Arc 1431", "en"],
  ["Los Angeles 1984", "en"],
  ["Rio de Janeiro 2016", "en"],
  ["The café in São Paulo has 3 rooms", "en"],
  ["Beyoncé has 3 kids", "en"],
  ["Привет! I have 3 cats.", "en"],
])("a few words of another language do not make a sentence foreign: %s", (text, expected) => {
  expect(languages(text)).toBe(expected);
});

test("languageOf() follows the marker inside a token except in a text of another language", () => {
  const hint = { language: "en", explicit: false } as const;
  expect(createLanguageFinder("Dia dapat 1st place", {}, hint).languageOf(10, 13, "en")).toBe("en");
  expect(createLanguageFinder("私は3年です", {}, hint).languageOf(2, 4, "zh")).toBeNull();
  expect(createLanguageFinder("나는 3 年 한국", {}, hint).languageOf(3, 6, "zh")).toBeNull();
});

test.each([
  ["Ok! Ini summary saya:\n\nTotal: RM120", "ms"],
  ["Saya suka ini. Xerox 5.", "ms"],
  ["Saya suka ini. I like it a lot. Xerox 5.", "en"],
  ["Tengo muchos gatos. Xerox 5.", "none"],
])("earlier sentences decide if the sentence has no words that decide: %s", (text, expected) => {
  expect(languages(text)).toBe(expected);
});

test.each([
  ["我们去吃饭，我请你们吃海鲜。\n\nBudget: RM60", "en"],
  ["Kita pergi makan.\n\nBudget: RM60", "ms"],
  ["Let's eat.\n\nBudget: RM60", "en"],
  ["我们去吃饭。\n\nXerox: RM60", "zh"],
  ["这个 project 的 deadline meeting budget 是 3", "zh"],
  ["Dia cek semalam, budget RM60", "ms"],
  ["我 check 了 〈9am〉 meeting。", "zh"],
])(
  "loans decide only between English and Malay, and only without other known words: %s",
  (text, expected) => {
    expect(languages(text, {}, "zh")).toBe(expected);
  },
);

test.each([
  ["这碗 RM9.90,can give discount?", "zh"],
  ["Kami ada 3,but we need more", "ms"],
  ["It costs RM9,tapi mahal", "en"],
])("a comma between a digit and a letter ends a clause: %s", (text, expected) => {
  expect(languages(text)).toBe(expected);
});

test.each([
  ["Merdeka: 31", "ms"],
  ["Ravi scored 87, Mei 79", "en en"],
])("the word merdeka is Malay, and the name Mei is not read as a month: %s", (text, expected) => {
  expect(languages(text)).toBe(expected);
});

test.each([
  ["Parking full after 〈10am〉. 请提早到。", "en"],
  ["Event starts at 〈8pm〉. Jangan lambat!", "en"],
  ["Tutup dari 〈8pm〉. Come early.", "ms"],
  ["Gunung ini setinggi 〈4,095m〉 is high", "ms"],
  ["Saya suka kopi 3 in 1 panas", "en en"],
  ["Berat turun 3 in 10 months", "ms en"],
  ["We got 50 likes dan 20 shares", "en ms"],
  ["Class tuition 2 jam/kelas", "ms"],
])("the next word counts only if it is of the same phrase: %s", (text, expected) => {
  expect(languages(text, {}, "zh")).toBe(expected);
});

test("later sentences never decide", () => {
  expect(languages("Xerox 5. Saya suka ini semua.", {}, "zh")).toBe("zh");
  expect(languages("Xerox 5\n\nSaya suka ini semua.", {}, "zh")).toBe("zh");
});

test("remember() carries the language to the next text and does not change its argument", () => {
  const start: LanguageMemory = {};
  const memory = remember(start, "Saya ada banyak kucing.");
  expect(start).toEqual({});
  expect(languages("Xerox 5", memory)).toBe("ms");
  expect(languages("Xerox 5", remember(memory, "Now we only speak English here."))).toBe("en");
});

test("the hint decides if nothing in the text does", () => {
  expect(languages("12345", {}, "ms")).toBe("ms");
  expect(languages("", {}, "ms")).toBe("");
});

test.each([
  ["Saya bayar dalam 5km from the office", "ms"],
  ["Harga: RM25", "ms"],
  ["Poskod 50480 Kuala Lumpur.", "ms"],
  ["Bilik 305, Tingkat 3.", "ms ms"],
  ["Guna iPhone 15 dan 5", "ms ms"],
  ["Alamat: No. 12, Jalan Ampang", "ms"],
  ["Promosi 20%", "ms"],
  ["Skor 3-1", "ms"],
  ["Rumah no 15", "ms"],
  ["Entah...saya 3 xx", "ms"],
  ["sy ada 2 org adik", "ms"],
  ["我 order 了 〈2〉 份 nasi lemak", "zh"],
  ["Bro harga last RM80 boleh?", "ms"],
  ["In Malay, 'terima kasih' has 2 words", "en"],
  ["Order 2 air kopi ais", "ms"],
  ["We live at 12 Jalan Ampang", "en"],
  ["Wait 5 lah, we are coming", "en"],
  ["Hantar kepada 〈ali_ahmad@contoh.my〉 sekarang.", "ms"],
  ["请访问〈www.example.com〉。", "zh"],
  ["Ikuti 〈@ali〉 di 〈#MalaysiaMadani〉.", "ms ms"],
])("the language of a token in an ordinary sentence is found: %s", (text, expected) => {
  expect(languages(text)).toBe(expected);
});
