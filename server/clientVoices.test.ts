import { expect, test } from "bun:test";
import { createCatalogue } from "./catalogue.ts";
import { createClientVoices } from "./clientVoices.ts";
import { createFakeEngine } from "./engine.fake.ts";

const LISTED = "abcdefghij0123456789";
const ALIAS = "aura-mine";

function build(more: Readonly<Record<string, unknown>> = {}) {
  const fake = createFakeEngine();
  const voices = [...fake.voices, { id: LISTED, name: "listed" }];
  const lines: unknown[] = [];
  const catalogue = createCatalogue([Object.assign(fake, { voices, ...more })], {
    defaultVoice: "anna",
    voiceAliases: new Map([[ALIAS, "ben"]]),
    modelAliases: new Map(),
  });
  const find = createClientVoices(catalogue, (...line) => void lines.push(line));
  return { find: (voice: string | null) => find(voice).voice, lines };
}

test("an unknown name in the form of ElevenLabs' or Deepgram's is the default voice and is logged once", () => {
  const { find, lines } = build();
  for (const name of ["21m00Tcm4TlvDq8ikWAM", "aura-2-thalia-en", "21m00Tcm4TlvDq8ikWAM"])
    expect(find(name)).toBe("anna");
  expect(lines).toEqual([
    ["warn", "vendor_voice", { asked: "21m00Tcm4TlvDq8ikWAM", voice: "anna" }],
    ["warn", "vendor_voice", { asked: "aura-2-thalia-en", voice: "anna" }],
  ]);
});

test("a listed voice and an alias win, and no name is the default", () => {
  const { find, lines } = build();
  expect([LISTED, ALIAS, "ben", null].map(find)).toEqual([LISTED, "ben", "ben", "anna"]);
  expect(lines).toEqual([]);
});

test("a speech LM that knows any name does not get those of ElevenLabs and Deepgram", () => {
  const { find } = build({ openVoices: true });
  expect([find("aura-asteria-en"), find("someone")]).toEqual(["anna", "someone"]);
});

test("another unknown name is refused with the valid names", () => {
  expect(() => build().find("nobody")).toThrow("anna");
});
