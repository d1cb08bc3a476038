import { expect, test } from "bun:test";
import { random as createRandom } from "../../fixtures/random.ts";
import { readCases } from "../../fixtures/textCases.ts";
import { NORMALISE_DEFAULTS, normalised, sentencesOf } from "./normalise.ts";
import { spanOf } from "./spans.ts";
import { utterances } from "./utterances.ts";
import { joined, type Piece, pieces } from "./pieces.ts";

type Options = Partial<typeof NORMALISE_DEFAULTS> | null;

/** Options with which numbers and addresses stay as written, so that a test depends on markup alone. */
const AS_WRITTEN = {
  ...NORMALISE_DEFAULTS,
  numbers: false,
  urls: false,
  emails: false,
  phones: false,
  units: false,
  abbreviations: false,
};

function tiles(input: string, options: Options = {}): Piece[] {
  const full = options && { ...AS_WRITTEN, ...options };
  return joined([...normalised(input, full)].flatMap(({ traced }) => pieces(traced)));
}

function spoken(input: string, options: Options = {}): string {
  return tiles(input, options)
    .map(({ text }) => text)
    .join("");
}

test("markdown and HTML are removed, and their words stay", () => {
  const cases: [string, string][] = [
    ["**Important:** read *this* _first_, ***please***.", "Important: read this first, please."],
    ["# Getting started\nInstall the tool.", "Getting started\n\nInstall the tool."],
    ["## 2. Getting on\nWait.", "2, Getting on\n\nWait."],
    ["- apples\n- pears\n  * plums", "apples\n\npears\n\nplums"],
    ["- [x] done\n- [ ] open", "done\n\nopen"],
    ["1. Open the box\n2) Read the card", "1, Open the box\n\n2, Read the card"],
    [
      'See [the manual](https://e.com/a?b=(1) "x") and ![a cat](c.png).',
      "See the manual and a cat.",
    ],
    ["See [the manual][ref].\n\n[ref]: https://e.com", "See the manual."],
    ["A claim[^1].\n\n[^1]: Its source.", "A claim.\n\nIts source."],
    [
      "> Be brave.\n> Be kind.\n\nShe said it ~~twice~~ once.",
      "Be brave. Be kind.\n\nShe said it twice once.",
    ],
    ["| Name | Age |\n|---|:-:|\n| Ana | **30** |", "Name, Age\n\nAna, 30"],
    ["One\n\n---\n\nTwo", "One\n\nTwo"],
    [
      "Go to <https://e.com/a_b_c> or https://e.com/x_y.",
      "Go to https://e.com/a_b_c or https://e.com/x_y.",
    ],
    ["Call `get_user_name()` or ``a`b`` ==now==.", "Call get_user_name or a b now."],
    ["Press <b>Start</b> &amp; wait.<br>Then go.", "Press Start & wait.\n\nThen go."],
    ['<p style="color:red">Hello</p><script>alert(1)</script><!-- no -->', "Hello"],
    [
      "I <3 you, a < b, 5 * 3, 2**8, 5*3, snake_case_name.",
      "I you, a < b, 5 * 3, 2^8, 5*3, snake_case_name.",
    ],
    ["**注意：**请先看*这里*。", "注意：请先看这里。"],
    ["\\*not bold\\* \\$5 a\\_b", "not bold $5 a_b"],
    ["    - four blanks\n    are no code", "four blanks are no code"],
  ];
  for (const [input, output] of cases)
    expect({ input, output: spoken(input) }).toEqual({ input, output });
});

test("truncated markup is removed, and its words stay", () => {
  const cases: [string, string][] = [
    ["This is **bold", "This is bold"],
    ["A *word and `code", "A word and code"],
    ["See [the manual](https://exam", "See the manual"],
    ["See [the man", "See the man"],
    ["| Name | Age", "Name, Age"],
    ["~~gone", "gone"],
    ["# ", ""],
    ["```py\nprint(1)", "print(1)"],
  ];
  for (const [input, output] of cases)
    expect({ input, output: spoken(input) }).toEqual({ input, output });
});

test("the option `code` skips, announces or reads code, also in quotations and lists", () => {
  const input = "Run this:\n```bash\nrm -rf /tmp/x\n\nls\n```\nThen restart.";
  expect(spoken(input)).toBe("Run this:\n\nThen restart.");
  expect(spoken(input, { code: "announce" })).toBe("Run this:\n\ncode block\n\nThen restart.");
  expect(spoken(input, { code: "read" })).toBe("Run this:\n\nrm -rf /tmp/x\n\nls\n\nThen restart.");
  expect(spoken("- ~~~\n  x\n  ~~~\n- next")).toBe("next");
  expect(spoken("> ```\n> x\n\nnext")).toBe("next");
  expect(spoken("say `one` and\n\n    ```\n    x\n    ```\n\n**end**")).toBe("say one and\n\nend");
});

test("emoji are removed with the blank before punctuation, and a keycap becomes its digit", () => {
  expect(spoken("Great job 🎉🔥 team! Thanks 🙏🏽. ♥ 恭喜🎉 👩‍👩‍👧‍👦🏳️‍🌈🇲🇾")).toBe(
    "Great job team! Thanks. 恭喜",
  );
  expect(spoken("Press 1️⃣ or2️⃣, hi😀there ©")).toBe("Press 1 or2, hi there");
  expect(spoken("😀")).toBe("");
});

test("normalised() applies only hygiene if the options are null", () => {
  expect(spoken("**bold** 😀\u200b “x”\n\n\n- [a](b)  \n", null)).toBe(
    '**bold** 😀 "x"\n\n- [a](b)',
  );
});

