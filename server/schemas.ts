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
const aVoice = 'a name, or an object like {"id": "name"}';

/**
 * The body of POST /v1/audio/speech as it comes over the wire. null means the default, as in the schemas of
 * OpenAI's clients; fields that are not listed are ignored.
 */
export const speechBody = z.object(
  {
    input: z.string("a text").refine((text) => text.trim() !== "", "a text that is not blank"),
    model: z.string("a model name").nullish(),
    voice: z.union([z.string(), z.object({ id: z.string() })], { error: aVoice }).nullish(),
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
    normalize: boolean(),
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

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Longest value of a client that an error message repeats, characters. */
const longestShown = 80;

/** Says which field of `body` is wrong, its value, and what would be right; never repeats the text to speak. */
export function describeIssue(
  issue: Issue,
  body: unknown,
): { message: string; param: string | null } {
  const field = issue.path[0] === undefined ? null : String(issue.path[0]);
  if (field === null) return { message: `the body must be ${issue.message}`, param: null };
  const value: unknown =
    typeof body === "object" && body !== null ? Reflect.get(body, field) : null;
  if (value === undefined)
    return { message: `${field} is missing; it must be ${issue.message}`, param: field };
  const shown = field === "input" && typeof value === "string" ? "a blank text" : shorten(value);
  return { message: `${field}: ${shown} is wrong; it must be ${issue.message}`, param: field };
}

function shorten(value: unknown): string {
  const shown = JSON.stringify(value);
  return shown.length <= longestShown ? shown : `${shown.slice(0, longestShown)}…`;
}
