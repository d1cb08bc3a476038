import { describe, expect, test } from "bun:test";
import { createHomographReader } from "./homographs.ts";
import { readingIn } from "./tagged.fake.ts";

/** A tagger that calls each piece by its own name. */
const read = createHomographReader((tokens) => tokens.map((token) => token.toUpperCase()));

describe("a reader of homographs", () => {
  test("returns one reading for each token, also for one that the tagger gets in pieces", () => {
    const tokens = ["Tom's", "aunt", "can't", "lie", "."];
    expect(read(tokens).map(({ tag }) => tag)).toEqual(["TOM", "AUNT", "CA", "LIE", "."]);
  });

  test("returns a reading for each part of a hyphenated token", () => {
    const [reading] = read(["well-read"]);
    expect(reading?.parts?.map(({ tag }) => tag)).toEqual(["WELL", "VBN"]);
  });

  test("returns nothing for a sentence without tokens", () => {
    expect(read([])).toEqual([]);
  });
});

describe("any word is taken for a verb", () => {
  test.each([
    ["after a modal verb", "Do/VBP not/RB [abuse]/NN my/PRP$ trust/NN ./.", "VB"],
    ["after a modal verb and a pronoun", "Would/MD you/PRP [object]/NN to/IN it/PRP ?/.", "VB"],
    ["after the subject of a question", "When/WRB does/VBZ the/DT bank/NN [close]/RB ?/.", "VB"],
    ["after a pronoun", "I/PRP [object]/NN !/.", "VBP"],
    ["between a plural and an article", "Cameras/NNP [record]/NN every/DT move/NN ./.", "VBP"],
    ["after a pair of nouns", "Day/NN and/CC night/NN [alternate]/NN ./.", "VBP"],
    [
      "if a clause has no other",
      "As/IN days/NNS [progress]/NN ,/, pain/NN will/MD fade/VB ./.",
      "VBP",
    ],
    ["after a singular", "The/DT lawyer/NN [objects]/NNS to/IN the/DT question/NN ./.", "VBZ"],
    ["after never", "He/PRP never/RB [delegates]/NNS ./.", "VBZ"],
    ["after a plural and its place", "Men/NNS in/IN town/NN [conduct]/NN it/PRP ./.", "VBP"],
    ["after this", "This/DT [presents]/NNS a/DT problem/NN ./.", "VBZ"],
    ["as a command", "[Insert]/NNP the/DT coin/NN ./.", "VB"],
  ])("%s", (_, sentence, tag) => {
    expect(readingIn(sentence)?.tag).toBe(tag);
  });
});

describe("any word is taken for a noun or adjective", () => {
  test.each([
    ["after an article", "Keep/VB a/DT [record]/VB of/IN it/PRP ./.", "NN"],
    ["after an adjective with an article", "It/PRP was/VBD a/DT good/JJ [use]/VB ./.", "NN"],
    ["between nouns", "The/DT NBC/NNP [affiliate]/VBP WNBC/NNP moved/VBD ./.", "NN"],
    ["after a preposition", "Crime/NN is/VBZ on/IN the/DT [increase]/VB ./.", "NN"],
    ["before a noun", "They/PRP burned/VBD the/DT [laminate]/JJ floor/NN ./.", "NN"],
    ["if it is no noun", "It/PRP was/VBD an/DT [elaborate]/NN plan/NN ./.", "JJ"],
  ])("%s", (_, sentence, tag) => {
    expect(readingIn(sentence)?.tag).toBe(tag);
  });
});

describe("read", () => {
  test.each([
    [
      "is past beside a verb of the past",
      "He/PRP sat/VBD and/CC [read]/VB the/DT note/NN ./.",
      "VBD",
    ],
    ["is past with a word of the past", "We/PRP [read]/VBP it/PRP yesterday/NN ./.", "VBD"],
    ["is past after a singular", "The/DT sign/NN [read]/VB this/DT ./.", "VBD"],
    ["is present with a word of habit", "They/PRP often/RB [read]/VBP in/IN bed/NN ./.", "VB"],
    ["is present after bare plurals", "Students/NNS [read]/VBD plays/NNS ./.", "VB"],
    ["is present after let's", "Let/VB 's/POS [read]/VBN it/PRP ./.", "VB"],
    ["is present as a command", "[Read]/VB the/DT label/NN ./.", "VB"],
    ["is a participle after have", "Have/VBP you/PRP [read]/VB it/PRP ?/.", "VBN"],
    ["is a participle after be", "It/PRP was/VBD [read]/VB by/IN all/DT ./.", "VBN"],
    ["is a noun after an adjective", "It/PRP was/VBD a/DT good/JJ [read]/VBD ./.", "NN"],
  ])("%s", (_, sentence, tag) => {
    expect(readingIn(sentence)?.tag).toBe(tag);
  });
});

