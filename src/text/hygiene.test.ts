import { expect, test } from "bun:test";
import { clean } from "./hygiene.ts";

test("invisible characters, controls and lone surrogates are removed", () => {
  expect(clean("a\0b\u200bc\u202ed\ud800e\ufefff\u00ad")).toBe("abcdef");
  expect(clean("one\r\ntwo\u2028three\u00a0four\tfive")).toBe("one\ntwo\nthree four five");
});

test("terminal escape sequences are removed", () => {
  expect(clean("\u001b[1;31mred\u001b[0m text")).toBe("red text");
});

test("compatibility letters and quotes become plain, and other scripts stay", () => {
  expect(clean("ＡＢＣ ﬁne 𝐛𝐨𝐥𝐝 “it’s”…")).toBe(`ABC fine bold "it's"...`);
  expect(clean("ñ e\u0301 你好 مرحبا ½ ²")).toBe("ñ é 你好 مرحبا ½ ²");
});

test("joiners, selectors and tags stay only in emoji and in scripts that need them", () => {
  const flag = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}";
  for (const kept of ["👩‍👩‍👧‍👦", "🏳️‍🌈", "1️⃣", flag, "می‌خواهم", "क्‍ष"]) expect(clean(kept)).toBe(kept);
  expect(clean("a\u200db\u200cc\ufe0fd\u{e0067}e\ue000f")).toBe("abcdef");
});

test("parts of letters are composed, and full-width letters become narrow except the punctuation of Han text", () => {
  expect(clean("\u1112\u1161\u11ab e\u0301 \u212b")).toBe("한 é Å");
  expect(clean("ＲＭ１２，好！！（对）Ⅳ ㎏ ℃ ™")).toBe("RM12，好！（对）IV kg °C ™");
});

test("all hyphens become one form, and all dashes become one of two forms", () => {
  expect(clean("a‐b‑c ‒ – — ―")).toBe("a-b-c – – — —");
});

test("hygiene() does not change a text that is clean already", () => {
  const text = "ﬁ\u0301 ﷺ … “x” !!??!\u0301 ＠\u0338 \u1100\u1161 ½";
  expect(clean(clean(text))).toBe(clean(text));
});

test("random Unicode becomes well-formed text without controls except the newline", () => {
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

test("repeated punctuation becomes one mark", () => {
  expect(clean("What!!!??? No!!! Well.......")).toBe("What? No! Well...");
});

test.each([
  ["won\u2019t", "won't"],
  ["don\u02bct", "don't"],
  ["Bob\u00b4s", "Bob's"],
  ["it\uff07s", "it's"],
  ["I won`t and you can`t", "I won't and you can't"],
  ["rock`n roll", "rock'n roll"],
  ["use `npm` or `a`s` now", "use `npm` or `a`s` now"],
  ["\u8bf7\u7528`npm`\u5b89\u88c5", "\u8bf7\u7528`npm`\u5b89\u88c5"],
])(
  "every form of apostrophe becomes the same, and backticks around a word stay: %s",
  (input, output) => {
    expect(clean(input)).toBe(output);
  },
);

test("a minus sign stays, and other signs become one form", () => {
  expect(clean("\u22125")).toBe("\u22125");
  expect(clean("1\u20442 5\u301c8 C\u266f No\u203c Wait\u2025")).toBe("1/2 5~8 C# No! Wait...");
  expect(clean("\uff11\uff12\uff1a\uff13\uff10 \u6ce8\uff1a\u3002\u3002\u3002")).toBe(
    "12:30 \u6ce8\uff1a\u3002",
  );
});

test("subscript digits become plain, powers of units stay powers, and full-width numbers keep their grouping", () => {
  expect(clean("120㎡ 3㎤ 5㎏")).toBe("120m² 3cm³ 5kg");
  expect(clean("１２，３４５ １，２")).toBe("12,345 1，2");
  expect(clean("H\u2082O x\u2081\u2080")).toBe("H2O x10");
});

test("circled and superscript letters become plain, and circled and superscript numbers stay", () => {
  expect(clean("\u24d7\u24d8 5\u1d57\u02b0 \u2474 \u2460 \u00b2 \u00bd")).toBe(
    "hi 5th (1) \u2460 \u00b2 \u00bd",
  );
});

test("digits of other scripts become 0-9 only in Latin and Han text", () => {
  expect(clean("\u0663 people, \u0967\u0968 cats")).toBe("3 people, 12 cats");
  expect(clean("\u6211\u6709\u0663\u4e2a")).toBe("\u6211\u67093\u4e2a");
  for (const kept of [
    "\u0645\u0631\u062d\u0628\u0627 \u0663",
    "\u0967\u0968",
    "\u0928\u092e \u0967 ok",
  ])
    expect(clean(kept)).toBe(kept);
});

test("lines through letters and stacked marks are removed, and accents stay", () => {
  expect(clean("z\u0336a\u0337l\u0332 o\u0301\u0302\u0303\u0304\u0305k")).toBe(
    "zal \u00f3\u0302\u0303k",
  );
  expect(clean("vi\u1ec7t e\u0323\u0302 \u2260 =\u0338")).toBe("vi\u1ec7t \u1ec7 \u2260 \u2260");
});
