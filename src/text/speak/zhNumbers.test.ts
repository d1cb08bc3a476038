import { describe, expect, test } from "bun:test";
import { digitWords, wholeWords, withoutForeignScale } from "./zhNumbers.ts";

describe("a whole number of Chinese", () => {
  test.each([
    ["0", "零"],
    ["1", "一"],
    ["2", "二"],
    ["10", "十"],
    ["11", "十一"],
    ["12", "十二"],
    ["15", "十五"],
    ["20", "二十"],
    ["22", "二十二"],
    ["100", "一百"],
    ["101", "一百零一"],
    ["110", "一百一十"],
    ["111", "一百一十一"],
    ["1000", "一千"],
    ["1005", "一千零五"],
    ["1010", "一千零一十"],
    ["1100", "一千一百"],
    ["10000", "一万"],
    ["10005", "一万零五"],
    ["10010", "一万零一十"],
    ["10500", "一万零五百"],
    ["12000", "一万二千"],
    ["100000", "十万"],
    ["105000", "十万五千"],
    ["100500", "十万零五百"],
    ["120000", "十二万"],
    ["1000000", "一百万"],
    ["1200000", "一百二十万"],
    ["10010010", "一千零一万零一十"],
    ["100000000", "一亿"],
    ["100002000", "一亿零二千"],
    ["100000002", "一亿零二"],
    ["1000100000", "十亿零一十万"],
    ["1000000000000", "一万亿"],
    ["1000000000005", "一万亿零五"],
    ["1000500000000", "一万零五亿"],
    ["123456789012345", "一百二十三万四千五百六十七亿八千九百零一万二千三百四十五"],
    ["999999999999999", "九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九"],
    ["1234567890123456", "一二三四五六七八九零一二三四五六"],
    ["007", "七"],
    ["000", "零"],
    ["0000000000000000015", "十五"],
    ["", "零"],
  ])("reads %s as %s", (digits, words) => {
    expect(wholeWords(digits, "二")).toBe(words);
  });

  test.each([
    ["2", "两"],
    ["12", "十二"],
    ["20", "二十"],
    ["22", "二十二"],
    ["102", "一百零二"],
    ["200", "两百"],
    ["222", "两百二十二"],
    ["2000", "两千"],
    ["2002", "两千零二"],
    ["20000", "两万"],
    ["22000", "两万二千"],
    ["200000", "二十万"],
    ["2000000", "两百万"],
    ["200000000", "两亿"],
    ["2000000000000", "两万亿"],
    ["2000000000000000", "二零零零零零零零零零零零零零零零"],
  ])("speaks a first 2 as 两 in a count: %s is %s", (digits, words) => {
    expect(wholeWords(digits, "两")).toBe(words);
  });

  test("has one 零 for each run of zeros, and none at its end", () => {
    for (let value = 1; value < 200_000; value += 37) {
      expect(wholeWords(String(value), "两")).not.toMatch(/零零|零$|^零|零[十百千万亿]/u);
    }
  });
});

test("digitWords() speaks digits one by one and ignores other characters", () => {
  expect(digitWords("012-345 6789")).toBe("零一二三四五六七八九");
  expect(digitWords("x")).toBe("");
});

describe("a scale of thousands", () => {
  const amount = { negative: false, whole: "1", fraction: "50", scale: "million" } as const;

  test("is replaced by zeros", () => {
    expect(withoutForeignScale(amount)).toEqual({
      ...amount,
      whole: "1500000",
      fraction: null,
      scale: null,
    });
  });

  test("keeps the decimals beyond its zeros", () => {
    const precise = { ...amount, fraction: "23456", scale: "thousand" } as const;
    expect(withoutForeignScale(precise)).toEqual({
      ...amount,
      whole: "1234",
      fraction: "56",
      scale: null,
    });
  });

  test("stays if zeros would make the number too long", () => {
    const long = { ...amount, whole: "1000", fraction: null, scale: "trillion" } as const;
    expect(withoutForeignScale(long)).toBe(long);
  });
});
