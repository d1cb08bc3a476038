import { expect, test } from "bun:test";
import { build, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

const NORMALIZE = "/v1/audio/normalize";
const SPEECH = "/v1/audio/speech";

async function normalized(body: unknown): Promise<Record<string, unknown>> {
  const response = await build().app.request(NORMALIZE, speech(body));
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
}

test("the normalize route sends the normalized text with its pieces, sentences and utterances", async () => {
  const input = "# Hi\n\n**Bold** words 😀. Then `more` of them!";
  expect(await normalized({ input })).toEqual({
    output: "Hi\n\nBold words. Then more of them!",
    pieces: [
      { text: "", start: 0, end: 1, kind: "markup" },
      { text: "", start: 1, end: 2, kind: "space" },
      { text: "Hi", start: 2, end: 4, kind: "word" },
      { text: "\n\n", start: 4, end: 6, kind: "space" },
      { text: "", start: 6, end: 8, kind: "markup" },
      { text: "Bold", start: 8, end: 12, kind: "word" },
      { text: "", start: 12, end: 14, kind: "markup" },
      { text: " ", start: 14, end: 15, kind: "space" },
      { text: "words", start: 15, end: 20, kind: "word" },
      { text: "", start: 20, end: 23, kind: "emoji" },
      { text: ".", start: 23, end: 24, kind: "punct" },
      { text: " ", start: 24, end: 25, kind: "space" },
      { text: "Then", start: 25, end: 29, kind: "word" },
      { text: " ", start: 29, end: 30, kind: "space" },
      { text: "", start: 30, end: 31, kind: "markup" },
      { text: "more", start: 31, end: 35, kind: "word" },
      { text: "", start: 35, end: 36, kind: "markup" },
      { text: " ", start: 36, end: 37, kind: "space" },
      { text: "of", start: 37, end: 39, kind: "word" },
      { text: " ", start: 39, end: 40, kind: "space" },
      { text: "them", start: 40, end: 44, kind: "word" },
      { text: "!", start: 44, end: 45, kind: "punct" },
    ],
    sentences: [
      { text: "Hi", start: 2, end: 4 },
      { text: "Bold words.", start: 8, end: 24 },
      { text: "Then more of them!", start: 25, end: 45 },
    ],
    utterances: [{ text: "Hi. Bold words. Then more of them!", start: 2, end: 45, language: "en" }],
  });
});

test("the normalize route sends the utterances as the default voice speaks them", async () => {
  const engine = { ...createFakeEngine(), unit: "sentence" as const };
  const input = "Yes. Saya sudah makan. \u4eca\u5929\u5929\u6c14\u5f88\u597d\u3002";
  const response = await build(engine).app.request(NORMALIZE, speech({ input }));
  const { utterances } = (await response.json()) as { utterances: Record<string, string>[] };
  expect(utterances.map(({ language, text }) => `${language} ${text}`)).toEqual([
    "en Yes.",
    "ms Saya sudah makan.",
    "zh \u4eca\u5929\u5929\u6c14\u5f88\u597d\u3002",
  ]);
});

test("a text of only emoji and markup has an empty output, and the speech route rejects it with 400", async () => {
  const body = { input: "😀 **" };
  expect(await normalized(body)).toMatchObject({ output: "", sentences: [], utterances: [] });
  expect((await build().app.request(SPEECH, speech(body))).status).toBe(400);
});

test("the speech route applies the options of `normalize` to the spoken text", async () => {
  const input = "Say **bold** `x` 😀.\n\n```\ncode\n```";
  const cases: [unknown, string[]][] = [
    [undefined, ["Say bold x."]],
    [null, ["Say bold x."]],
    [true, ["Say bold x."]],
    [{}, ["Say bold x."]],
    [{ code: "announce", emoji: null, numbers: true }, ["Say bold x.", "code block."]],
    [{ markdown: false }, ["Say bold x.", "code."]],
    [{ markdown: false, abbreviations: false }, ["Say **bold** `x`. ```.", "code ```."]],
    [false, ["Say **bold** `x` 😀. ```.", "code ```."]],
  ];
  for (const [normalize, said] of cases) {
    const { app, engine } = build();
    await (await app.request(SPEECH, speech({ input, normalize, stream: false }))).bytes();
    expect({ normalize, said: engine.said.join(" ") }).toEqual({ normalize, said: said.join(" ") });
  }
});

test("both routes send an error that names an invalid option of `normalize`", async () => {
  const { app } = build();
  const words = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`w${index}`, "x"]));
  const cases: [unknown, RegExp][] = [
    [
      { numerals: true },
      /`normalize` .*unknown key "numerals" .*numbers.*got \{"numerals":true\}$/,
    ],
    [{ emoji: "keep" }, /`normalize\.emoji` .*drop, name, got "keep"$/],
    [{ lexicon: { word: 5 } }, /`normalize\.lexicon\.word` .*a text, got 5$/],
    [{ lexicon: { word: "a".repeat(101) } }, /100 characters/],
    [{ lexicon: words }, /at most 100 words/],
    ["yes", /`normalize` .*true, false, or an object.*got "yes"$/],
    [[], /`normalize` .*got \[\]$/],
  ];
  for (const path of [NORMALIZE, SPEECH]) {
    for (const [normalize, message] of cases) {
      const response = await app.request(path, speech({ input: "Hello.", normalize }));
      expect({ normalize, status: response.status }).toEqual({ normalize, status: 400 });
      const { error } = (await response.json()) as { error: { message: string; param: string } };
      expect(error.message).toMatch(message);
      expect(error.param).toBe("normalize");
    }
  }
});

test("the normalize route sends 400 for a text that is too long, blank or missing, and for invalid JSON", async () => {
  const { app } = build();
  for (const body of [{ input: "a".repeat(5000) }, { input: " " }, {}, "{"]) {
    expect((await app.request(NORMALIZE, speech(body))).status).toBe(400);
  }
});