describe("a word with rules of its own", () => {
  test.each([
    ["We/PRP watched/VBD the/DT match/NN [live]/VBP ./.", "JJ"],
    ["They/PRP [live]/VBP in/IN Boston/NNP ./.", "VBP"],
    ["They/PRP lost/VBD their/PRP$ [lives]/VBZ ./.", "NNS"],
    ["The/DT hotel/NN is/VBZ [close]/JJ to/IN it/PRP ./.", "JJ"],
    ["It/PRP came/VBD to/IN a/DT [close]/JJ ./.", "NN"],
    ["The/DT old/JJ road/NN [winds]/NNS over/IN hills/NNS ./.", "VBZ"],
    ["Storm/NN force/NN [winds]/NNS over/IN hills/NNS ./.", "NNS"],
    ["He/PRP cleaned/VBD the/DT [wound]/VBD ./.", "NN"],
    ["She/PRP [wound]/VBP up/RP the/DT clock/NN ./.", "VBD"],
    ["The/DT eagle/NN [dove]/NN toward/IN us/PRP ./.", "VBD"],
    ["The/DT turtle/NN [dove]/NN in/IN the/DT tree/NN ./.", "NN"],
    ["He/PRP gave/VBD a/DT [minute]/NN amount/NN ./.", "JJ"],
    ["Wait/VB a/DT [minute]/NN ./.", "NN"],
    ["An/DT [invalid]/JJ sat/VBD there/RB ./.", "NN"],
    ["We/PRP sat/VBD ,/, warm/JJ and/CC [content]/NN ./.", "JJ"],
  ])("%s is %s", (sentence, tag) => {
    expect(readingIn(sentence)?.tag).toBe(tag);
  });
});

describe("a word with several meanings sounds by the words around it", () => {
  test.each([
    ["The/DT roof/NN was/VBD made/VBN of/IN [lead]/NN ./.", "lˈɛd"],
    ["She/PRP took/VBD the/DT [lead]/NN ./.", "lˈid"],
    ["They/PRP will/MD [lead]/NN us/PRP ./.", "lˈid"],
    ["He/PRP took/VBD a/DT [bow]/NN ./.", "bˈW"],
    ["He/PRP carried/VBD a/DT [bow]/NN and/CC arrows/NNS ./.", "bˈO"],
    ["They/PRP won/VBD three/CD in/IN a/DT [row]/NN ./.", "ɹˈO"],
    ["We/PRP had/VBD a/DT [row]/NN about/IN money/NN ./.", "ɹˈW"],
    ["He/PRP plays/VBZ [bass]/NN ./.", "bˈAs"],
    ["She/PRP caught/VBD a/DT [bass]/NN in/IN a/DT lake/NN ./.", "bˈæs"],
    ["My/PRP$ fingers/NNS grew/VBD [number]/NN ./.", "nˈʌməɹ"],
    ["He/PRP speaks/VBZ [Polish]/NNP ./.", "pˈOlɪʃ"],
    ["[Polish]/VB the/DT silver/NN ./.", "pˈɑlɪʃ"],
    ["The/DT buck/NN guarded/VBD his/PRP$ [does]/VBZ ./.", "dˈOz"],
    ["His/PRP$ [aged]/JJ mother/NN sat/VBD ./.", "ˈAʤᵻd"],
    ["They/PRP [export]/VBP wine/NN ./.", "ɪkspˈɔɹt"],
  ])("%s → %s", (sentence, phonemes) => {
    expect(readingIn(sentence)?.phonemes).toBe(phonemes);
  });

  test("as the lexicon says where no rule applies", () => {
    expect(readingIn("She/PRP [does]/VBZ it/PRP ./.")?.phonemes).toBeUndefined();
    expect(readingIn("He/PRP is/VBZ [aged]/VBN ten/CD ./.")?.phonemes).toBeUndefined();
  });
});
