import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["The shop closes on 24/12/2026.", "on December twenty-fourth, twenty twenty-six."],
  ["The bill was due 12/25/2025.", "due December twenty-fifth, twenty twenty-five."],
  ["We moved there on 7/6/25.", "on June seventh, twenty twenty-five."],
  ["We moved there on 07.06.2025.", "on June seventh, twenty twenty-five."],
  ["They left on 2026-03-01.", "on March first, twenty twenty-six."],
  ["They left on 2026/3/1 early.", "on March first, twenty twenty-six early."],
  ["The file of 2026-03-01T08:15:00Z is new.", "twenty twenty-six eight fifteen U T C is new."],
  ["The card expires 08/2027.", "expires August twenty twenty-seven."],
  ["Please pay on 15/3.", "on March fifteenth."],
  ["Please pay on 25 / 12 / 2025.", "on December twenty-fifth, twenty twenty-five."],
  ["We are closed 28/2-2/3.", "closed February twenty-eighth to March second."],
  ["The party, 25/12 (Thu).", "December twenty-fifth (Thu)."],
  ["The log of 2025-12-25T14:30:00+08:00.", "twenty twenty-five fourteen thirty plus eight."],
  ["The 25/12/2025 sale.", "The twenty-fifth of December, twenty twenty-five sale."],
  [
    "Closed from 25/12/2025 - 02/01/2026.",
    "from December twenty-fifth, twenty twenty-five to January second, twenty twenty-six.",
  ],
  ["Bayar sebelum 3/11/2024 ya.", "sebelum tiga November dua ribu dua puluh empat ya."],
  ["Kita jumpa pada 15/3 dan 16/3 ini.", "pada lima belas Mac dan enam belas Mac ini."],
  ["截止日期是1/2/2024。", "截止日期是二零二四年二月一日。"],
  ["他2002.01.28出生", "他二零零二年一月二十八日出生"],
])("a date in digits is spoken: %s", (text, expected) => {
  expect(spoken(text)).toEndWith(expected);
});

test("the option `dateOrder` is the order of a date in digits", () => {
  expect(spoken("It is on 3/4/2025.", { dateOrder: "mdy" })).toContain("March fourth");
  expect(spoken("It is on 3/4/2025.")).toContain("April third");
  expect(spoken("It is on 13/4/2025.", { dateOrder: "mdy" })).toContain("April thirteenth");
  expect(spoken("It is on 25/12/05.", { dateOrder: "ymd" })).toContain(
    "December fifth, twenty twenty-five",
  );
});

test.each([
  "On 99/99/9999 it ends.",
  "On 31/02/2024 it ends.",
  "On 29/2/2023 it ends.",
  "About 3/4 of them left.",
  "On 3/4 of the pages.",
  "Version 1.10.2024 is out.",
  "It may 5 be.",
  "They march 10 km.",
  "We saw the Sun. It shone.",
  "The cat sat 3 hours.",
  "May 5,000 men go?",
])("numbers that are not a date are not spoken as a date: %s", (text) => {
  expect(spoken(text)).not.toMatch(
    /(?:January|February|March|April|May|Mac|Februari|Sunday|Saturday) \w+th|third|puluh satu/,
  );
});

