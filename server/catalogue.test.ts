import { expect, test } from "bun:test";
import type { Engine } from "../src/engine.ts";
import { createCatalogue, findVoice } from "./catalogue.ts";
import { readConfig } from "./config.ts";
import { createFakeEngine } from "./engine.fake.ts";
import { OPENAI_VOICES } from "./names/openai.ts";

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

test("findVoice() - selects the engine by the model, otherwise by the voice, otherwise the first engine", () => {
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
});

test("findVoice() - of two engines with a voice of the same name, selects the first one unless the model says otherwise", () => {
  const second: Engine = { ...SMALL, id: "second" };
  const catalogue = catalogueOf([SMALL, second]);
  expect(findVoice(catalogue, null, "ben").engine).toBe(SMALL);
  expect(findVoice(catalogue, "second", "ben").engine).toBe(second);
});

test("findVoice() - rejects an unknown name and lists the valid names", () => {
  const catalogue = catalogueOf([SMALL, LARGE]);
  expect(() => findVoice(catalogue, "fake", "husein")).toThrow(
    /`voice` .*anna, ben.*got "husein";/,
  );
  expect(() => findVoice(catalogue, null, "zoe")).toThrow(/`voice` .*got "zoe"$/);
  expect(() => findVoice(catalogue, "gpt", null)).toThrow(
    /`model` .*fake, large .*tts-1.*got "gpt"$/,
  );
});

test("findVoice() - names the voice, the alias or the model that a misspelt name probably means", () => {
  const catalogue = catalogueOf([SMALL, LARGE]);
  const pick = (model: string | null, voice: string | null) => () =>
    findVoice(catalogue, model, voice);
  expect(pick(null, "ana")).toThrow(/got "ana"; did you mean anna\?$/);
  expect(pick("large", "huzein")).toThrow(/got "huzein"; did you mean husein\?$/);
  expect(pick(null, "aloy")).toThrow(/got "aloy"; did you mean alloy\?$/);
  expect(pick("fke", null)).toThrow(/got "fke"; did you mean fake\?$/);
  expect(pick("tts1", null)).toThrow(/got "tts1"; did you mean tts-1\?$/);
});

test("findVoice() - without a model lists the voices of all engines; with one, says which model has the voice", () => {
  const catalogue = catalogueOf([SMALL, LARGE]);
  expect(() => findVoice(catalogue, null, "zoe")).toThrow(
    /a voice of fake or large \(anna, ben, .*husein.*\), got "zoe"$/,
  );
  expect(() => findVoice(catalogue, "fake", "husein")).toThrow(
    /a voice of fake \(anna, ben\), got "husein"; it is a voice of large$/,
  );
});

test("createCatalogue() - requires every engine after the first to list its voices", () => {
  const open = { ...LARGE, voices: [], openVoices: true };
  const catalogue = catalogueOf([open, SMALL], { DEFAULT_SPEAKER: "husein" });
  const pick = (voice: string | null) => findVoice(catalogue, null, voice).engine.id;
  expect([pick(null), pick("somebody"), pick("ben")]).toEqual(["large", "large", "fake"]);
  expect(() => pick("<|im_end|>")).toThrow(/`voice` /);
  expect(() => catalogueOf([SMALL, open])).toThrow(
    /`SPEAKERS` .*voices of large, got nothing.*large first/,
  );
});

test("findVoice() - resolves an alias to its target, or to the default if it has no target", () => {
  const env = { MODEL_ALIASES: "tts-1=large, kokoro", VOICE_ALIASES: "alloy=ben, af_heart" };
  const catalogue = catalogueOf([SMALL, LARGE], env);
  const pick = (model: string | null, voice: string | null) => {
    const found = findVoice(catalogue, model, voice);
    return `${found.engine.id} ${found.voice}`;
  };
  expect(pick("tts-1", null)).toBe("large husein");
  expect(pick("kokoro", "alloy")).toBe("fake ben");
  expect(pick("kokoro", "af_heart")).toBe("fake anna");
  expect(() => pick("tts-1-hd", null)).toThrow(/`model` .*got "tts-1-hd"$/);
});

test("findVoice() - finds voices, models and aliases in any case, and the same case first", () => {
  const upper: Engine = { ...SMALL, id: "upper", voices: [{ id: "Anna", name: "Anna" }] };
  const env = {
    VOICE_ALIASES: "alloy=BEN,Onyx",
    MODEL_ALIASES: "tts-1=LARGE",
    DEFAULT_SPEAKER: "Ben",
  };
  const catalogue = catalogueOf([SMALL, LARGE, upper], env);
  const cases: [string | null, string | null, string][] = [
    [null, "HUSEIN", "large husein"],
    [null, "ANNA", "fake anna"],
    [null, "Anna", "upper Anna"],
    ["Upper", "anna", "upper Anna"],
    [null, "Alloy", "fake ben"],
    [null, "ONYX", "fake ben"],
    ["TTS-1", null, "large husein"],
    ["FAKE", null, "fake ben"],
  ];
  for (const [model, voice, picked] of cases) {
    const found = findVoice(catalogue, model, voice);
    expect([model, voice, `${found.engine.id} ${found.voice}`]).toEqual([model, voice, picked]);
  }
});

