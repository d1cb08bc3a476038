import { z } from "zod";
import { AUDIO_FORMATS, FORMAT_ALIASES, RATES_HZ } from "../src/audio/encode/form.ts";
import { CAPTION_FORMATS } from "../src/captions/subtitles.ts";
import type { Sampling } from "../src/engine.ts";
import { shownJson } from "../src/message.ts";
import { LANGUAGES } from "../src/text/speak/verbaliser.ts";
import type { Config } from "./config.ts";

function between(low: number, high: number) {
  const allowed = `a number from ${low} to ${high}`;
  return z.number(allowed).min(low, allowed).max(high, allowed).nullish();
}

function oneOf<const T extends readonly [string, ...string[]]>(choices: T) {
  return z.enum(choices, { error: `one of ${choices.join(", ")}` }).nullish();
}

/** As oneOf, in upper or lower case. */
function oneOfInAnyCase<const T extends readonly [string, ...string[]]>(choices: T) {
  const lower = (value: unknown) => (typeof value === "string" ? value.toLowerCase() : value);
  return z.preprocess(lower, oneOf(choices));
}

function boolean() {
  return z.boolean("true or false").nullish();
}

const positive = "a number greater than 0";
const positiveInteger = "a whole number of at least 1";
/** Longest transcript of a recording, UTF-16 units. 30 s of fast speech are about 600 units. */
const MAX_REFERENCE = 2000;
/** Maximum number of entries of a lexicon, and maximum number of characters of each of its words. */
const MAX_WORDS = 100;
const MAX_WORD_LENGTH = 100;
/** Unknown switches that an error names at most. */
const MAX_NAMED = 5;
const sampling = "sampling parameter of the speech LM; other engines ignore it";
const aVoice = 'a name, or an object like {"id": "name"}';

const aText = z.string("a text").regex(/\S/, "a text that is not blank");
const input = aText.describe("the text to speak: not blank, at most MAX_INPUT_CHARS characters");

const aWord = z
  .string("a text")
  .regex(/\S/, "a text that is not blank")
  .max(MAX_WORD_LENGTH, `a text of at most ${MAX_WORD_LENGTH} characters`);
const lexicon = z
  .record(aWord, aWord, "an object that maps words to how they are spoken")
  .refine((words) => Object.keys(words).length <= MAX_WORDS, `at most ${MAX_WORDS} words`)
  .nullish();

const aRate = `a whole number of hertz from ${RATES_HZ.min} to ${RATES_HZ.max}`;
const sampleRate = z.int(aRate).min(RATES_HZ.min, aRate).max(RATES_HZ.max, aRate).nullish();

const switches = {
  language: oneOf(["auto", ...LANGUAGES]).describe(
    "language of numbers and signs where nothing in the text decides, also in texts of other languages; `auto`: DEFAULT_LANGUAGE, and other languages stay as written",
  ),
  markdown: boolean().describe("whether Markdown and HTML markup is removed"),
  reasoning: oneOf(["skip", "read"]).describe("how `<think>…</think>` at the start is handled"),
  code: oneOf(["skip", "announce", "read"]).describe("how fenced code is handled"),
  lists: oneOf(["count", "silent"]).describe("whether list numbers are spoken"),
  emoji: oneOf(["drop", "name"]).describe("whether emoji are named"),
  numbers: boolean().describe("whether numbers, dates, times, money and formulas become words"),
  units: boolean().describe("whether units of measurement become words"),
  phones: boolean().describe("whether phone and identity numbers are read digit by digit"),
  emails: boolean().describe("whether e-mail addresses are spoken"),
  urls: boolean().describe("whether web addresses, file names, hashtags and handles are spoken"),
  abbreviations: boolean().describe("whether abbreviations and symbols become words"),
  letters: oneOf(["spell", "keep"]).describe("whether runs of capitals such as KLCC are spelled"),
  date_order: oneOf(["dmy", "mdy", "ymd"]).describe(
    "order of dates such as 3/4/2025; DATE_ORDER by default",
  ),
  lexicon: lexicon.describe("words and how they are spoken; before LEXICON_FILE"),
};

const someSwitches = z.strictObject(switches, {
  error: ({ code, keys }) =>
    code === "unrecognized_keys"
      ? `an object without the unknown ${keys.length === 1 ? "key" : "keys"} ${keys.slice(0, MAX_NAMED).map(shownJson).join(", ")} (known: ${Object.keys(switches).join(", ")})`
      : "an object",
});

