import { describe, expect, test } from "bun:test";
import { groupsOf, withoutLeadingZeros } from "./digitGroups.ts";

describe("withoutLeadingZeros", () => {
  test.each([
    ["", "0"],
    ["0", "0"],
    ["0000", "0"],
    ["007", "7"],
    ["70", "70"],
    ["0100", "100"],
  ])("turns %p into %p", (digits, expected) => {
    expect(withoutLeadingZeros(digits)).toBe(expected);
  });
});

describe("groupsOf", () => {
  test.each([
    ["", 3, []],
    ["1", 3, ["1"]],
    ["12", 3, ["12"]],
    ["123", 3, ["123"]],
    ["1234", 3, ["1", "234"]],
    ["1234567", 3, ["1", "234", "567"]],
    ["12345678", 4, ["1234", "5678"]],
    ["123456789", 4, ["1", "2345", "6789"]],
  ])("splits %p into groups of %p", (digits, size, expected) => {
    expect(groupsOf(digits, size)).toEqual(expected);
  });

  test("handles 100,000 digits in linear time", () => {
    expect(groupsOf("9".repeat(100_000), 3)).toHaveLength(33_334);
  });
});
