import { z } from "zod";
import { AUDIO_FORMATS } from "../src/audio/encode.ts";
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
/** Words that a request may bring along, and how long each may be. */
const MOST_WORDS = 100;
const LONGEST_WORD = 100;
const noEffect = "accepted; has no effect yet";
const aVoice = 'a name, or an object like {"id": "name"}';

const input = z.string("a text").refine((text) => text.trim() !== "", "a text that is not blank");

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
      ? `an object without ${JSON.stringify(keys)}: it takes ${Object.keys(switches).join(", ")}`
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
    model: z.string("a model name").nullish(),
    voice: z.union([z.string(), z.object({ id: z.string("a name") })], { error: aVoice }).nullish(),
    response_format: oneOf(AUDIO_FORMATS),
    speed: between(0.25, 4),
    stream: boolean(),
    stream_format: oneOf(["audio", "sse"]),
    temperature: z.number("a number from 0").min(0, "a number from 0").nullish(),
    top_p: between(0, 1),
    repetition_penalty: z.number(positive).positive(positive).nullish(),
    max_tokens: z.int(wholePositive).min(1, wholePositive).nullish(),
    seed: z.int("a whole number").nullish(),
    playback_speed: between(0.1, 10),
    playback_overlap_speed: between(0, 2),
    normalize,
    instructions: z.string("a text").nullish(),
  },
  "a JSON object",
);

export type SpeechBody = z.output<typeof speechBody>;

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

export interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** What each choice of a union says. */
  readonly errors?: readonly (readonly Issue[])[];
}

/** Longest value of a client that an error message repeats, characters. */
const longestShown = 80;

/** Says which field of `body` is wrong, its value, and what would be right; never repeats the text to speak. */
export function describeIssue(
  outer: Issue,
  body: unknown,
): { message: string; param: string | null } {
  const { path, message } = innermost(outer, body);
  const [field] = path.map(String);
  if (field === undefined) return { message: `the body must be ${message}`, param: null };
  const name = path.map(String).join(".");
  const value = valueAt(body, path);
  if (value === undefined)
    return { message: `${name} is missing; it must be ${message}`, param: field };
  const shown = field === "input" && typeof value === "string" ? "a blank text" : shorten(value);
  return { message: `${name}: ${shown} is wrong; it must be ${message}`, param: field };
}

/** Of a union's choices the one that an object was meant to be; else the issue itself. */
function innermost(issue: Issue, body: unknown): Issue {
  const value = valueAt(body, issue.path);
  const inner = issue.errors?.at(-1)?.[0];
  if (inner === undefined || typeof value !== "object" || value === null) return issue;
  if (Array.isArray(value)) return issue;
  return innermost({ ...inner, path: [...issue.path, ...inner.path] }, body);
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : null),
    body,
  );
}

function shorten(value: unknown): string {
  const shown = JSON.stringify(value);
  return shown.length <= longestShown ? shown : `${shown.slice(0, longestShown)}…`;
}
