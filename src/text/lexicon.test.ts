import { describe, expect, test } from "bun:test";
import { type Lexicon, lexiconEdits, lexiconOf, mergeLexicons, parseLexicon } from "./lexicon.ts";
import { spoken } from "./rules/spoken.fake.ts";

const lexicon = (...lines: readonly string[]): Lexicon =>
  parseLexicon(lines.join("\n"), "words.txt");

describe("parseLexicon()", () => {
  test.each([
    ["KLIA", '"KLIA" is not an entry; write "written = spoken"'],
    ["= K L I A", "the written form is missing"],
    ["KLIA =", 'the spoken form of "KLIA" is missing'],
    ["KLIA = K L | loud", '"loud" is not a flag; the flags are "case" and "part"'],
    [
      "nginx = /ˈɛnʤɪn ˈɛks/",
      'phonemes such as /ˈɛnʤɪn ˈɛks/ are not supported; write words that sound like "nginx"',
    ],
    ["gif = jif", '"gif" already has an entry'],
    [`x = ${"y".repeat(101)}`, `"${"y".repeat(101)}" is longer than 100 characters`],
  ])("names the file, the line and the problem of %p", (line, problem) => {
    expect(() => lexicon("# comment", "", "GIF = jif", line)).toThrow(
      `words.txt, line 4: ${problem}`,
    );
  });

  test("accepts comments, empty lines, any line end and a byte order mark", () => {
    const read = parseLexicon("\ufeff# words\r\n\r\n  GIF = jif  \r\n", "words.txt");
    expect(spoken("My GIF.", { lexicon: read })).toBe("My jif.");
  });

  test("accepts signs in a written form", () => {
    const read = lexicon("C# = see sharp", "a=b = equal", "x=why");
    expect(spoken("C# or a=b or x.", { lexicon: read })).toBe("see sharp or equal or why.");
  });
});

describe("lexiconEdits()", () => {
  test.each([
    [["KLIA = airport"], "At KLIA and klia, not KLIAs.", "At airport and airport, not K L I As."],
    [["GIF = jif | case"], "A GIF, a gif.", "A jif, a gif."],
    [["gif = a", "GIF = b | case"], "A GIF, a gif.", "A b, a a."],
    [["kan = KAN | part"], "Makanan kan?", "MaKANan KAN?"],
    [["重 = 虫 | part"], "我重要", "我虫要"],
    [["KLIA = airport"], "我在KLIA等", "我在airport等"],
    [["a = a a"], "a a", "a a a a"],
    [
      ["New York = NY", "New = old", "York = town"],
      "New York, New town, York",
      "NY, old town, town",
    ],
    [["RM5 = five bucks"], "RM5 or RM50", "five bucks or fifty ringgit"],
    [["IC = eye see"], "My IC 5 and ICs", "My eye see five and I Cs"],
    [["e = x"], "Cafe\u0301 e e\u0301", "Cafe\u0301 x e\u0301"],
    [["NASA = NASA", "LRT = LRT"], "NASA LRT", "NASA LRT"],
  ])("replaces by the lexicon %j in %p", (lines, text, words) => {
    expect(spoken(text, { lexicon: lexicon(...lines) })).toBe(words);
  });

  test("replaces by an entry with a language only in text of that language", () => {
    const read = lexicon("ms: bank = bang", "en: bank = benk");
    expect(spoken("Saya pergi ke bank dengan dia.", { lexicon: read })).toContain(" bang ");
    expect(spoken("She went to the bank with him.", { lexicon: read })).toContain(" benk ");
    expect(spoken("我们去 bank 了。", { lexicon: read })).toContain("bank");
  });

  test("replaces nothing inside an address", () => {
    expect(spoken("Visit example.com now.", { lexicon: lexicon("com = comm") })).toBe(
      "Visit example dot com now.",
    );
  });
});

describe("lexiconOf() and mergeLexicons()", () => {
  test("prefer a request to the file, and the longest match to both", () => {
    const both = mergeLexicons(
      lexiconOf({ KLIA: "request" }),
      lexicon("KLIA = file", "KLIA two = both"),
    );
    expect(spoken("KLIA, KLIA two, klia", { lexicon: both })).toBe("request, both, request");
  });

  test("match parts of Han words without a flag", () => {
    expect(spoken("我重要", { lexicon: lexiconOf({ 重: "虫" }) })).toBe("我虫要");
  });

  test("return null without any lexicon", () => {
    expect(mergeLexicons(null, null)).toBeNull();
  });
});

test("lexiconEdits() calls languageAt only for entries that are limited to a language", () => {
  const asked: number[] = [];
  const edits = lexiconEdits("a b c", lexicon("a = x", "ms: c = z"), (start) => {
    asked.push(start);
    return "ms";
  });
  expect(edits).toEqual([
    { start: 0, end: 1, text: "x", kind: "lexicon" },
    { start: 4, end: 5, text: "z", kind: "lexicon" },
  ]);
  expect(asked).toEqual([4]);
});
