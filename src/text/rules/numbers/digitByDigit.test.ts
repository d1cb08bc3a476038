import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  [
    "The PIN is 4821 and account number 12345678.",
    "The PIN is four eight two one and account number one two three four five six seven eight.",
  ],
  [
    "Error code 404 on flight 370, card ending in 4242.",
    "Error code four zero four on flight three seven zero, card ending in four two four two.",
  ],
  [
    "Card 1234 5678 9012 3456.",
    "Card one two three four five six seven eight nine zero one two three four five six.",
  ],
  [
    "OTP anda ialah 553201 dan poskod 50480.",
    "O T P anda ialah lima lima tiga dua kosong satu dan poskod lima kosong empat lapan kosong.",
  ],
  [
    "Kod 730194, akaun no. 123456789, bilik 305.",
    "Kod tujuh tiga kosong satu sembilan empat, akaun nombor satu dua tiga empat lima enam tujuh lapan sembilan, bilik tiga kosong lima.",
  ],
  [
    "密码4821，验证码是482913，邮编：100080，账号12345678。",
    "密码四八二幺，验证码是四八二九幺三，邮编：幺零零零八零，账号幺二三四五六七八。",
  ],
])("a code in %p is read digit by digit", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["My code has 42 lines and 3000 tests.", "My code has forty-two lines and three thousand tests."],
  ["Kod ini ada 120 baris untuk orang.", "Kod ini ada seratus dua puluh baris untuk orang."],
  ["Card 4 of 10.", "Card four of ten."],
  [
    "We order 5000 units and ticket 300 cars.",
    "We order five thousand units and ticket three hundred cars.",
  ],
])("a number that counts something in %p is not read as a code", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  [
    "Agent 007 has 1234567890123.",
    "Agent zero zero seven has one two three four five six seven eight nine zero one two three.",
  ],
  ["但是00和1234567890是号。", "但是零零和一二三四五六七八九零是号。"],
])(
  "a number with a leading zero and a long number in %p are read digit by digit",
  (text, words) => {
    expect(spoken(text)).toBe(words);
  },
);

test.each([
  [
    "911事件，315晚会，985高校，1205室，302路公交车。",
    "九一一事件，三一五晚会，九八五高校，一二零五室，三零二路公交车。",
  ],
  ["第911名，2路车，10号线。", "第九百一十一名，二路车，十号线。"],
  [
    "国道107，A座1205，拨打12306，12315热线，985和996工作制。",
    "国道幺零七，A座幺二零五，拨打幺二三零六，幺二三幺五热线，九八五和九九六工作制。",
  ],
])("a Chinese number in %p that is a name is read digit by digit", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["新建教室300间，会议室302可用。", "新建教室三百间，会议室三零二可用。"],
  ["处理订单2024个，端口8080。", "处理订单两千零二十四个，端口八零八零。"],
])("a Chinese number that counts something in %p is not read as a code", (text, words) => {
  expect(spoken(text)).toBe(words);
});