test("pieces() returns the place of each piece in the input", () => {
  expect(tiles("A **big** 😀 “ﬁn”!!")).toEqual([
    { text: "A", start: 0, end: 1, kind: "word" },
    { text: " ", start: 1, end: 2, kind: "space" },
    { text: "", start: 2, end: 4, kind: "markup" },
    { text: "big", start: 4, end: 7, kind: "word" },
    { text: "", start: 7, end: 9, kind: "markup" },
    { text: "", start: 9, end: 12, kind: "emoji" },
    { text: " ", start: 12, end: 13, kind: "space" },
    { text: '"', start: 13, end: 14, kind: "punct" },
    { text: "fin", start: 14, end: 16, kind: "word" },
    { text: '"', start: 16, end: 17, kind: "punct" },
    { text: "!", start: 17, end: 19, kind: "punct" },
  ]);
});

/** Parts of random texts. At least one stage treats each of them specially. */
const ATOMS = [
  ...Array.from("ab Z.!?,*_`~#>|[]()<&;:-+=\\/\"'0123\n\n\n\t"),
  ...Array.from(
    "é你好。！中\u0301\u0323\u200d\u200b\ufe0f\ud800\udc00\0\r\u2028\ufeff\u202e\uffff\ue000½ﬁ\u1112\u1161",
  ),
  "😀",
  "🏽",
  "👩‍👩‍👧",
  "🇲🇾",
  "1️⃣",
  "**",
  "```",
  "~~~\n",
  "](",
  "![",
  "[^",
  "<b>",
  "</p>",
  "<script>",
  "<!--",
  "-->",
  "&amp;",
  "&#0;",
  "- ",
  "1. ",
  "> ",
  "|-|-|\n",
  "http://a.b",
  "a@b.c",
  " word ",
  "\n\n",
  "Dr. ",
  "…",
  "“x”",
  "RM12.50",
  "$5-10",
  "25/12/2025",
  "3:45pm",
  "ke-3",
  "第2",
  "20%",
  "5kg",
  "010-12345678",
  "KLCC",
  "v2.1",
  "½",
  "−5",
  "H2O",
  "5'11\"",
  "Łódź",
  "tahun 1957",
];

function randomText(random: (below: number) => number): string {
  const length = random(60);
  return Array.from({ length }, () => ATOMS[random(ATOMS.length)] ?? "").join("");
}

/** Returns the first rule that the pieces and utterances of `input` violate; null if there is none. */
function violation(input: string, options: Options): string | null {
  let at = 0;
  for (const { start, end, text } of tiles(input, options)) {
    if (start !== at || end < start) return `a piece at ${start}–${end} after ${at}`;
    if (!text.isWellFormed()) return `half a character at ${start}`;
    if (/^[\ud800-\udbff][\udc00-\udfff]$/.test(input.slice(Math.max(0, start - 1), start + 1)))
      return `a border inside a character at ${start}`;
    at = end;
  }
  if (at !== input.length) return `pieces end at ${at}`;
  const full = options && { ...AS_WRITTEN, ...options };
  let before = 0;
  for (const sentence of sentencesOf(normalised(input, full))) {
    const { start, end } = spanOf(sentence);
    if (start < before || end < start || end > input.length) return `a sentence at ${start}–${end}`;
    before = end;
  }
  let last = 0;
  for (const { start, end, text } of utterances(sentencesOf(normalised(input, full)))) {
    if (start < last || end < start || end > input.length || text === "")
      return `an utterance at ${start}–${end} after ${last}`;
    last = end;
  }
  return null;
}

test("pieces and utterances of random texts are in order and never divide a character", () => {
  const random = createRandom(7);
  const settings: Options[] = [
    {},
    NORMALISE_DEFAULTS,
    { ...NORMALISE_DEFAULTS, language: "ms", emoji: "name" },
    { ...NORMALISE_DEFAULTS, language: "zh", letters: "keep", dateOrder: "mdy" },
    { code: "read", lists: "silent" },
    { code: "announce" },
    { markdown: false },
    null,
  ];
  for (let round = 0; round < 400; round += 1) {
    const input = randomText(random);
    const found = violation(input, settings[round % settings.length] ?? null);
    expect({ input, found }).toEqual({ input, found: null });
  }
}, 60_000);

/** Inputs of the kinds that users and chat models write, in English, Malay and Chinese. */
const INPUTS: readonly string[] = readCases().map(({ input }) => input);

test("the next paragraph does not change how a paragraph is spoken", () => {
  for (const first of [...INPUTS, "**Hi** [a](b) `c` 😀."]) {
    const alone = tiles(`${first}\n\n`, NORMALISE_DEFAULTS);
    const both = tiles(`${first}\n\nNext *one, 3 orang.`, NORMALISE_DEFAULTS);
    const count = alone.findLastIndex(({ text }) => text.trim() !== "") + 1;
    expect(both.slice(0, count)).toEqual(alone.slice(0, count));
  }
});

test("normalising a spoken text again does not change it", () => {
  for (const input of [
    ...INPUTS,
    "# Title\n\n1. **one**\n2. two\n\n| a | b |\n|-|-|\n| c | d |",
    "> quote 😀\n\n```\ncode\n```\nHe said: “wait…” — 5 * 3!!",
  ]) {
    const once = spoken(input, NORMALISE_DEFAULTS);
    expect(spoken(once, NORMALISE_DEFAULTS)).toBe(once);
  }
});

test("removed emoji between table cells do not cause two commas in a row", () => {
  expect(spoken("| A | B | C |\n|---|---|---|\n| x | ✅ | y |")).toBe("A, B, C\n\nx, y");
});
