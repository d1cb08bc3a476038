import { describe, expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

describe("a phone number", () => {
  test.each([
    ["Call 012-345 6789 now.", "Call zero one two, three four five, six seven eight nine now."],
    ["Ring (03) 8888 1234.", "Ring zero three, eight eight eight eight, one two three four."],
    ["Tel 1-800-88-1234", "Tel one, eight zero zero, eight eight, one two three four"],
    ["Tel 1300 88 2525", "Tel one three zero zero, eight eight, two five two five"],
    ["(415) 555-0100 rang", "four one five, five five five, zero one zero zero rang"],
    ["Text 415.555.0100!", "Text four one five, five five five, zero one zero zero!"],
    ["It is 555-0199.", "It is five five five, zero one nine nine."],
    ["It is 0123456789.", "It is zero one, two three four five, six seven eight nine."],
    ["It is 03-8888 1234/03-8888 1235", /one two three four zero three/],
  ])("%p is read digit by digit", (text, expected) => {
    expect(spoken(text)).toEqual(
      typeof expected === "string" ? expected : expect.stringMatching(expected),
    );
  });

  test.each([
    [
      "Our line is +60 3-2161 8000.",
      /plus six zero, three, two one six one, eight zero zero zero\.$/,
    ],
    [
      "Our line is +60123456789.",
      /plus six zero one, two three four five, six seven eight nine\.$/,
    ],
    [
      "Our line is +1 (415) 555-0100.",
      /plus one, four one five, five five five, zero one zero zero\.$/,
    ],
    [
      "Our line is +44 (0)20 7946 0958.",
      /plus four four, two zero, seven nine four six, zero nine five eight\.$/,
    ],
    ["We met at +60 12-345 6789 100 times.", /six seven eight nine (?:100|one hundred) times\.$/],
  ])("%p is spoken with its calling code and its groups", (text, expected) => {
    expect(spoken(text)).toMatch(expected);
  });

  test.each([
    ["我的手机是13501234567。", "我的手机是幺三五零幺二三四五六七。"],
    ["请拨打012-345 6789。", "请拨打零一二三四五六七八九。"],
    ["热线400-800-1234。", "热线四零零八零零幺二三四。"],
    ["请打+60 19-876 5432。", "请打加六零一九八七六五四三二。"],
    ["请拨打急救电话120。", "请拨打急救电话幺二零。"],
    ["请打110报警，火警119。", "请打幺幺零报警，火警幺幺九。"],
  ])("%p is spoken without pauses in Chinese", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test.each([
    ["In an emergency dial 999.", "In an emergency dial nine nine nine."],
    ["Call the police on 911 or 112!", "Call the police on nine one one or one one two!"],
    [
      "Talian hotline PDRM 999, bomba 994.",
      "Talian hotline P D R M sembilan sembilan sembilan, bomba sembilan sembilan empat.",
    ],
    ["请拨打12306或95588。", "请拨打幺二三零六或九五五八八。"],
    ["Call 1-800-FLOWERS.", "Call one, eight hundred, flowers."],
    ["Dial 103 for help.", "Dial one zero three for help."],
    ["Call 8888 1234 today.", "Call eight eight eight eight, one two three four today."],
  ])("%p is a short number that is recognised by the word before it", (text, expected) => {
    expect(spoken(text)).toBe(expected);
  });

  test.each([
    "The date is 2025-12-25.",
    "In 1941-1945 they fought.",
    "Pages 100-2000 and 5-10.",
    "Call 100 people.",
    "They call 999 people.",
    "他打110分。",
    "It costs 1-800 dollars.",
    "A ratio of 0.123.",
  ])("is not found in %p", (text) => {
    expect(spoken(text)).not.toMatch(
      /(?:one zero zero|nine nine nine|一一零|zero zero zero|nine four) /,
    );
  });

  test("stays as written if phones are switched off, while other numbers are spoken", () => {
    expect(spoken("Call 012-345 6789 or dial 999.", { phones: false })).toBe(
      "Call 012-345 6789 or dial 999.",
    );
    expect(spoken("v2.1 by 012-345 6789", { phones: false })).toBe(
      "version two point one by 012-345 6789",
    );
  });
});

test.each([
  ["给12315打个电话。", "给幺二三幺五打个电话。"],
  ["12306网站，客服95588，中国移动10086。", "幺二三零六网站，客服九五五八八，中国移动幺零零八六。"],
  [
    "电话0755-88886666转801，3单元101，12层1205。",
    "电话零七五五八八八八六六六六转八零幺，三单元幺零幺，十二层幺二零五。",
  ],
  ["他打了110米栏和120分。", "他打了一百一十米栏和一百二十分。"],
])("a service number in %p is read digit by digit", (text, words) => {
  expect(spoken(text)).toBe(words);
});
