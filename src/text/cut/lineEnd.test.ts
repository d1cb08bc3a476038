import { expect, test } from "bun:test";
import { NORMALISE_DEFAULTS, normalised, sentencesOf } from "../normalise.ts";

const split = (text: string): string[] =>
  Array.from(sentencesOf(normalised(text, NORMALISE_DEFAULTS)), (sentence) => sentence.text);

const PROSE = [
  "The old lighthouse keeper climbed the stairs every evening. In 1998 he counted 214 steps, and he never lost one " +
    "of them. When the storm came, he lit the lamp at 6:05 p.m. and waited for the ships. Dr. Brown of the University " +
    'of Malaya visited him in March 2004. She asked, "Why do you stay?" He said that London, Paris and New York were ' +
    "too loud for a man like him.",
  "Artificial intelligence is a branch of computer science. Alan Turing proposed the Turing Test in 1950. John McCarthy " +
    "coined the term at the Dartmouth Conference in 1956. Since then IBM, Google and OpenAI have built systems. The " +
    "United States and China spend over $50 billion a year. Mr. Lee Kuan Yew once said so. I think that I am right.",
  "Malaysia ialah sebuah negara di Asia Tenggara. Ibu negaranya ialah Kuala Lumpur, manakala Putrajaya merupakan pusat " +
    "pentadbiran Kerajaan Persekutuan. Pada 31 Ogos 1957, Tanah Melayu mencapai kemerdekaan daripada British. En. Ali " +
    "tinggal di Jln. Ampang, dan beliau bekerja di Petronas Sdn. Bhd. sejak 2001.",
  "To be honest, the results surprised us all; we had expected a smaller effect. The team (led by Prof. Tan) measured " +
    "3.5 km of cable, 12 switches, and 4 routers. All were fine! What happened? Nobody knows. It may be the heat, the " +
    "dust, or simply bad luck. We will try again on Monday 5 May 2025 at 9.30 a.m. in Room 12.",
];

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > columns) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

test.each([35, 40, 50, 60, 66, 72, 78, 80, 100])(
  "a line end in prose that is wrapped at %d columns ends no sentence",
  (columns) => {
    for (const text of PROSE) {
      const lines = wrap(text, columns);
      const wanted = split(text);
      for (const end of ["\n", "\r\n", "\u2028", "  \n"])
        expect(split(lines.join(end))).toEqual(wanted);
      expect(split(lines.map((line) => `> ${line}`).join("\n"))).toEqual(wanted);
      expect(split(`- ${lines.join("\n  ")}`)).toEqual(wanted);
    }
  },
);

test.each(["\n", "\r", "\r\n", "\u0085", "\u2028", "\u2029"])(
  "items and titles end at %j",
  (end) => {
    expect(split(["Fruits:", "Apple", "Banana"].join(end))).toEqual(["Fruits:", "Apple", "Banana"]);
    expect(split(["# Title. A part", "Text here.", "- one", "- two"].join(end))).toEqual([
      "Title.",
      "A part",
      "Text here.",
      "one",
      "two",
    ]);
  },
);

test("short lines that begin like titles are sentences", () => {
  expect(split("Roses are red\nViolets are blue\nSugar is sweet")).toHaveLength(3);
  expect(
    split("How to bake bread\nYou need flour, water, yeast and some salt, and a warm place."),
  ).toEqual(["How to bake bread", "You need flour, water, yeast and some salt, and a warm place."]);
});

test("short lines in small letters and short lines of numbers are sentences", () => {
  expect(split("apples\nbananas\nmilk")).toEqual(["apples", "bananas", "milk"]);
  expect(split("shopping list:\nolive oil\ngreen tea bags\neggs")).toHaveLength(4);
  expect(split("gula pasir\nminyak masak\ntelur")).toHaveLength(3);
  expect(split("42\n3.14\n1,000")).toEqual(["forty-two", "three point one four", "one thousand"]);
  expect(split("we went down to the sea\nand it was cold and grey")).toHaveLength(1);
  expect(split("bread and\nbutter")).toHaveLength(1);
  expect(split("the bread\nof the day")).toHaveLength(1);
});

test("a number at the start of a wrapped line does not begin a list item", () => {
  expect(split("She came to the town in\n2004. Nobody saw her.")).toHaveLength(2);
  expect(split("What year is it? 1946. Then")).toEqual([
    "What year is it?",
    "one thousand nine hundred forty-six.",
    "Then",
  ]);
  expect(split("Steps\n1. Open it\n2. Close it")).toEqual([
    "Steps",
    "one, Open it",
    "two, Close it",
  ]);
});

