import { expect, test } from "bun:test";
import type { Speech } from "openai/resources/audio/speech";
import { findName, nameOf } from "./names.ts";
import { OPENAI_MODELS } from "./openai.ts";

test("findName() - finds a name in any case and returns it as it is known", () => {
  const known = ["tts-1", "Husein", "Zoë"];
  for (const [name, found] of [
    ["tts-1", "tts-1"],
    ["TTS-1", "tts-1"],
    ["HUSEIN", "Husein"],
    ["zoe\u0308", "Zoë"],
    ["tts", undefined],
    ["", undefined],
  ] as const)
    expect([name, findName(known, name)]).toEqual([name, found]);
});

test("findName() - prefers the name with the same case", () => {
  expect(findName(["anna", "Anna"], "Anna")).toBe("Anna");
  expect(findName(["anna", "Anna"], "ANNA")).toBe("anna");
});

test("nameOf() - an absent or blank field means the default, and outer white space does not count", () => {
  const fields = [null, undefined, "", " \n", " anna "];
  expect(fields.map(nameOf)).toEqual([null, null, null, null, "anna"]);
});

// The type check fails here if the openai package names a model that is missing below.
const PACKAGE: Readonly<Record<Speech.SpeechModel, true>> = {
  "tts-1": true,
  "tts-1-hd": true,
  "gpt-4o-mini-tts": true,
  "gpt-4o-mini-tts-2025-12-15": true,
};

test("OPENAI_MODELS has every model in the types of the openai package", () => {
  expect(OPENAI_MODELS as readonly string[]).toEqual(expect.arrayContaining(Object.keys(PACKAGE)));
});