test("findVoice() - a blank name means the default", () => {
  const catalogue = catalogueOf([SMALL, LARGE], { DEFAULT_SPEAKER: "ben" });
  for (const blank of ["", "  "])
    expect(findVoice(catalogue, blank, blank)).toEqual({ engine: SMALL, voice: "ben" });
  expect(findVoice(catalogue, "large", "").voice).toBe("husein");
});

test("findVoice() - takes an alias if the model's engine lacks a voice of that name that another engine has", () => {
  const natural: Engine = { ...LARGE, id: "natural", voices: [{ id: "fable", name: "Fable" }] };
  const catalogue = catalogueOf([SMALL, natural]);
  expect(findVoice(catalogue, "fake", "fable")).toEqual({ engine: SMALL, voice: "anna" });
  expect(findVoice(catalogue, null, "fable")).toEqual({ engine: natural, voice: "fable" });
});

const OPEN: Engine = { ...LARGE, id: "lm", voices: [], openVoices: true };

test("findVoice() - an engine that takes any voice name never gets one of OpenAI's names", () => {
  const env = { DEFAULT_SPEAKER: "husein" };
  for (const VOICE_ALIASES of [undefined, "", "somebody=idayu"]) {
    const all = VOICE_ALIASES === undefined ? env : { ...env, VOICE_ALIASES };
    const catalogue = catalogueOf([OPEN, SMALL], all);
    for (const name of OPENAI_VOICES)
      for (const voice of [name, name.toUpperCase(), `${name[0]?.toUpperCase()}${name.slice(1)}`])
        expect([voice, findVoice(catalogue, "lm", voice).voice]).toEqual([voice, "husein"]);
  }
});

test("findVoice() - an engine that takes any voice name gets configured voices as they are written", () => {
  const env = { DEFAULT_SPEAKER: "husein", VOICE_ALIASES: "alloy=Idayu" };
  const catalogue = catalogueOf([OPEN], env);
  const voices = ["HUSEIN", "IDAYU", "Alloy", "Somebody"];
  expect(voices.map((voice) => findVoice(catalogue, null, voice).voice)).toEqual([
    "husein",
    "Idayu",
    "Idayu",
    "Somebody",
  ]);
});

test("findVoice() - prefers a real name to an alias of the same name", () => {
  const env = { MODEL_ALIASES: "large=fake", VOICE_ALIASES: "ben=anna" };
  const catalogue = catalogueOf([SMALL, LARGE], env);
  expect(findVoice(catalogue, "large", null).engine.id).toBe("large");
  expect(findVoice(catalogue, null, "ben").voice).toBe("ben");
});

test("createCatalogue() - rejects an alias whose target does not exist", () => {
  expect(() => catalogueOf([SMALL], { MODEL_ALIASES: "tts-1=xtts" })).toThrow(
    /`MODEL_ALIASES` .*fake.*got tts-1=xtts$/,
  );
  expect(() => catalogueOf([SMALL], { VOICE_ALIASES: "alloy=zoe" })).toThrow(
    /`VOICE_ALIASES` .*anna, ben.*got alloy=zoe$/,
  );
});

test("createCatalogue() - requires the default voice to be a voice of the first engine", () => {
  expect(() => catalogueOf([{ ...SMALL, voices: [], openVoices: true }])).toThrow(
    /`DEFAULT_SPEAKER` .*got nothing.*SPEAKERS/,
  );
  expect(() => catalogueOf([SMALL, LARGE], { DEFAULT_SPEAKER: "zoe" })).toThrow(
    /`DEFAULT_SPEAKER` .*anna, ben.*got "zoe"$/,
  );
});

test("findVoice() - without a voice, selects the default voice if the engine lists it, otherwise the engine's first voice", () => {
  const third: Engine = { ...SMALL, id: "third", voices: [...LARGE.voices, ...SMALL.voices] };
  const catalogue = catalogueOf([SMALL, LARGE, third], { DEFAULT_SPEAKER: "ben" });
  const voiceOf = (model: string) => findVoice(catalogue, model, null).voice;
  expect([voiceOf("fake"), voiceOf("large"), voiceOf("third")]).toEqual(["ben", "husein", "ben"]);
});

test("findVoice() - selects the default voice for the first engine even if that engine lists no voices", () => {
  const open = { ...LARGE, voices: [], openVoices: true };
  const catalogue = catalogueOf([open], { DEFAULT_SPEAKER: "somebody" });
  expect(findVoice(catalogue, null, null).voice).toBe("somebody");
});

test("findVoice() - takes Kokoro's name of a voice that exists, unless a voice or an alias has that name", () => {
  const natural: Engine = { ...SMALL, id: "natural", voices: [{ id: "heart", name: "Heart" }] };
  const kokoro: Engine = { ...SMALL, id: "kokoro", voices: [{ id: "af_heart", name: "Heart" }] };
  const found = (engines: readonly Engine[], env = {}) =>
    findVoice(catalogueOf(engines, env), null, "af_heart");
  expect(found([SMALL, natural])).toEqual({ engine: natural, voice: "heart" });
  expect(found([natural, kokoro])).toEqual({ engine: kokoro, voice: "af_heart" });
  expect(found([SMALL, natural], { VOICE_ALIASES: "af_heart=ben" }).voice).toBe("ben");
  expect(() => found([SMALL])).toThrow(/got "af_heart"$/);
  expect(() => findVoice(catalogueOf([natural]), null, "af_kore")).toThrow(/got "af_kore"$/);
});
