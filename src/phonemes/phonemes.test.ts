import { afterAll, describe, expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { hibariModel } from "../../fixtures/makeHibari.ts";
import { writeVoiceFolder } from "../../fixtures/phonemes.ts";
import { SpeechError } from "../errors.ts";
import { packagedOrtLibrary } from "../ort/library.ts";
import { loadOrt } from "../ort/ort.ts";
import { createRandom } from "../stats/random.ts";
import { trace } from "../text/spans.ts";
import type { Language } from "../text/speak/verbaliser.ts";
import { wordsOf } from "../text/words.ts";
import { openEnglish } from "./english/open.ts";
import { openPhonemiser } from "./open.ts";

const folder = writeVoiceFolder();
const phonemiser = await openPhonemiser(folder, null);
afterAll(() => {
  phonemiser.close();
  rmSync(folder, { recursive: true });
});

/** Returns the symbols of a text, whose words are those of `wordsOf` unless they are given. */
function read(
  text: string,
  words = wordsOf(trace(text)).map((word) => word.text),
  language: Language = "en",
) {
  const given = words.map((text) => ({ text, start: 0, end: 0 }));
  const { symbols, words: ranges } = phonemiser.phonemes({ text, words: given, language });
  return {
    symbols,
    words: ranges.map((range) => range && symbols.slice(range.from, range.to)),
    ranges,
  };
}

describe("a sentence", () => {
  test.each([
    ["Hello, cat!", "həlˈO, kˈæt!"],
    ["hello", "həlˈO."],
    ["Stop... wait; go: hello?!", "stˈɑp… wˈAt; ɡˌO: həlˈO?"],
    ["hello (my cat)", "həlˈO (mI kˈæt)."],
    ["Wait - go -- stop \u2014 hello", "wˈAt — ɡˌO — stˈɑp — həlˈO."],
    ['She: "hello"', "ʃˌi: həlˈO."],
    ["\u2018wait\u2019, 'go' \u201cstop\u201d", "wˈAt, ɡˌO stˈɑp."],
    ["Dr. Cat is in the U.S. or a.b. Stop;go", "dˌiˈɑɹ kˈæt ɪz ɪn ðə jˌuˈɛs ɔɹ ˌAbˈi. stˈɑp; ɡˌO."],
    ["go(cat) it (), not so stop::it !so \u2014so", "ɡˌO (kˈæt) ɪt, nˌɑt sˌO stˈɑp ɪt sˌO sˌO."],
    ["you\u3001we\u3002", "ju, wi."],
  ])("%j has the marks that the models know", (text, symbols) => {
    expect(read(text).symbols).toBe(symbols);
  });

  test("has a range for each word, also for words of several tokens", () => {
    const { words, symbols } = read("The U S cat is well-known at five p m", [
      "The",
      "U S",
      "cat",
      "is",
      "well-known",
      "five p m",
    ]);
    expect(words).toEqual(["ðə", "jˌuˈɛs", "kˈæt", "ɪz", "wˌɛlnˈOn", "fˈIv pˌiˈɛm"]);
    expect(symbols).toBe("ðə jˌuˈɛs kˈæt ɪz wˌɛlnˈOn ˈɑ fˈIv pˌiˈɛm.");
  });

  test("finds rows of letters beside hyphens, which are one word", () => {
    expect(read("cat-A P I U S B-C", ["cat-A P I", "U S B-C"]).words).toEqual([
      "kˈæt ˌApˌiˈI",
      "jˌuˌɛsbˌisˈi",
    ]);
  });

  test("leaves out other scripts, whose words have no range, and keeps their marks", () => {
    expect(read("hello \u4e16\u754c, \u041c\u0438\u0440!")).toMatchObject({
      symbols: "həlˈO,",
      words: ["həlˈO", null, null, null],
    });
    expect(read("\u4e16\u754c.")).toMatchObject({ symbols: "", words: [null, null] });
    expect(read("...!")).toEqual({ symbols: "", words: [], ranges: [] });
  });

  test("in capitals is read as in small letters; one word in capitals is stressed", () => {
    expect(read("WE GO TO THE CAT.").symbols).toBe(read("We go to the cat.").symbols);
    expect(read("Do NOT go.").words.slice(1)).toEqual(["nˈɑt", "ɡˌO"]);
  });
});

describe("a word", () => {
  test.each([
    ["cats boxes dogs", "kˈæts bˈɑksᵻz dˈɔɡz"],
    ["looked wanted waited roped stopped", "lˈʊkt wˈɔntᵻd wˈATᵻd ɹˈOpt stˈɑpt"],
    ["waiting roping stopping", "wˈATɪŋ ɹˈOpɪŋ stˈɑpɪŋ"],
    ["cat's dogs' cat'll", "kˈæts dˈɔɡz kˈætəl"],
    ["'tis don\u2019t", "tˈɪz dˈOnt"],
    ["sooo stoppp", "sˌO stˈɑp"],
    ["caf\u00e9 cafe\u0301", "kæfˈA kæfˈA"],
    ["water button", "wˈɔTəɹ bˈʌtᵊn"],
  ])("%j is read by stem and ending", (text, symbols) => {
    expect(read(text).symbols).toBe(`${symbols}.`);
  });

  test.each([
    ["GPUs GPU's", "ʤˌipˌijˈuz ʤˌipˌijˈuz"],
    ["U.S. Ph.D. btw", "jˌuˈɛs pˌiˌAʧdˈi bˌitˌidˈʌbᵊlju"],
    ["NASA XKCD", "nˈæsə ˌɛkskˌAsˌidˈi"],
  ])("%j is read by its letters", (text, symbols) => {
    expect(read(`you ${text} you`).words.slice(1, -1).join(" ")).toBe(symbols);
  });

  test.each([
    ["well-known state-of-the-art", "wˌɛlnˈOn stˈAtʌvðiˈɑɹt"],
    ["well-read", "wˌɛlɹˈɛd"],
    ["iPhone YouTube catGPT", "ˈIfˌOn jˌutˈub kˈætʤˌipˌitˈi"],
    ["dog.cat 4cats \u00b2", "dˈɔɡ dˈɑt kˈæt fˈɔɹ kˈæts tˈu"],
    ["5 & 2%", "fˈIv ænd tˈu pəɹsˈɛnt"],
  ])("%j is read by its parts", (text, symbols) => {
    expect(read(text).symbols).toBe(`${symbols}.`);
  });

  test.each([
    ["the cat the apple", "ðə kˈæt ði ˈæpəl"],
    ["to go to it to", "tə ɡˌO tʊ ɪt tu"],
    ["a cat an apple", "ɐ kˈæt ɐn ˈæpəl"],
    ["in it in", "ɪn ɪt ˈɪn"],
    ["used to, used it", "jˈust tu, jˈuzd ɪt"],
    ["have it, you have", "hæv ɪt, ju hˈæv"],
    ["close", "klˈOs"],
    ["I go", "ˌI ɡˌO"],
    ["A cat, dog A or Cat A Dog, A", "ɐ kˈæt, dˈɔɡ ˈA ɔɹ kˈæt ɐ dˈɔɡ, ɐ"],
  ])("%j sounds as its place demands", (text, symbols) => {
    expect(read(text).symbols).toBe(`${symbols}.`);
  });

  test.each([
    ["JSON config's ava", "ʤˈAsᵊn kˈɑnfɪɡz ˈAvə"],
    ["i dont want it thx", "ˌI dˈOnt wˈɔnt ɪt θˈæŋks"],
    ["O'Neill StopDog", "Onˈil stˈɑpdˌɔɡ"],
    ["fyi re-look", "ˌɛfwˌIˈI ɹˌilˈʊk"],
    ["look .dog :dog -dog look", "lˈʊk dˈɔɡ dˈɔɡ dˈɔɡ lˈʊk"],
    ["dog'd dog've it'll", "dˈɔɡd dˈɔɡəv ɪtəl"],
    ["the AWS", "ði ˌAdˌʌbᵊljuˈɛs"],
    ["STOP AND GO TO THE US", "stˈɑp ænd ɡˌO tə ðə jˌuˈɛs"],
  ])("%j is read although no lexicon lists it", (text, symbols) => {
    expect(read(text).symbols).toBe(`${symbols}.`);
  });

  test("that nothing lists is read by the network, within the alphabet", () => {
    expect(read("bax box's Xob").words).toEqual(["bˈɑks", "bˈɑksᵻz", "ˈɔb"]);
    expect(read("b\u00e1x").symbols).toBe("bˈɑks.");
    expect(read("ba".repeat(200)).symbols).toBe(`bˈɑ${"bɑ".repeat(191)}.`);
  });
});

describe("Malay words", () => {
  test("are read by their spelling between English words, each with its range", () => {
    const { words } = read("You nak makan apple kat mana?", undefined, "ms");
    expect(words).toEqual(["jˌu", "nˈɑk", "mˈɑkˌɑn", "ˈæpəl", "kˈɑt", "mˈɑnˌɑ"]);
    expect(read("The cat, nasi lemak.").symbols).toBe("ðə kˈæt, nˈɑsˌi lˈɛmˌɑk.");
  });

  test("are read as English if the phonemiser is told not to read Malay", async () => {
    const english = await openPhonemiser(folder, null, { readsMalay: false });
    const text = "nasi";
    const read = english.phonemes({ text, words: wordsOf(trace(text)), language: "ms" });
    english.close();
    expect(read.symbols).not.toBe("nˈɑsˌi.");
  });

  test("without a vowel are spelled", () => {
    expect(read("btw nak", undefined, "ms").words[0]).toBe("bˌitˌidˈʌbᵊlju");
  });
});

test("random text is read without an error, by symbols of the alphabet, with ranges in order", () => {
  const random = createRandom(7);
  const pieces =
    "the cat A B' -x . , ( ) \" ' \u2019 4 \u00e9 e\u0301 \u4e16 \u{1f600} \ud800 \u0130 USA's www / _ & \u00df \ufb01 \u00bd \u2014 -- \n \t a.b.c aaaaa x-y".split(
      " ",
    );
  for (let i = 0; i < 500; i += 1) {
    const length = Math.floor(random() * 30);
    const text = Array.from({ length }, () => {
      const piece = pieces[Math.floor(random() * pieces.length)] ?? "";
      return random() < 0.5 ? piece : `${piece} `;
    }).join("");
    const { symbols, ranges } = read(text, undefined, random() < 0.5 ? "en" : "ms");
    expect(symbols).toMatch(/^(?:[^\s-]+(?: [^\s]+)*[;:,.!?…—])?$/u);
    let end = 0;
    for (const range of ranges) {
      if (range === null) continue;
      expect(range.from).toBeGreaterThanOrEqual(end);
      expect(range.to).toBeGreaterThan(range.from);
      end = range.to;
    }
    expect(end).toBeLessThanOrEqual(symbols.length);
  }
});

test("a listed word and its forms are known as English, other words are not", async () => {
  const english = await openEnglish(folder, loadOrt(packagedOrtLibrary()));
  const words = ["Cat", "cats", "stopping", "waited", "makan", "btw"];
  expect(words.filter((word) => english.knows(word))).toEqual(words.slice(0, 4));
  english.close();
});

test.each([
  ["lexicon_us_gold.json.gz", new Uint8Array(8)],
  ["lexicon_us_silver.json.gz", gzipSync('{"a":"x"')],
  ["tagger.json.gz", gzipSync("{}")],
  ["oov.json", new TextEncoder().encode("{}")],
  ["oov.onnx", hibariModel()],
  ["vocab.json", new TextEncoder().encode("[]")],
])("a broken %s is refused by name", async (name, bytes) => {
  const broken = writeVoiceFolder();
  await Bun.write(join(broken, name), bytes);
  const failure = await openPhonemiser(broken, null).catch((error: unknown) => error);
  rmSync(broken, { recursive: true });
  expect(failure).toMatchObject({ code: "internal", message: expect.stringContaining(name) });
});

test("a closed phonemiser spells the words that no lexicon lists", async () => {
  const closed = await openPhonemiser(folder, null);
  closed.close();
  const given = [{ text: "oxbox", start: 0, end: 5 }];
  const { symbols } = closed.phonemes({ text: "oxbox", words: given, language: "en" });
  expect(symbols).toBe("ˌOˌɛksbˌiˌOˈɛks.");
});

test("a folder without the files is refused by name", async () => {
  const missing = join(folder, "missing");
  const opened = openPhonemiser(missing, null);
  await expect(opened).rejects.toThrow(SpeechError);
  await expect(opened).rejects.toThrow(missing);
});
