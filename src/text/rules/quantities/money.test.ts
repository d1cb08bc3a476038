import { describe, expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

describe("money in English", () => {
  test.each([
    [
      "Saya bayar RM0.50 sen dan AS$5 bilion",
      "Saya bayar lima puluh sen dan lima bilion dolar Amerika",
    ],
    ["RM15/jam dan RM100/hari", "lima belas ringgit sejam dan seratus ringgit sehari"],
    ["Lunch was RM12.90.", "Lunch was twelve ringgit and ninety sen."],
    [
      "Pay RM 50 now, Rm15 or rm20 later.",
      "Pay fifty ringgit now, fifteen ringgit or twenty ringgit later.",
    ],
    ["I owe you $1, not $0.01.", "I owe you one dollar, not one cent."],
    [
      "It was £3.20 or €1,250.",
      "It was three pounds and twenty pence or one thousand two hundred fifty euros.",
    ],
    ["The deal cost US$1.5 billion.", "The deal cost one point five billion dollars."],
    [
      "They raised $2.5M, then £3bn and S$4k.",
      "They raised two point five million dollars, then three billion pounds and four thousand Singapore dollars.",
    ],
    [
      "The loss was -$5, \u2212$6, $-7 and -RM8.50.",
      "The loss was minus five dollars, minus six dollars, minus seven dollars and minus eight ringgit and fifty sen.",
    ],
    [
      "We have 20€, 5 USD and 100 MYR.",
      "We have twenty euros, five dollars and one hundred ringgit.",
    ],
    ["It was 50 RM only.", "It was fifty ringgit only."],
    [
      "She paid $100 USD, USD$50 and $70 AUD.",
      "She paid one hundred dollars, fifty dollars and seventy Australian dollars.",
    ],
    ["It is $5 dollars.", "It is five dollars."],
    [
      "Only $.99 and 99¢ and 150¢.",
      "Only ninety-nine cents and ninety-nine cents and one hundred fifty cents.",
    ],
    ["The fee is RM50/- today.", "The fee is fifty ringgit today."],
    [
      "It is RM1 000 000, RM1.000.000 or RM1,5 million.",
      "It is one million ringgit, one million ringgit or one point five million ringgit.",
    ],
    [
      "The price is €1.234,56.",
      "The price is one thousand two hundred thirty-four euros and fifty-six cents.",
    ],
    [
      '(RM5) "RM6" RM7! RM8, RM9?',
      '(five ringgit) "six ringgit" seven ringgit! eight ringgit, nine ringgit?',
    ],
    ["The fare in Tokyo was ¥500.", "The fare in Tokyo was five hundred yen."],
    ["The fare in Beijing was ¥5.", "The fare in Beijing was five yuan."],
    [
      "It costs ~RM50, >$5 and +$7.",
      "It costs about fifty ringgit, is greater than five dollars and plus seven dollars.",
    ],
  ])("%p is read as %p", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test.each([
    ["RM5-RM10", "five to ten ringgit"],
    ["RM5 - RM10", "five to ten ringgit"],
    ["RM5-10", "five to ten ringgit"],
    ["$3–5", "three to five dollars"],
    ["$1-2 million", "one to two million dollars"],
    ["$20-30k", "twenty to thirty thousand dollars"],
    ["5-10 USD", "five to ten dollars"],
    ["RM5-6/kg", "five to six ringgit per kilogram"],
  ])("the range %p is read as %p", (text, expected) => {
    expect(spoken(`The price is ${text} today.`)).toBe(`The price is ${expected} today.`);
  });

  test.each([
    ["RM5/kg", "five ringgit per kilogram"],
    ["RM3/500g", "three ringgit per five hundred grams"],
    ["RM10++", "ten ringgit plus plus"],
    ["$10/month", "ten dollars per month"],
    ["$10/mo", "ten dollars per month"],
    ["RM30/pax", "thirty ringgit per person"],
    ["$99/night", "ninety-nine dollars per night"],
    ["20€/hr", "twenty euros per hour"],
    ["20 sen/kg", "twenty sen per kilogram"],
    ["2.5 sen/kWh", "two point five sen per kilowatt hour"],
  ])("the rate %p is read as %p", (text, expected) => {
    expect(spoken(`The price is ${text} today.`)).toBe(`The price is ${expected} today.`);
  });
});

describe("money in Malay", () => {
  test.each([
    ["Tambang itu hanya RM0.80.", "Tambang itu hanya lapan puluh sen."],
    ["Dia bayar RM3,500 sahaja.", "Dia bayar tiga ribu lima ratus ringgit sahaja."],
    ["Projek itu bernilai RM1.2 juta.", "Projek itu bernilai satu perpuluhan dua juta ringgit."],
    ["Hutangnya RM5k dan RM3j.", "Hutangnya lima ribu ringgit dan tiga juta ringgit."],
    [
      "Harga ayam itu RM9.40/kg.",
      "Harga ayam itu sembilan ringgit dan empat puluh sen sekilogram.",
    ],
    ["Sewa rumah itu RM900/bulan.", "Sewa rumah itu sembilan ratus ringgit sebulan."],
    ["Projek itu RM1.5-2 bilion.", "Projek itu satu perpuluhan lima hingga dua bilion ringgit."],
    ["Harganya RM5-RM10 sahaja.", "Harganya lima hingga sepuluh ringgit sahaja."],
    ["Baki saya 50sen sahaja.", "Baki saya lima puluh sen sahaja."],
    [
      "Dia ada Rp50.000 dan Rp 1.500.000 di rumah.",
      "Dia ada lima puluh ribu rupiah dan satu juta lima ratus ribu rupiah di rumah.",
    ],
  ])("%p is read as %p", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test("an amount with a Malay scale in an English sentence is spoken in Malay", () => {
    expect(spoken("The government spent RM2 bilion on this.")).toBe(
      "The government spent dua bilion ringgit on this.",
    );
  });
});

describe("money in Chinese", () => {
  test.each([
    ["这件衣服RM50。", "这件衣服五十令吉。"],
    ["午餐花了RM12.50。", "午餐花了十二令吉五十仙。"],
    ["公司赚了RM3.5万。", "公司赚了三点五万令吉。"],
    ["政府拨款RM3千万。", "政府拨款三千万令吉。"],
    ["票价是$100,那个￥20元。", "票价是一百美元,那个二十元。"],
    ["这个价格是¥5-10。", "这个价格是五到十元。"],
    ["租金每月RM50/人。", "租金每月每人五十令吉。"],
    ["苹果RM5/个。", "苹果每个五令吉。"],
  ])("%p is read as %p", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });
});

test("money in a mixed sentence is spoken in the language of the words around it", () => {
  expect(spoken("Harga dia RM25 je, worth it.")).toBe(
    "Harga dia dua puluh lima ringgit je, worth it.",
  );
});

test.each([
  "run rm -rf now",
  "the RM is weak and $HOME is set",
  "RM abc and US$",
  "ARM50 is a chip",
  "rm 20 in a shell",
])("%p contains no amount of money", (text) => {
  expect(spoken(text)).not.toMatch(/ringgit|dollar/);
});

test("spoken amounts of money do not change if they are read again", () => {
  const text = spoken("RM5.50, $1.5M, 20€/kg, 50 sen, -RM3, ¥5-10 and ~$7");
  expect(spoken(text)).toBe(text);
});

test("CNY before a year is a feast", () => {
  expect(spoken("Our CNY 2025 sale, from CNY 250 each.")).toBe(
    "Our C N Y twenty twenty-five sale, from two hundred fifty yuan each.",
  );
});
