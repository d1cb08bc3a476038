import { expect, test } from "bun:test";
import { createRandom } from "../../stats/random.ts";
import { trace } from "../../text/spans.ts";
import type { Word } from "../../text/words.ts";
import { wordsOf } from "../../text/words.ts";
import type { Phonemes } from "../symbols.ts";
import { chinesePhonemes } from "./chinese.ts";

interface Source {
  readonly text: string;
  readonly words: readonly Word[];
}

/** Reads each foreign word as its own letters. */
function letters({ text, words }: Source): Phonemes {
  let at = 0;
  const ranges = words.map((word) => {
    const from = text.indexOf(word.text, at);
    at = from + word.text.length;
    return { from, to: at };
  });
  return { symbols: `${text}.`, words: ranges };
}

function sourceOf(text: string): Source {
  return { text, words: wordsOf(trace(text)) };
}

/** Returns the phoneme string, and each word with its symbols. */
function read(text: string): { symbols: string; words: string } {
  const source = sourceOf(text);
  const { symbols, words } = chinesePhonemes(source, letters);
  const pairs = words.map((range, i) => {
    return `${source.words[i]!.text}=${range ? symbols.slice(range.from, range.to) : "-"}`;
  });
  return { symbols, words: pairs.join(" ") };
}

test("chinesePhonemes() - one blank between words, none inside; each character knows its symbols", () => {
  expect(read("银行行长很高。")).toEqual({
    symbols: "i↗nxa↗ŋ xa↗ŋꭧa↓ŋ xə↓nkau→.",
    words: "银=i↗n 行=xa↗ŋ 行=xa↗ŋ 长=ꭧa↓ŋ 很=xə↓n 高=kau→",
  });
});

test("chinesePhonemes() - words in other letters are read by the other language, without its end mark", () => {
  expect(read("我听Taylor Swift的歌")).toEqual({
    symbols: "wo↓ tʰi→ŋ Taylor Swift tɤ kɤ→.",
    words: "我=wo↓ 听=tʰi→ŋ Taylor=Taylor Swift=Swift 的=tɤ 歌=kɤ→",
  });
});

test.each([
  ["你好！！", "ni↓xau↓!"],
  ["他说：“你好。”", "tʰa→ ʂwo→: ni↓xau↓."],
  ["《水》、《火》", "ʂwei↓, xwo↓."],
  ["——你好……", "ni↓xau↓…"],
  ["你（他）好？", "ni↓ (tʰa→) xau↓?"],
  ["（你好）", "(ni↓xau↓)."],
  ["）你好", "ni↓xau↓."],
  ["你,好;", "ni↓, xau↓;"],
])("chinesePhonemes() - the marks of %s", (text, symbols) => {
  expect(read(text).symbols).toBe(symbols);
});

test("chinesePhonemes() - digits are read one by one, so that none is silent", () => {
  const words = [{ text: "10", start: 0, end: 2 }];
  const { symbols, words: ranges } = chinesePhonemes({ text: "10", words }, letters);
  expect(symbols).toBe("i→ li↗ŋ.");
  expect(ranges).toEqual([{ from: 0, to: 7 }]);
});

test.each(["", "。，！", "（）", "𠮷", "🙂"])("chinesePhonemes() - %p has no sound", (text) => {
  expect(read(text).symbols).toBe("");
});

test("chinesePhonemes() - random texts give ranges in order and end in one mark", () => {
  const random = createRandom(7);
  const characters = Array.from(
    "你好行长得地的了著銀𠮷々〇a Bé'-，。、！？（）：；…—“”《》· \n🙂3",
  );
  for (let i = 0; i < 500; i++) {
    const length = Math.floor(random() * 40);
    const text = Array.from(
      { length },
      () => characters[Math.floor(random() * characters.length)]!,
    ).join("");
    const { symbols, words } = chinesePhonemes(sourceOf(text), letters);
    let end = 0;
    for (const range of words) {
      if (range === null) continue;
      expect(range.from).toBeGreaterThanOrEqual(end);
      expect(range.to).toBeGreaterThan(range.from);
      end = range.to;
    }
    expect(symbols.length).toBeGreaterThanOrEqual(end);
    if (symbols !== "") expect(symbols).toMatch(/^\(?\S.*[;:,.!?—…]\)?$/u);
    expect(symbols).not.toMatch(/ {2}/);
  }
});
