import { expect, test } from "bun:test";
import { random } from "../../fixtures/random.ts";
import type { Phonemes } from "../phonemes/symbols.ts";
import { piecesOf } from "./pieces.ts";

/** Phonemes whose words are the runs of letters. */
function phonemes(symbols: string): Phonemes {
  const words = Array.from(symbols.matchAll(/\p{L}+/gu), ({ 0: word, index }) => {
    return { from: index, to: index + word.length };
  });
  return { symbols, words };
}

function cut(symbols: string, longest: number): string[] {
  return piecesOf(phonemes(symbols), longest).map((piece) => piece.symbols);
}

test("piecesOf() - phonemes that fit are one piece with all words that have a sound", () => {
  const words = [{ from: 0, to: 1 }, null, { from: 3, to: 4 }];
  expect(piecesOf({ symbols: "a, b.", words }, 100)).toEqual([
    {
      symbols: "a, b.",
      words: [
        { word: 0, from: 0 },
        { word: 2, from: 3 },
      ],
    },
  ]);
});

test("piecesOf() - cuts after the last stop of the second half, else after a comma, else at a blank", () => {
  expect(cut("aaaa bbbb. cc, ddd eee.", 20)).toEqual(["aaaa bbbb.", "cc, ddd eee."]);
  expect(cut("aaaa bbbb, ccc ddd eee.", 20)).toEqual(["aaaa bbbb,", "ccc ddd eee."]);
  expect(cut("aaaa bbbb ccc ddd eee.", 20)).toEqual(["aaaa bbbb ccc ddd,", "eee."]);
});

test("piecesOf() - a word longer than a piece is cut anywhere and belongs to its first piece", () => {
  const pieces = piecesOf(phonemes(`${"a".repeat(25)} b.`), 10);
  const texts = pieces.map(({ symbols }) => symbols);
  expect(texts).toEqual(["aaaaaaaaa,", "aaaaaaaaa,", "aaaaaaa b."]);
  expect(pieces.map(({ words }) => words.map(({ word }) => word))).toEqual([[0], [], [1]]);
});

test("piecesOf() - marks alone give no piece", () => {
  expect(cut("... — , !", 3)).toEqual([]);
  expect(cut("", 3)).toEqual([]);
});

test("piecesOf() - no piece is too long, and no word or letter is lost, for any symbols", () => {
  for (let seed = 0; seed < 200; seed += 1) {
    const next = random(seed);
    const symbols = Array.from({ length: next(300) }, () => "ab ,.—"[next(6)]).join("");
    const whole = phonemes(`${symbols}.`);
    const pieces = piecesOf(whole, 12);
    expect(Math.max(0, ...pieces.map(({ symbols }) => symbols.length))).toBeLessThanOrEqual(12);
    const letters = (text: string): string => text.replace(/[^ab]/gu, "");
    expect(letters(pieces.map((piece) => piece.symbols).join(""))).toBe(letters(symbols));
    const words = pieces.flatMap((piece) => piece.words.map(({ word }) => word));
    expect(words).toEqual(whole.words.map((_, at) => at));
    for (const piece of pieces)
      for (const { from } of piece.words) expect(piece.symbols[from]).toMatch(/[ab]/u);
  }
});
