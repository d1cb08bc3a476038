import { describe, expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

describe("an identity number", () => {
  test.each([
    ["No. K/P: 880101-14-5678", /^Nombor Kad pengenalan: lapan lapan kosong satu/],
    ["Di Menara KLCC, 50088 KL itu.", /lima kosong kosong lapan lapan K L/],
    ["Taip YA hantar ke 15888.", /satu lima lapan lapan lapan/],
    ["Di 8, Jalan Ampang, 50450 Kuala Lumpur.", /Ampang, lima kosong empat lima kosong Kuala/],
    ["It is 880101-14-5678.", "It is eight eight zero one zero one one four five six seven eight."],
    ["Pay 4111 1111 1111 1234.", /one one one one one one one two three four\.$/],
    ["It is 123-45-6789.", "It is one two three four five six seven eight nine."],
    [
      "It is 978-3-16-148410-X.",
      "It is nine seven eight three one six one four eight four one zero X.",
    ],
    ["At 00:1B:44:11:3A:B7.", "At zero zero one B four four one one three A B seven."],
    ["身份证号码880101-14-5678。", "身份证号码八八零幺零幺幺四五六七八。"],
    ["身份证11010119900307123X。", "身份证幺幺零幺零幺幺九九零零三零七幺二三 X。"],
  ])("%p is recognised by its form and read digit by digit", (text, expected) => {
    expect(spoken(text)).toEqual(
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    );
  });
});

describe("a code", () => {
  test.each([
    ["Your PIN is 0412.", "zero four one two."],
    ["Your code is 482 913.", "Your code is four eight two nine one three."],
    [
      "The account number is 5141-2345.",
      "The account number is five one four one two three four five.",
    ],
    ["Your card ending in 1234 is new.", "Your card ending in one two three four is new."],
    [
      "Passport A12345678 has expired.",
      "Passport A one two three four five six seven eight has expired.",
    ],
    ["Take flight AK 6127 today.", "Take flight A K six one two seven today."],
    ["The plate number is WXY 1234.", "The plate number is W X Y one two three four."],
    ["Order number 12345 left.", "Order number one two three four five left."],
    [
      "Flight MH370 and AK 6127 left.",
      "Flight M H three seven zero and A K six one two seven left.",
    ],
    ["QQ号12345678。", "Q Q 号幺二三四五六七八。"],
    ["验证码是482913。", "验证码是四八二九幺三。"],
    ["航班MH370。", "航班M H 三七零。"],
    ["车牌粤B12345。", "车牌粤B 幺二三四五。"],
  ])("%p is recognised by the word before it and read digit by digit", (text, expected) => {
    expect(spoken(text)).toContain(expected);
  });

  test.each(["The code in 2024 ran.", "We order 5000 units.", "A card 3 times.", "账号有5000个。"])(
    "is not found in %p",
    (text) => {
      expect(spoken(text)).not.toMatch(/two zero two four|five zero zero zero|五零零零/);
    },
  );
});

test.each([
  ["车牌京A12345，沪B·D0678。", "车牌京A 幺二三四五，沪B D 零六七八。"],
  ["取件码8-2-1011。", "取件码八二幺零幺幺。"],
  ["卡号6222 0212 3456 7890 123。", "卡号六二二二零二幺二三四五六七八九零幺二三。"],
])("a Chinese code in %p is read digit by digit", (text, words) => {
  expect(spoken(text).replaceAll(/(?<=\p{Script=Han}) (?=[A-Z])/gu, "")).toBe(words);
});

test("the plate of a vehicle may follow its model", () => {
  expect(spoken("Kereta Myvi ABC 1234 tolong alih.")).toBe(
    "Kereta Myvi A B C satu dua tiga empat tolong alih.",
  );
});

test("the price of a flight is no flight", () => {
  expect(spoken("The flight RM199 is cheap.")).toBe(
    "The flight one hundred ninety-nine ringgit is cheap.",
  );
});
