import { expect, test } from "bun:test";
import { clean } from "./hygiene.ts";

test("invisible characters, controls and lone surrogates are removed", () => {
  expect(clean("a\0b\u200bc\u202ed\ud800e\ufefff\u00ad")).toBe("abcdef");
  expect(clean("one\r\ntwo\u2028three\u00a0four\tfive")).toBe("one\ntwo\nthree four five");
});

test("compatibility letters and quotes become plain, other scripts are kept", () => {
  expect(clean("ＡＢＣ ﬁne 𝐛𝐨𝐥𝐝 “it’s”…")).toBe(`ABC fine bold "it's"...`);
  expect(clean("ñ e\u0301 你好 مرحبا ½ ²")).toBe("ñ é 你好 مرحبا ½ ²");
});

test("joiners, selectors and tags stay only in emoji and in scripts that need them", () => {
  const flag = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
  for (const kept of ["👩‍👩‍👧‍👦", "🏳️‍🌈", "1️⃣", flag, "می‌خواهم", "क्‍ष"]) expect(clean(kept)).toBe(kept);
  expect(clean("a\u200db\u200cc\ufe0fd\u{e0067}e\ue000f")).toBe("abcdef");
});

test("parts of letters are composed and full-width letters become narrow, except the punctuation of Han text", () => {
  expect(clean("\u1112\u1161\u11ab e\u0301 \u212b")).toBe("한 é Å");
  expect(clean("ＲＭ１２，好！！（对）Ⅳ ㎏ ℃ ™")).toBe("RM12，好！（对）IV kg °C ™");
});

test("hyphens become one form, dashes keep two", () => {
  expect(clean("a‐b‑c ‒ – — ―")).toBe("a-b-c – – — —");
});

test("cleaning is idempotent", () => {
  const text = "ﬁ\u0301 ﷺ … “x” !!??!\u0301 ＠\u0338 \u1100\u1161 ½";
  expect(clean(clean(text))).toBe(clean(text));
});

test("any Unicode becomes well-formed text without controls except the newline", () => {
  for (let first = 0; first <= 0x10_ffff; first += 4096) {
    const points = Array.from({ length: 4096 }, (_, at) => first + at);
    const text = clean(points.map((point) => `${String.fromCodePoint(point)} `).join(""));
    expect(text.isWellFormed()).toBeTrue();
    expect(text).not.toMatch(/[^\P{C}\n\p{Cn}\p{Cf}]/u);
  }
});

test("a long run of combining marks is cut", () => {
  const marks = "\u0301\u0323".repeat(50_000);
  expect(clean(`a${marks}b`).length).toBeLessThan(40);
});

test("repeated punctuation becomes one character", () => {
  expect(clean("What!!!??? No!!! Well.......")).toBe("What? No! Well...");
});
