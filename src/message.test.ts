import { expect, test } from "bun:test";
import { expected, messageOf } from "./message.ts";

test("expected() - names the field, what it must be and what came", () => {
  expect(expected("speed", "a number from 0.25 to 4", "9")).toBe(
    "Expected `speed` to be a number from 0.25 to 4, got 9",
  );
});

test("expected() - null reads as nothing", () => {
  expect(expected("input", "a text", null)).toBe("Expected `input` to be a text, got nothing");
});

test("messageOf() - an error gives its message, anything else its text", () => {
  expect(messageOf(new Error("disk full\n"))).toBe("disk full");
  expect(messageOf("gone")).toBe("gone");
});
