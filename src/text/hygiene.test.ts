import { expect, test } from "bun:test";
import { clean } from "./hygiene.ts";

test("invisible characters, controls and lone surrogates vanish and words stay", () => {
  expect(clean("a\0b\u200bc\u202ed\ud800e\ufefff\u00ad")).toBe("abcdef");
  expect(clean("one\r\ntwo\u2028three\u00a0four\tfive")).toBe("one\ntwo\nthree four five");
});

test("compatibility letters become letters, quotes become straight, other scripts are left alone", () => {
  expect(clean("ＡＢＣ ﬁne 𝐛𝐨𝐥𝐝 “it’s”…")).toBe(`ABC fine bold "it's"...`);
  expect(clean("ñ e\u0301 你好 مرحبا ½ ²")).toBe("ñ é 你好 مرحبا ½ ²");
});

test("a long run of combining marks is cut", () => {
  const marks = "\u0301\u0323".repeat(50_000);
  expect(clean(`a${marks}b`).length).toBeLessThan(40);
});

test("repeated marks become one", () => {
  expect(clean("What!!!??? No!!! Well.......")).toBe("What? No! Well...");
});
