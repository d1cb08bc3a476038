import { describe, expect, test } from "bun:test";
import type { Scale } from "../../speak/verbaliser.ts";
import { AMOUNT, DIGITS, languageOfScale, parseAmount, SCALE, START } from "./amount.ts";

describe("parseAmount", () => {
  test.each<[string, string, string | null, Scale | null]>([
    ["5", "5", null, null],
    ["0", "0", null, null],
    ["1,250", "1250", null, null],
    ["1,250,000.75", "1250000", "75", null],
    ["1 250 000", "1250000", null, null],
    ["5 000", "5000", null, null],
    [".5", "", "5", null],
    ["9.0", "9", "0", null],
    ["5k", "5", null, "thousand"],
    ["5K", "5", null, "thousand"],
    ["1.5M", "1", "5", "million"],
    ["2bn", "2", null, "billion"],
    ["2B", "2", null, "billion"],
    ["1.2 juta", "1", "2", "million"],
    ["3j", "3", null, "million"],
    ["10 ribu", "10", null, "thousand"],
    ["4.5 bilion", "4", "5", "billion"],
    ["1 Trillion", "1", null, "trillion"],
    ["3.5万", "3", "5", "wan"],
    ["6亿", "6", null, "yi"],
    ["3千万", "3000", null, "wan"],
    ["3.5千万", "3500", null, "wan"],
    ["3.5百万", "350", null, "wan"],
    ["1.25十亿", "12", "5", "yi"],
    ["2万亿", "20000", null, "yi"],
  ])("splits %p", (text, whole, fraction, scale) => {
    expect(parseAmount(text)).toEqual({ negative: false, whole, fraction, scale });
  });

  test.each(["-5", "\u22125"])("returns a negative amount for %p", (text) => {
    expect(parseAmount(text)).toEqual({ negative: true, whole: "5", fraction: null, scale: null });
  });

  test.each(["", "-", ".", "k", "5x", "1,23", "1,2345", "1.2.3", "12,34,567", "5.", "five"])(
    "returns null for %p",
    (text) => {
      expect(parseAmount(text)).toBeNull();
    },
  );
});

test.each([
  ["5 juta", "ms"],
  ["5k", undefined],
  ["5 million", undefined],
  ["5", undefined],
  ["3.5万", "zh"],
] as const)("languageOfScale of %p is %p", (text, expected) => {
  expect(languageOfScale(text)).toBe(expected);
});

describe("AMOUNT", () => {
  const found = (text: string): string[] => text.match(new RegExp(`${START}${AMOUNT}`, "gv")) ?? [];

  test.each([
    ["It is 1,250.50 now.", ["1,250.50"]],
    ["1 000 000 and 5 000", ["1 000 000", "5 000"]],
    ["in 2020 300 people", ["2020", "300"]],
    ["-7, \u22123 and (-.5)", ["-7", "\u22123", "-.5"]],
    ["A-7, 5-10", ["7", "5", "10"]],
    ["v1.5 and 1.2.3 and 12,34", []],
    ["有5个, 气温-5度", ["5", "-5"]],
  ])("matches the numbers of %p", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});

test.each([
  ["5k", "k"],
  ["5km", undefined],
  ["5 M", " M"],
  ["5 m", " m"],
  ["5 juta", " juta"],
  ["5万元", "万"],
  ["5 kertas", undefined],
])("SCALE matches after the digits of %p: %p", (text, expected) => {
  expect(new RegExp(`^${DIGITS}(${SCALE})`, "v").exec(text)?.[1]).toBe(expected);
});
