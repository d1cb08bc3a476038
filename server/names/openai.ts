/**
 * The names of OpenAI's speech models: those of the type `SpeechModel` in the packages openai 7.59.0 (npm) and 3.57.0
 * (PyPI), and the dated ones that their documentation names.
 */
export const OPENAI_MODELS = [
  "tts-1",
  "tts-1-hd",
  "gpt-4o-mini-tts",
  "gpt-4o-mini-tts-2025-12-15",
  "gpt-4o-mini-tts-2025-03-20",
  "tts-1-1106",
  "tts-1-hd-1106",
] as const;

/** The names of OpenAI's voices, from the documentation of `voice` in the same packages. */
export const OPENAI_VOICES = [
  "alloy",
  "ash",
  "ballad",
  "cedar",
  "coral",
  "echo",
  "fable",
  "marin",
  "nova",
  "onyx",
  "sage",
  "shimmer",
  "verse",
] as const;
