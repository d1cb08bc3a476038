import { expect, test } from "bun:test";
import { elevenLabsBody } from "../routes/elevenLabs/body.ts";
import { speechBody } from "../schemas.ts";
import { misspeltFields } from "./misspelt.ts";

test.each([
  [{ respone_format: "wav" }, "response_format"],
  [{ resposne_format: "wav" }, "response_format"],
  [{ response_fformat: "wav" }, "response_format"],
  [{ responseformat: "wav" }, "response_format"],
  [{ Voice: "anna" }, "voice"],
  [{ sped: 2 }, "speed"],
  [{ inputs: "Hello." }, "input"],
  [{ straem: true }, "stream"],
])("%j has a misspelt %s", (body, meant) => {
  const [field = ""] = Object.keys(body);
  expect(misspeltFields(body, speechBody)).toEqual([{ field, meant }]);
});

test.each([
  '{"input": "Hello.", "voice": "anna", "speed": 1}',
  '{"input": "Hello.", "lang": "en", "user": "me", "metadata": {"sped": 1}, "constructor": 1}',
  '{"input": "Hello.", "top_k": 50, "min_p": 0, "mode": "fast", "models": ["a"], "voice_id": "b"}',
  '{"input": "Hello.", "voice": {"id": "anna", "idd": 1}}',
  "{}",
  "null",
  "[]",
  '"input"',
])("%s has no misspelt field", (json) => {
  const body: unknown = JSON.parse(json);
  expect(misspeltFields(body, speechBody)).toEqual([]);
});

test("a field of a nested object is named with its path, and elsewhere it is no misspelling", () => {
  const body = { text: "Hello.", voice_settings: { sped: 2, stability: 1 }, speed: 2 };
  expect(misspeltFields(body, elevenLabsBody)).toEqual([
    { field: "voice_settings.sped", meant: "voice_settings.speed" },
  ]);
});

test("of many misspelt fields five are named, and of many unknown ones the first hundred are compared", () => {
  const many = Object.fromEntries(
    Array.from({ length: 1000 }, (_, at) => [`spee${at % 10}${at}`, 1]),
  );
  expect(misspeltFields({ ...many, sped: 1 }, speechBody).length).toBeLessThanOrEqual(5);
  const letters = "abcdefghijklm".split("").map((letter) => [`spee${letter}`, 1] as const);
  expect(misspeltFields(Object.fromEntries(letters), speechBody)).toHaveLength(5);
});
