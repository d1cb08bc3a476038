import { expect, test } from "bun:test";
import { spoken } from "../spoken.fake.ts";

test.each([
  ["Dia di Jalan Bukit Indah 3/4 itu.", "Dia di Jalan Bukit Indah tiga empat itu."],
  [
    "Add 1/2 cup, 3/4 of it and 3/16.",
    "Add one half cup, three quarters of it and three sixteenths.",
  ],
  [
    "Wait 2 1/2 hours, 2½ days or ¾ of a day.",
    "Wait two and a half hours, two and a half days or three quarters of a day.",
  ],
  [
    "Tambah 1/2 cawan, 3/4 dan 2½ jam itu.",
    "Tambah setengah cawan, tiga per empat dan dua setengah jam itu.",
  ],
  ["总量的1/5以上，2½小时，½杯。", "总量的五分之一以上，二又二分之一小时，二分之一杯。"],
  [
    "He got 3.5/10 and 4.5/5.",
    "He got three point five out of ten and four point five out of five.",
  ],
])("a fraction in %p is spoken", (text, words) => {
  expect(spoken(text)).toBe(words);
});

test.each([
  ["It is open 24/7, 50/50.", "It is open twenty-four seven, fifty fifty."],
  ["The 2019/20 season.", "The twenty nineteen twenty season."],
  [
    "Rated 8/10, step 1/5 and 10/10.",
    "Rated eight out of ten, step one out of five and ten out of ten.",
  ],
  [
    "Jalan 14/29 dan SS2/24 itu.",
    "Jalan empat belas dua puluh sembilan dan S S dua dua puluh empat itu.",
  ],
  ["Dia dapat 8/10 untuk itu.", "Dia dapat lapan daripada sepuluh untuk itu."],
])(
  "two numbers with a slash in %p that are not a fraction are spoken one after the other",
  (text, words) => {
    expect(spoken(text)).toBe(words);
  },
);

test.each([
  ["Bilik rosak, -10/10.", "Bilik rosak, negatif sepuluh daripada sepuluh."],
  [
    "Makanan 9/10, servis 3/10!",
    "Makanan sembilan daripada sepuluh, servis tiga daripada sepuluh!",
  ],
])("a mark of ten is out of the whole: %s", (text, words) => {
  expect(spoken(text)).toBe(words);
});
