import { expect, test } from "bun:test";
import { NORMALISE_DEFAULTS, normalised, sentencesOf } from "./normalise.ts";

const split = (text: string): string[] =>
  Array.from(sentencesOf(normalised(text, null)), (sentence) => sentence.text);

test("a sentence ends after its punctuation and the closing quotes and brackets", () => {
  expect(split('Hello there. How are you? "Fine!" (Good.) End')).toEqual([
    "Hello there.",
    "How are you?",
    '"Fine!"',
    "(Good.)",
    "End",
  ]);
});

test("Han punctuation ends a sentence even without a blank after it", () => {
  expect(split("今天很好。你呢？我也好！")).toEqual(["今天很好。", "你呢？", "我也好！"]);
});

test("a dot between an abbreviation and a number does not end a sentence", () => {
  expect(split("Dia di Tkt. 3, Blk. 5. Baca hlm. 45 dan Jil. 2. Habis.")).toEqual([
    "Dia di Tkt. 3, Blk. 5.",
    "Baca hlm. 45 dan Jil. 2.",
    "Habis.",
  ]);
});

test("a dot inside a word does not end a sentence", () => {
  expect(split("See report_final.txt or v2.1.3 at 3.45 now.")).toHaveLength(1);
});

test("a dot after an abbreviation or an initial does not end a sentence", () => {
  expect(split("Dr. Tan met J. Smith at 3.45 p.m. near Jln. Ampang.")).toHaveLength(1);
  expect(split("He lives in the U.S. Virgin Islands.")).toHaveLength(1);
  expect(split("(approx. 3) and so on.")).toHaveLength(1);
  expect(split("It has 200 sq. ft. of space, says Tan et al. in a Ph.D. thesis.")).toHaveLength(1);
});

test("an abbreviation ends a sentence if a capitalised starter follows", () => {
  expect(split("We left at 5 p.m. Then it rained.")).toEqual([
    "We left at 5 p.m.",
    "Then it rained.",
  ]);
});

test("an abbreviation before a small letter does not end a sentence", () => {
  expect(split("It is approx. the same.")).toEqual(["It is approx. the same."]);
});

test("a title, the letter of an item and dots with blanks between do not end a sentence", () => {
  expect(split("My boss, Mr. A. B. Lee, came.")).toHaveLength(1);
  expect(split("a. first of all")).toHaveLength(1);
  expect(split("Wait . . . what? Yes.")).toEqual(["Wait . . . what?", "Yes."]);
});

test("the word I is not an initial", () => {
  expect(split("It was I. Nobody came.")).toEqual(["It was I.", "Nobody came."]);
});

test("an exclamation mark or a question mark after an abbreviation ends a sentence", () => {
  expect(split("Is it Dr.? Smith knows. Inc.! Tan too.")).toEqual([
    "Is it Dr.?",
    "Smith knows.",
    "Inc.!",
    "Tan too.",
  ]);
});

test("quoted punctuation or three dots before a small letter do not end a sentence", () => {
  expect(split('"Really?" she said. Well... perhaps.')).toEqual([
    '"Really?" she said.',
    "Well... perhaps.",
  ]);
});

test("quoted punctuation or three dots before a capital end a sentence", () => {
  expect(split('"Really?" She left. Well... Perhaps.')).toEqual([
    '"Really?"',
    "She left.",
    "Well...",
    "Perhaps.",
  ]);
});

test("single punctuation before a small letter ends a sentence", () => {
  expect(split("Stop. go on! now? yes")).toEqual(["Stop.", "go on!", "now?", "yes"]);
});

test("empty lines and list items end a sentence, and wrapped lines do not", () => {
  expect(split("A title\n\nthis is the first line\nand its second line\n- one\n- two")).toEqual([
    "A title",
    "this is the first line and its second line",
    "- one",
    "- two",
  ]);
});

test("a straight quote after Han punctuation closes an open quote or opens a quote in the next sentence", () => {
  expect(split("今天3.5度！“真的？”他问。我走了。")).toEqual([
    "今天3.5度！",
    '"真的？"',
    "他问。",
    "我走了。",
  ]);
  expect(split("“一。二。”三。\n\n“四。”")).toEqual(['"一。', '二。"', "三。", '"四。"']);
  expect(split('"One. Two." Three.')).toEqual(['"One.', 'Two."', "Three."]);
});

test("an open quote ends with its block", () => {
  expect(split("“一。\n\n二。“三。”")).toEqual(['"一。', "二。", '"三。"']);
});

test("sentences() yields nothing for blank text", () => {
  expect(split(" \n\n \t")).toEqual([]);
});

test("an ellipsis before a sign and the short form of a first name end no sentence", () => {
  expect(split("It is 0.333... ≈ 1/3 of it.")).toHaveLength(1);
  expect(split("kata Dato' Sri Mohd. Ali bin Abd. Rahman.")).toHaveLength(1);
});

test.each([
  ["sentences of a line", "One. Two.", ["paragraph One.", "sentence Two."]],
  [
    "a wrapped line",
    "A long line of ordinary words that goes on for a while and\nends here. Four.",
    [
      "paragraph A long line of ordinary words that goes on for a while and ends here.",
      "sentence Four.",
    ],
  ],
  ["an empty line", "One.\n\nTwo. Three.", ["paragraph One.", "paragraph Two.", "sentence Three."]],
  ["a heading", "# One\nTwo.", ["paragraph One", "paragraph Two."]],
  ["list items", "- One\n- Two. Three.", ["paragraph One", "paragraph Two.", "sentence Three."]],
  ["a rule between lines", "One.\n\n---\n\nTwo.", ["paragraph One.", "paragraph Two."]],
])("a sentence knows whether it begins a paragraph: %s", (_what, input, wanted) => {
  const all = sentencesOf(normalised(input, NORMALISE_DEFAULTS));
  expect(Array.from(all, ({ begins, text }) => `${begins} ${text}`)).toEqual(wanted);
});

test("code begins a paragraph, and so does the text after it", () => {
  const options = { ...NORMALISE_DEFAULTS, code: "announce" } as const;
  const all = sentencesOf(normalised("See this:\n```\nx = 1\n```\nDone. Really.", options));
  expect(Array.from(all, ({ begins }) => begins)).toEqual([
    "paragraph",
    "paragraph",
    "paragraph",
    "sentence",
  ]);
});
