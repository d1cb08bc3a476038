import { expect, test } from "bun:test";
import { languageOfTag } from "./languageTag.ts";

test("a tag means the language of its first part, in any case; other languages mean none", () => {
  const tags = ["en", "EN-gb", "zh_CN", "ms", "msa", "english", "fr", "", null, undefined];
  const none = Array.from({ length: 6 }, () => undefined);
  expect(tags.map(languageOfTag)).toEqual(["en", "en", "zh", "ms", ...none]);
});
