import { expect, test } from "bun:test";
import { decodeAudio } from "./base64Audio.ts";

const text = Buffer.from("some samples").toString("base64");

test.each([text, "c29tZSBzYW1wbGVz\r\n", "c29tZSBz\nYW1wbGVz\n"])("%j is decoded", (encoded) => {
  expect(decodeAudio(encoded).toString()).toBe("some samples");
});

test.each(["QUI=", "QUI"])("%s is decoded with and without padding", (encoded) => {
  expect(decodeAudio(encoded).toString()).toBe("AB");
});

test.each(["@@@@", "c29t@@@@", "<html>login</html>"])("%s is bad audio", (encoded) => {
  expect(() => decodeAudio(encoded)).toThrow("not base64");
});