test("a hyphen at a line end between words is spoken as a pause", () => {
  expect(split("two of the boxes -\nthe older ones - failed")).toEqual([
    "two of the boxes — the older ones — failed",
  ]);
});

test("letters, small Roman numerals, ticks and pictures begin list items", () => {
  for (const [first, second] of [
    ["a. ", "b. "],
    ["(a) ", "(b) "],
    ["i. ", "ii. "],
    ["\u2713 ", "\u2717 "],
    ["\u2705 ", "\u274c "],
    ["\u2013 ", "\u2013 "],
  ])
    expect(split(`${first}the first one\n${second}the second one`)).toHaveLength(2);
});

test("a list item continues after a block of code", () => {
  expect(split("1. Run\n\n   ```\n   x\n   ```\n\n   and wait\n2. Stop")).toEqual([
    "one, Run",
    "and wait",
    "two, Stop",
  ]);
});

test.each([
  ["2025-11-28 07:21:48,123 WARN a\n2025-11-28 07:21:49,001 INFO b", 2],
  ["It was proved by many in the field [1] Lee\n[2] Tan, On things\n[3] Wong", 3],
  ["1\n00:00:01,000 --> 00:00:04,074\nshe never came", 3],
  ["[Verse 1]\nwe walk along the river side\n[Chorus]\nhome again", 4],
  ["2.1 The first of the sections is done.\n2.2 Budget", 2],
  ["(a) on or before the day; and/or\n(b) by cheque", 2],
  ["1 Introduction ......... 1\n2 Methods ....... 12", 2],
])("%j has %i lines", (text, lines) => {
  expect(split(text)).toHaveLength(lines);
});

test("references to notes after a sentence are not spoken, and the sentence ends before them", () => {
  expect(split('It boils.[1] He said.[2][3] "Yes."¹ Then [^n] it ends.[^n] So x² is 5².')).toEqual([
    "It boils.",
    "He said.",
    '"Yes."',
    "Then it ends.",
    "So x squared is five squared.",
  ]);
});

test("wrapped Chinese is one sentence without blanks, and short Chinese lines are sentences", () => {
  expect(
    split(
      "人工智能是计算机科学的一个分支，它企图了解智能的\n实质，并生产出一种新的能以人类智能相似的方式做出\n反应的机器。",
    ),
  ).toEqual([
    "人工智能是计算机科学的一个分支，它企图了解智能的实质，并生产出一种新的能以人类智能相似的方式做出反应的机器。",
  ]);
  expect(split("床前明月光\n疑是地上霜\n举头望明月")).toHaveLength(3);
  expect(
    split("关于我们公司的介绍\n我们公司成立于很久以前，总部位于吉隆坡，主要从事软件开发。"),
  ).toHaveLength(2);
});

test.each([
  ["(1) Bring an umbrella.\n(2) Avoid it.", 2],
  ["[12/10/25, 9:41 PM] Mum: have you\n[12/10/25, 9:42 PM] Me: yes", 2],
])("%j has %i messages", (text, lines) => {
  expect(split(text)).toHaveLength(lines);
});

test("lines that begin with pictures are lines", () => {
  expect(
    split("🎬 Movie night!\n⏰ 8.30pm at my place\n📍 12A, Jalan SS2, PJ\nRSVP by Thu ✅ / ❌"),
  ).toHaveLength(4);
});

test.each([
  ["**Name:** Ana\n**Age:** 30\n**City:** Ipoh", 3],
  [
    "**Duration:** three days in the hills of the north, with a guide and a cook\n**Cost**: RM500",
    2,
  ],
])("bold labels begin lines: %j has %i", (text, lines) => {
  expect(split(text)).toHaveLength(lines);
});

test.each([
  ["[INFO] Build OK in 3.2s\n[ERROR] 2 tests failed", 2],
  ["议程：\n① 签到和注册\n② 致辞（30分钟）\n③ 午餐", 4],
  ["议程：\n① 签到和注册\n② 致辞（三十分钟），然后大家一起提问题\n③ 午餐", 4],
])("levels of a log and circled numbers begin lines: %j has %i", (text, lines) => {
  expect(split(text)).toHaveLength(lines);
});