const normalize = z
  .union([z.boolean(), someSwitches], { error: "true, false, or an object of switches" })
  .nullish()
  .describe(
    "true (default): the text is normalized; false: words and punctuation are kept; an object: sets each switch separately",
  );

/** The body of POST /v1/audio/normalize. */
export const normalizeBody = z.object({ input, normalize }, "a JSON object");

export type NormalizeBody = z.output<typeof normalizeBody>;

/**
 * The body of POST /v1/audio/speech. null means the default, because OpenAI's clients send null. Unknown fields are
 * ignored.
 */
export const speechBody = z.object(
  {
    input,
    model: z
      .string("a model name")
      .nullish()
      .describe("`hibari`, `flite`, `neucodec`, or an alias of one"),
    voice: z
      .union([z.string(), z.object({ id: z.string("a name") })], { error: aVoice })
      .nullish()
      .describe("a voice of /v1/audio/voices or an alias of one, as a string or as `{id}`"),
    response_format: oneOfInAnyCase([
      ...AUDIO_FORMATS,
      ...FORMAT_ALIASES,
      ...CAPTION_FORMATS,
    ]).describe(
      "default `mp3`; `pcm` is 16 bit, little-endian, mono; `ulaw` and `alaw` are G.711 at 8 kHz without a header; `srt` and `vtt` are captions without audio",
    ),
    sample_rate: sampleRate.describe(
      "sample rate of `pcm` and `wav`, Hz; 24000 by default. `ulaw` and `alaw` take only their 8000",
    ),
    speed: between(0.25, 4).describe("default 1; the pitch is kept"),
    stream: boolean().describe(
      "true (default): audio is streamed while it is synthesised; false: the complete file",
    ),
    stream_format: oneOfInAnyCase(["audio", "sse"]).describe(
      "default `audio`; `sse`: OpenAI's server-sent events",
    ),
    timestamps: boolean().describe(
      "with `stream_format` `sse`: also an event `speech.audio.word` for each word, `start` and `end` in seconds, `from` and `to` its place in `input`, code points",
    ),
    temperature: z
      .number("a number of at least 0")
      .min(0, "a number of at least 0")
      .nullish()
      .describe(sampling),
    top_p: between(0, 1).describe(sampling),
    repetition_penalty: z.number(positive).positive(positive).nullish().describe(sampling),
    max_tokens: z
      .int(positiveInteger)
      .min(1, positiveInteger)
      .nullish()
      .describe("longest generation of the speech LM per utterance, tokens"),
    seed: z.int("a whole number").nullish().describe(sampling),
    playback_speed: between(0.1, 10).describe(
      "hop between codec windows, seconds; longer while no listener needs audio soon",
    ),
    playback_overlap_speed: between(0, 2).describe(
      "context that a codec window adds on each side of its hop, seconds",
    ),
    normalize,
    instructions: z.string("a text").nullish().describe("accepted; no engine uses it"),
  },
  "a JSON object",
);

export type SpeechBody = z.output<typeof speechBody>;

/** The body of Kokoro's POST /dev/captioned_speech. */
export const captionedBody = speechBody.omit({ stream_format: true, timestamps: true }).extend({
  response_format: oneOfInAnyCase([...AUDIO_FORMATS, ...FORMAT_ALIASES]).describe("default `mp3`"),
  stream: boolean().describe("true (default): one object a line, while it is synthesised"),
  return_timestamps: boolean().describe("false: `timestamps` is empty"),
});

export type CaptionedBody = z.output<typeof captionedBody>;

/** The form of POST /v1/audio/vc. Fields other than texts and files are parsed from JSON. */
export const cloneBody = speechBody.omit({ input: true, voice: true }).extend({
  reference_audio: z
    .file("a sound file")
    .describe("a recording of 0.5 to 30 s: wav, mp3, flac, or ogg with Opus or Vorbis"),
  reference_text: aText
    .max(MAX_REFERENCE, `a text of at most ${MAX_REFERENCE} characters`)
    .describe("transcript of the recording"),
  generate_text: aText.describe("the text to speak; at most MAX_INPUT_CHARS characters"),
});

type SamplingDefaults = Pick<
  Config,
  "DEFAULT_TEMPERATURE" | "DEFAULT_REPETITION_PENALTY" | "DEFAULT_MAX_TOKENS"
>;

/** Returns the sampling parameters of a request; absent parameters have the defaults of the configuration. */
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
