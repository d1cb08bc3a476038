import { expect, test } from "bun:test";
import { expected, shownJson, messageOf } from "./message.ts";

test("expected() - names the field, the expected value and the received value", () => {
  expect(expected("speed", "a number from 0.25 to 4", "9")).toBe(
    "Expected `speed` to be a number from 0.25 to 4, got 9",
  );
});

test("expected() - describes an absent value as nothing", () => {
  expect(expected("input", "a text", null)).toBe("Expected `input` to be a text, got nothing");
});

test("messageOf() - returns the message of an error, and any other value as a string", () => {
  expect(messageOf(new Error("disk full\n"))).toBe("disk full");
  expect(messageOf("gone")).toBe("gone");
});

test("a value is shown as JSON of at most 80 characters, however deep and long it is", () => {
  expect(shownJson({ speed: [9, null, "x"] })).toBe('{"speed":[9,null,"x"]}');
  const deep = JSON.parse("[".repeat(200_000) + "]".repeat(200_000)) as unknown;
  expect(shownJson(deep)).toBe('[[[["…"]]]]');
  expect(shownJson({ a: { b: deep } })).toBe('{"a":{"b":[["…"]]}}');
  expect(shownJson("x".repeat(1000))).toBe(`"${"x".repeat(79)}…`);
  expect(shownJson(Array(1000).fill("x"))).toHaveLength(81);
});