test.each([
  ["She left on Jan 5.", "She left on January fifth."],
  ["We left 5 Jan. 2024 at night.", "We left the fifth of January, twenty twenty-four at night."],
  ["Founded 31 August 1957.", "Founded the thirty-first of August, nineteen fifty-seven."],
  ["It was on the 3rd of March, 2024.", "It was on the third of March, twenty twenty-four."],
  ["It was on March 3rd, 2024.", "It was on March third, twenty twenty-four."],
  ["We start Sept. 12 again.", "We start September twelfth again."],
  ["It is on 5 Jan. we think.", "It is on the fifth of January we think."],
  ["It is on 5 Jan. The rest is open.", "It is on the fifth of January. The rest is open."],
  ["Due 05-Jan-2024.", "Due the fifth of January, twenty twenty-four."],
  ["july 25 2012 was hot", "July twenty-fifth, twenty twelve was hot"],
  ["We were there in March 2024.", "We were there in March twenty twenty-four."],
  ["From Aug 3-5 we rest.", "From August third to fifth we rest."],
  ["From 3-5 August we rest.", "From third to fifth of August we rest."],
  [
    "From 28 Feb - 3 Mar we rest.",
    "From the twenty-eighth of February to the third of March we rest.",
  ],
  ["On May 5 and ten people.", "On May fifth and ten people."],
  ["We close in Dec. every year.", "We close in December every year."],
  ["Pada 10-14 Mac kami cuti.", "Pada sepuluh hingga empat belas Mac kami cuti."],
  ["Dia lahir pada 5 Mei 1990.", "Dia lahir pada lima Mei seribu sembilan ratus sembilan puluh."],
  ["Mesyuarat pada 3hb April.", "Mesyuarat pada tiga hari bulan April."],
  ["Cuti 3-5hb ini.", "Cuti tiga hingga lima hari bulan ini."],
  ["Cukai naik pada Mac 2024 lalu.", "Cukai naik pada Mac dua ribu dua puluh empat lalu."],
  ["Dia sampai pada 12 Dis 2023.", "Dia sampai pada dua belas Disember dua ribu dua puluh tiga."],
  [
    "Dia lahir 31 August 1957 di sini.",
    "Dia lahir tiga puluh satu August seribu sembilan ratus lima puluh tujuh di sini.",
  ],
  ["It began in mid-March 2024.", "It began in mid-March twenty twenty-four."],
  ["It began on the 5th of November '05.", "It began on the fifth of November, two thousand five."],
  ["Sejak 1 Jul 2023 harga naik.", "Sejak satu Julai dua ribu dua puluh tiga harga naik."],
  ["我的生日是5 March 2000。", "我的生日是 March fifth, two thousand。"],
  ["We rest in Sept this year.", "We rest in September this year."],
])("a date with a written month is spoken: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["See you Mon, 5 Jan.", "See you Monday, the fifth of January."],
  ["Open Mon-Fri here.", "Open Monday to Friday here."],
  ["Classes are Tue/Thu here.", "Classes are Tuesday Thursday here."],
  ["We meet every Wed at home.", "We meet every Wednesday at home."],
  ["On Sat. we rest.", "On Saturday we rest."],
  ["We rest on Sat. The cat sat.", "We rest on Saturday. The cat sat."],
  ["Buka Isnin-Jumaat sahaja.", "Buka Isnin hingga Jumaat sahaja."],
])("a weekday beside a date is spoken in full: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test.each([
  ["考试在2025年12月25日。", "考试在二零二五年十二月二十五日。"],
  ["我的 birthday 是2月2号。", "我的 birthday 是二月二号。"],
  ["活动12月25-28日举行", "活动十二月二十五到二十八日举行"],
  ["活动12月25日-28日举行", "活动十二月二十五日到二十八日举行"],
  ["3-5月下雨", "三到五月下雨"],
  ["2008年奥运会", "二零零八年奥运会"],
  ["2024-2025年度", "二零二四到二零二五年度"],
  ["公元前221年", "公元前二二一年"],
  ["他98年出生", "他九八年出生"],
  ["从80年代开始", "从八十年代开始"],
  ["05年的事", "零五年的事"],
])("a date with 年, 月 or 日 is spoken in Chinese: %s", (text, expected) => {
  expect(spoken(text)).toBe(expected);
});

test("durations in years are spoken as numbers", () => {
  for (const text of ["2年后", "活了10年", "有2000年历史"]) {
    expect(spoken(text)).not.toMatch(/二零零零年|一零年|二年/);
  }
});

test("spoken dates do not change if they are read again", () => {
  for (const text of [
    "On 25/12/2025, Mon 5 Jan. we rest.",
    "Pada 3hb Mac 2024.",
    "12月25-28日，2024年",
  ]) {
    expect(spoken(spoken(text))).toBe(spoken(text));
  }
});

test("dates stay as written if numbers are switched off", () => {
  const text = "On 25/12/2025 and 5 Jan 2024, 2025年.";
  expect(spoken(text, { numbers: false })).toBe(text);
});

test.each([
  [
    "Cuti 31/8 dan meeting ke 25/11 nanti.",
    "Cuti tiga puluh satu Ogos dan meeting ke dua puluh lima November nanti.",
  ],
  ["Cuti 1-3/5 ini.", "Cuti satu hingga tiga Mei ini."],
  ["Jumpa 12/9 ni.", "Jumpa dua belas September ni."],
  [
    "Kedai itu buka 24/7 dan 25/4 + 1/4 sahaja.",
    "Kedai itu buka dua puluh empat tujuh dan dua puluh lima per empat tambah satu per empat sahaja.",
  ],
])(
  "a day and a month in a Malay text are spoken as a date if they are not likely a fraction: %s",
  (text, expected) => {
    expect(spoken(text)).toBe(expected);
  },
);

test("a number within a year, such as No. 3/2025, is not read as a month", () => {
  expect(spoken("Minutes of meeting No. 3/2025 of 3/2025.")).toBe(
    "Minutes of meeting Number three two thousand twenty-five of March twenty twenty-five.",
  );
});

test.each([
  ["Please pay before 1/9 here.", "Please pay before September first here."],
  ["新年是29/1。", "新年是一月二十九日。"],
])("a day after such words is a date: %s", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["I'm on leave 12-15/8 here.", "I'm on leave August twelfth to August fifteenth here."],
  ["The meeting minutes 12/3 are here.", "The meeting minutes March twelfth are here."],
  ["Kami cuti 12-15/8 ini.", "Kami cuti dua belas hingga lima belas Ogos ini."],
])("days of one month are dates after such words: %s", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test("days of a month with its year are a range of dates", () => {
  expect(spoken("Program ini berlangsung 17 – 21/11/2025 nanti.")).toBe(
    "Program ini berlangsung tujuh belas hingga dua puluh satu November dua ribu dua puluh lima nanti.",
  );
});

test("a day before which something is due is a date in Chinese", () => {
  expect(spoken("请在12/20前提交。")).toBe("请在十二月二十日前提交。");
});
