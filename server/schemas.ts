import { z } from "zod";
import { AUDIO_FORMATS } from "../src/audio/encode/encode.ts";
import type { Sampling } from "../src/engine.ts";
import type { Config } from "./config.ts";

function between(low: number, high: number) {
  const allowed = `a number from ${low} to ${high}`;
  return z.number(allowed).min(low, allowed).max(high, allowed).nullish();
}

function oneOf<const T extends readonly [string, ...string[]]>(choices: T) {
  return z.enum(choices, { error: `one of ${choices.join(", ")}` }).nullish();
}

function boolean() {
  return z.boolean("true or false").nullish();
}

const positive = "a number greater than 0";
const wholePositive = "a whole number from 1";
/** Nobody says more in the longest recording that is taken, UTF-16 units. */
const MOST_REFERENCE = 2000;
/** Words that a request may bring along, and how long each may be. */
const MOST_WORDS = 100;
const LONGEST_WORD = 100;
const sampling = "sampling of the speech LM; the embedded voice ignores it";
const noEffect = "accepted; has no effect yet";
const aVoice = 'a name, or an object like {"id": "name"}';

const aText = z.string("a text").regex(/\S/, "a text that is not blank");
const input = aText.describe("the text; not blank, at most MAX_INPUT_CHARS characters");

const aWord = z.string("a text").max(LONGEST_WORD, `a text of at most ${LONGEST_WORD} characters`);
const lexicon = z
  .record(aWord, aWord, "an object of words and how each is spoken")
  .refine((words) => Object.keys(words).length <= MOST_WORDS, `at most ${MOST_WORDS} words`)
  .nullish();

const switches = {
  markdown: boolean().describe("whether markdown and HTML are taken off"),
  code: oneOf(["skip", "announce", "read"]).describe("what becomes of fenced code"),
  lists: oneOf(["count", "silent"]).describe("whether the numbers of a list are spoken"),
  emoji: oneOf(["drop", "name"]).describe("`name` has no effect yet: emoji are dropped"),
  language: oneOf(["auto", "en", "ms", "zh"]).describe(noEffect),
  numbers: boolean().describe(noEffect),
  urls: boolean().describe(noEffect),
  emails: boolean().describe(noEffect),
  phones: boolean().describe(noEffect),
  units: boolean().describe(noEffect),
  abbreviations: boolean().describe(noEffect),
  letters: oneOf(["spell", "keep"]).describe(noEffect),
  date_order: oneOf(["dmy", "mdy", "ymd"]).describe(noEffect),
  lexicon: lexicon.describe(noEffect),
};

const someSwitches = z.strictObject(switches, {
  error: ({ code, keys }) =>
    code === "unrecognized_keys"
      ? `an object without the unknown ${keys.length === 1 ? "key" : "keys"} ${keys.map((key) => JSON.stringify(key)).join(", ")} (known: ${Object.keys(switches).join(", ")})`
      : "an object",
});

const normalize = z
  .union([z.boolean(), someSwitches], { error: "true, false, or an object of switches" })
  .nullish()
  .describe(
    "true (default): the text is made speakable; false: its words and marks stay as given; or the switches one by one",
  );

/** The body of POST /v1/audio/normalize. */
export const normalizeBody = z.object({ input, normalize }, "a JSON object");

export type NormalizeBody = z.output<typeof normalizeBody>;

/**
 * The body of POST /v1/audio/speech as it comes over the wire. null means the default, as in the schemas of
 * OpenAI's clients; fields that are not listed are ignored.
 */
export const speechBody = z.object(
  {
    input,
    model: z
      .string("a model name")
      .nullish()
      .describe("`flite`, `neucodec`, or another name for one"),
    voice: z
      .union([z.string(), z.object({ id: z.string("a name") })], { error: aVoice })
      .nullish()
      .describe("a name of /v1/audio/voices, or another name for one; as an object `{id}` too"),
    response_format: oneOf(AUDIO_FORMATS).describe("`mp3` by default; `pcm`: 24 kHz, 16 bit, mono"),
    speed: between(0.25, 4).describe("1 by default; the pitch stays"),
    stream: boolean().describe("true or omitted: audio as it is made; false: the whole file"),
    stream_format: oneOf(["audio", "sse"]).describe("`audio` by default; `sse`: OpenAI's events"),
    temperature: z.number("a number from 0").min(0, "a number from 0").nullish().describe(sampling),
    top_p: between(0, 1).describe(sampling),
    repetition_penalty: z.number(positive).positive(positive).nullish().describe(sampling),
    max_tokens: z
      .int(wholePositive)
      .min(1, wholePositive)
      .nullish()
      .describe("longest generation of the speech LM, for each utterance"),
    seed: z.int("a whole number").nullish().describe(sampling),
    playback_speed: between(0.1, 10).describe("largest hop of the codec's windows, seconds"),
    playback_overlap_speed: between(0, 2).describe("context on each side of a hop, seconds"),
    normalize,
    instructions: z.string("a text").nullish().describe("accepted; no engine here uses it"),
  },
  "a JSON object",
);

export type SpeechBody = z.output<typeof speechBody>;

/** The fields of the form of POST /v1/audio/vc, the texts of other fields parsed. */
export const cloneBody = speechBody.omit({ input: true, voice: true }).extend({
  reference_audio: z
    .file("a sound file")
    .describe("a recording of 0.5 to 30 s: wav, mp3, flac, or ogg with Opus or Vorbis"),
  reference_text: aText
    .max(MOST_REFERENCE, `a text of at most ${MOST_REFERENCE} characters`)
    .describe("what is said in the recording"),
  generate_text: aText.describe("the text to speak; at most MAX_INPUT_CHARS characters"),
});

type SamplingDefaults = Pick<
  Config,
  "DEFAULT_TEMPERATURE" | "DEFAULT_REPETITION_PENALTY" | "DEFAULT_MAX_TOKENS"
>;

export function toSampling(body: SpeechBody, defaults: SamplingDefaults): Sampling {
  return {
    temperature: body.temperature ?? defaults.DEFAULT_TEMPERATURE,
    topP: body.top_p ?? 1,
    repetitionPenalty: body.repetition_penalty ?? defaults.DEFAULT_REPETITION_PENALTY,
    maxTokens: body.max_tokens ?? defaults.DEFAULT_MAX_TOKENS,
    maxTokensSet: body.max_tokens !== undefined && body.max_tokens !== null,
    ...(body.seed === undefined || body.seed === null ? {} : { seed: body.seed }),
  };
}
