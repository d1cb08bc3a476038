import { expect, test } from "bun:test";
import type { Wire } from "../wire.ts";
import { deepgramWire } from "./deepgram.ts";
import { createElevenLabs, createStreamInput } from "./elevenLabs.ts";
import { vllmOmniWire } from "./vllmOmni.ts";

const deepgram = (): Wire => deepgramWire({ requestId: "r1", voice: "anna", wantsWords: false });
const vllmOmni = (): Wire => vllmOmniWire({ settingsOf: () => ({}), maxChars: 4096 });

/** Returns the misspelt fields that a wire finds in a message, each with the field that was meant. */
const found = (wire: Wire, message: object): readonly string[] =>
  wire
    .read(JSON.stringify(message))
    .flatMap((command) => (command.do === "ignore" ? command.misspelt : []))
    .map(({ field, meant }) => `${field} ${meant}`);

const MISSPELT: readonly (readonly [string, () => Wire, object, readonly string[]])[] = [
  ["multi-stream-input", createElevenLabs, { txt: "Hi", context_id: "a" }, ["txt text"]],
  [
    "multi-stream-input",
    createElevenLabs,
    { text: "Hi ", contextid: "a" },
    ["contextid contextId"],
  ],
  ["multi-stream-input", createElevenLabs, { text: 5, flsh: true }, ["flsh flush"]],
  ["multi-stream-input", createElevenLabs, { close_soket: true }, ["close_soket close_socket"]],
  [
    "stream-input",
    createStreamInput,
    { text: " ", voice_settings: { sped: 1.2 }, generation_confg: {} },
    ["generation_confg generation_config", "voice_settings.sped voice_settings.speed"],
  ],
  ["deepgram", deepgram, { type: "Speak", txt: "Hi" }, ["txt text"]],
  ["deepgram", deepgram, { type: "Clear", playbackms: 5 }, ["playbackms playback_ms"]],
  ["vllm-omni", vllmOmni, { type: "session.config", vioce: "anna" }, ["vioce voice"]],
];

test.each(MISSPELT)(
  "%s: the misspelt fields of a message are found",
  (_, create, message, expected) => {
    expect(found(create(), message)).toEqual([...expected]);
  },
);

test("fields of a vendor that have no effect, and fields far from every known one, are not misspelt", () => {
  const opening = {
    text: " ",
    voice_settings: { stability: 0.5, similarity_boost: 0.8, style: 0, use_speaker_boost: true },
    generation_config: { chunk_length_schedule: [120] },
    xi_api_key: "any",
    try_trigger_generation: true,
    traceparent: "00-1",
  };
  expect(found(createElevenLabs(), opening)).toEqual([]);
  expect(found(createStreamInput(), opening)).toEqual([]);
  expect(found(deepgram(), { type: "Speak", text: "Hi", trace: "1" })).toEqual([]);
  expect(
    found(vllmOmni(), { type: "session.config", voice: "anna", model: "m", task_type: "Base" }),
  ).toEqual([]);
});
