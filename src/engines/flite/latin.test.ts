import { expect, test } from "bun:test";
import { clean } from "../../text/hygiene.ts";
import { LATIN, latin } from "./latin.ts";

test.each([
  ["\u0141\u00f3d\u017a", "Lodz"],
  ["\u00d8resund, \u0111\u1ed3ng", "Oresund, dong"],
  ["\u00e6ther \u0152uvre \u01fd\u01ff", "aether Oeuvre aeo"],
  ["Stra\u00dfe STRA\u1e9eE", "Strasse STRASsE"],
  ["\u00de\u00f3r\u00f0ur", "Thordur"],
  ["Diyarbak\u0131r \u0130stanbul", "Diyarbakir Istanbul"],
  ["s\u00e1\u014b\u014b\u00e1r \u014aar", "sangngar Ngar"],
  ["\u0127al\u0167 \u0138 \u0192 \u01a1\u01b0 \u0259\u025b\u0254", "halt k f ou eeo"],
  ["e\u0301te\u0301 \ufb01n \u212bm \u2163", "ete fin Am IV"],
  ["x\u00b2 \u00bd \u2460", "x2 1/2 1"],
  ["a\u6f22\u0431 \u0bb5\u0ba3\u0b95 b", "a       b"],
])("latin() - %j becomes %j", (text, ascii) => {
  expect(latin(text)).toBe(ascii);
});

test("latin() - every letter or digit of the basic plane gets ASCII letters or digits if and only if LATIN matches it", () => {
  const wrong: string[] = [];
  for (let unit = 0; unit < 0x10000; unit += 1) {
    const character = String.fromCharCode(unit);
    // Other characters never reach an engine.
    if (!/[\p{L}\p{N}]/u.test(character) || clean(character) !== character) continue;
    if (LATIN.test(character) !== /[a-z0-9]/i.test(latin(character))) wrong.push(character);
  }
  expect(wrong).toEqual([]);
});
