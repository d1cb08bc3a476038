import { expect, test } from "bun:test";
import { characterErrors, editDistance, rate, sum, wordErrors } from "./errorRate.ts";

test("numbers, case and punctuation are no word errors", () => {
  const said = "Your order of 24 books will arrive on Monday.";
  const heard = "your order of twenty-four books, will arrive on monday";
  expect(wordErrors(said, heard)).toEqual({ errors: 0, total: 10 });
});

test("a wrong, a missing and an added word are one error each", () => {
  expect(wordErrors("one two three", "one too three").errors).toBe(1);
  expect(wordErrors("one two three", "one three").errors).toBe(1);
  expect(wordErrors("one two three", "one two and three").errors).toBe(1);
});

test("blanks are no character errors", () => {
  expect(characterErrors("kanak-kanak itu", "Kanak kanak itu.").errors).toBe(0);
  expect(characterErrors("saya makan", "saya malan")).toEqual({ errors: 1, total: 9 });
});

test("the distance to an empty sequence is the length of the other", () => {
  expect(editDistance([], ["a", "b"])).toBe(2);
  expect(editDistance(["a", "b"], [])).toBe(2);
});

test("a rate adds up its counts", () => {
  const counts = [wordErrors("one two", "one"), wordErrors("three four", "three four")];
  expect(rate(sum(counts))).toBe("25.0 % (1 of 4)");
});
