import { expect, test } from "bun:test";
import { createCatalogue } from "../catalogue.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { infoEvent } from "./info.ts";
import { wyomingVoice } from "./settings.ts";

const first = createFakeEngine();
/** A second engine with a voice of the same name and one of another language. */
const second = {
  ...createFakeEngine(),
  id: "other",
  voices: [
    { id: "anna", name: "Other Anna" },
    { id: "li", name: "Li", language: "zh-CN", speaks: ["zh", "en"] as const },
  ],
};
const catalogue = createCatalogue([first, second], {
  defaultVoice: "ben",
  voiceAliases: new Map([["alloy", "ben"]]),
  modelAliases: new Map(),
});

test("every voice is listed once with its languages, the default one first", () => {
  const { type, data } = infoEvent(catalogue);
  expect(type).toBe("info");
  expect(data).toMatchObject({
    asr: [],
    tts: [
      {
        name: "utter",
        installed: true,
        supports_synthesize_streaming: true,
        voices: [
          { name: "ben", description: "Ben", languages: ["en", "ms", "zh"], installed: true },
          { name: "anna", description: "Anna", attribution: { name: "fake" } },
          { name: "li", languages: ["zh-CN", "en"], attribution: { name: "other" } },
        ],
      },
    ],
  });
});

test("a voice is found by name, alias or language; without them it is the default one", () => {
  const idOf = (voice: Parameters<typeof wyomingVoice>[0]) => wyomingVoice(voice, catalogue).voice;
  expect(idOf({ name: "li" })).toBe("li");
  expect(idOf({ name: "alloy", language: "zh" })).toBe("ben");
  expect(idOf({ language: "en_US" })).toBe("ben");
  expect(idOf({ language: "fr" })).toBe("ben");
  expect(idOf(null)).toBe("ben");
  expect(() => idOf({ name: "nobody" })).toThrow("anna");
});

test("a language that the default voice lacks is spoken by the first voice that has it", () => {
  const english = createFakeEngine();
  Object.assign(english, {
    voices: [{ id: "amy", name: "Amy", language: "en-GB", speaks: ["en"] }],
  });
  const mixed = createCatalogue([english, second], {
    defaultVoice: "amy",
    voiceAliases: new Map(),
    modelAliases: new Map(),
  });
  expect(wyomingVoice({ language: "en-US" }, mixed).voice).toBe("amy");
  expect(wyomingVoice({ language: "zh" }, mixed)).toMatchObject({ voice: "anna", engine: second });
});
