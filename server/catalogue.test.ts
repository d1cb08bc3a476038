import { expect, test } from "bun:test";
import type { Engine } from "../src/engine.ts";
import { createCatalogue, findVoice } from "./catalogue.ts";
import { readConfig } from "./config.ts";
import { createFakeEngine } from "./engine.fake.ts";

const SMALL = createFakeEngine();
const LARGE: Engine = { ...SMALL, id: "large", voices: [{ id: "husein", name: "Husein" }] };

function catalogueOf(engines: readonly Engine[], env: Readonly<Record<string, string>> = {}) {
  const config = readConfig(env);
  return createCatalogue(engines, {
    defaultVoice: config.DEFAULT_SPEAKER,
    voiceAliases: config.VOICE_ALIASES,
    modelAliases: config.MODEL_ALIASES,
  });
}

test("with several engines the model picks, else the voice, else the first one speaks", () => {
  const catalogue = catalogueOf([SMALL, LARGE], { VOICE_ALIASES: "alloy,onyx=husein" });
  const cases: [string | null, string | null, string][] = [
    [null, null, "fake anna"],
    ["tts-1", null, "fake anna"],
    ["large", null, "large husein"],
    ["large", "alloy", "large husein"],
    [null, "ben", "fake ben"],
    [null, "husein", "large husein"],
    ["tts-1", "onyx", "large husein"],
  ];
  for (const [model, voice, picked] of cases) {
    const found = findVoice(catalogue, model, voice);
    expect([model, voice, `${found.engine.id} ${found.voice}`]).toEqual([model, voice, picked]);
  }
  expect(() => findVoice(catalogue, "fake", "husein")).toThrow(/"husein" is unknown.*anna, ben/);
  expect(() => findVoice(catalogue, null, "zoe")).toThrow(/"zoe" is unknown/);
  expect(() => findVoice(catalogue, "gpt", null)).toThrow(/"gpt" is unknown.*fake, large.*tts-1/);
});

test("an engine that takes any name may be the first one only: its own voices are then not guessed", () => {
  const open = { ...LARGE, voices: [], openVoices: true };
  const catalogue = catalogueOf([open, SMALL], { DEFAULT_SPEAKER: "husein" });
  const pick = (voice: string | null) => findVoice(catalogue, null, voice).engine.id;
  expect([pick(null), pick("somebody"), pick("ben")]).toEqual(["large", "large", "fake"]);
  expect(() => catalogueOf([SMALL, open])).toThrow(/SPEAKERS is empty.*large first/);
});

test("other names are a table of the configuration, and a wrong one stops the start", () => {
  const env = { MODEL_ALIASES: "tts-1=large, kokoro", VOICE_ALIASES: "alloy=ben, af_heart" };
  const catalogue = catalogueOf([SMALL, LARGE], env);
  const pick = (model: string | null, voice: string | null) => {
    const found = findVoice(catalogue, model, voice);
    return `${found.engine.id} ${found.voice}`;
  };
  expect(pick("tts-1", null)).toBe("large husein");
  expect(pick("kokoro", "alloy")).toBe("fake ben");
  expect(pick("kokoro", "af_heart")).toBe("fake anna");
  expect(() => pick("tts-1-hd", null)).toThrow(/"tts-1-hd" is unknown/);
  expect(() => catalogueOf([SMALL], { MODEL_ALIASES: "tts-1=xtts" })).toThrow(
    /MODEL_ALIASES: tts-1=xtts .*fake/,
  );
  expect(() => catalogueOf([SMALL], { VOICE_ALIASES: "alloy=zoe" })).toThrow(
    /VOICE_ALIASES: alloy=zoe .*anna, ben/,
  );
  expect(() => catalogueOf([{ ...SMALL, voices: [], openVoices: true }])).toThrow(
    /DEFAULT_SPEAKER is empty.*SPEAKERS/,
  );
  expect(() => catalogueOf([SMALL, LARGE], { DEFAULT_SPEAKER: "zoe" })).toThrow(
    /DEFAULT_SPEAKER="zoe".*anna, ben/,
  );
});
