import { expect, test } from "bun:test";
import { createSentenceLanguages } from "./sentenceLanguage.ts";

const languages = (sentences: readonly string[], hint?: "en" | "ms" | "zh"): string[] =>
  sentences.map(createSentenceLanguages(hint));

test.each([
  ["en", "The weather is good today."],
  ["ms", "Cuaca hari ini sangat baik."],
  ["zh", "今天天气很好。"],
  ["zh", "請問這裡有沒有洗手間？"],
  ["zh", "我的 iPhone 坏了，明天去修。"],
  ["en", "The word 你好 is a greeting in Chinese."],
  ["ms", "Esok ada meeting dengan client pukul tiga."],
  ["ms", "dua puluh lima ringgit"],
  ["en", "twenty-five ringgit"],
])("the language is that of most words: %s, %s", (language, sentence) => {
  expect(languages([sentence])).toEqual([language]);
});

test("a sentence without a hint has the language of those before it, else the given one", () => {
  expect(languages(["Zyx Qwv.", "Zyx Qwv."], "ms")).toEqual(["ms", "ms"]);
  expect(languages(["今天天气很好。", "OK.", "Zyx Qwv."])).toEqual(["zh", "zh", "zh"]);
  expect(languages(["Cuaca hari ini sangat baik.", "OK."])).toEqual(["ms", "ms"]);
  expect(languages(["OK."], "zh")).toEqual(["en"]);
});

test("a sentence in another language has the given language, but never counts as Chinese", () => {
  const foreign = [
    "東京に行きたいです。",
    "Привет, как дела?",
    "La maison est très belle et elle est à nous.",
  ];
  expect(languages(foreign, "ms")).toEqual(["ms", "ms", "ms"]);
  expect(languages(foreign, "zh")).toEqual(["en", "en", "en"]);
});
