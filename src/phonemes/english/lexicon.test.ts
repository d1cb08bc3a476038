import { expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import { openLexicon } from "./lexicon.ts";

const ENTRIES = {
  "'em": "əm",
  "'s": "s",
  A: "ˈA",
  AM: { DEFAULT: "æm", NOUN: null },
  a: "A",
  an: "æn",
  ant: "ˈænt",
  zoo: "zˈu",
};

test("a lexicon finds its words exactly as written, the first and the last too", () => {
  const lexicon = openLexicon(gzipSync(JSON.stringify(ENTRIES)));
  for (const [word, entry] of Object.entries(ENTRIES)) expect(lexicon(word)).toEqual(entry);
  for (const word of ["", "'", "'e", "An", "ants", "b", "zooo", "DEFAULT", "constructor", "é"])
    expect(lexicon(word)).toBeUndefined();
});

test("a lexicon without entries has no word", () => {
  expect(openLexicon(gzipSync("{}"))("a")).toBeUndefined();
});

test.each(['{"a":null}', '{"a":5,"b":"x"}', '{"a": "x"}', '{"a":["x"]}', '["a"]', '{"a":"x', ""])(
  "a file with %j is no lexicon",
  (json) => {
    expect(() => openLexicon(gzipSync(json))).toThrow();
  },
);

test("a lexicon whose words are not sorted is refused, since words would not be found", () => {
  const file = gzipSync(JSON.stringify({ b: "bˈi", a: "A" }));
  expect(() => openLexicon(file)).toThrow("not sorted at a");
});
