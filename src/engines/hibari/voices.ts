import type { Voice } from "../../engine.ts";

/** A voice of hibari: one graph each. */
export interface HibariVoice extends Voice {
  /** Name of the graph's file. */
  readonly file: string;
}

const COMMON = { speaks: ["en", "ms"], licence: "Apache-2.0" } as const;

/** All voices, the default first. Those without a file are not opened. */
export const HIBARI_VOICES: readonly HibariVoice[] = [
  {
    id: "heart",
    name: "Heart (female, US)",
    language: "en-US",
    gender: "female",
    file: "hibari.onnx",
    ...COMMON,
  },
  {
    id: "emma",
    name: "Emma (female, British)",
    language: "en-GB",
    gender: "female",
    file: "emma.onnx",
    ...COMMON,
  },
  {
    id: "fenrir",
    name: "Fenrir (male, US)",
    language: "en-US",
    gender: "male",
    file: "fenrir.onnx",
    ...COMMON,
  },
  {
    id: "fable",
    name: "Fable (male, British)",
    language: "en-GB",
    gender: "male",
    file: "fable.onnx",
    ...COMMON,
  },
  {
    id: "kore",
    name: "Kore (female, US)",
    language: "en-US",
    gender: "female",
    file: "kore.onnx",
    ...COMMON,
  },
];
