import type { z } from "zod";
import * as answers from "./answers.ts";
import { cloneBody, normalizeBody, speechBody } from "../schemas.ts";

/** Schemas of the API's description, by the name that they have there. */
export const SCHEMAS = {
  SpeechRequest: speechBody,
  CloneRequest: cloneBody,
  NormalizeRequest: normalizeBody,
  NormalizeAnswer: answers.normalizeAnswer,
  Voices: answers.voicesAnswer,
  Speakers: answers.speakersAnswer,
  AudioModels: answers.audioModelsAnswer,
  Models: answers.modelsAnswer,
  Health: answers.healthAnswer,
  Ready: answers.readyAnswer,
  Error: answers.errorAnswer,
} as const satisfies Record<string, z.ZodType>;

export type SchemaName = keyof typeof SCHEMAS;

/** What an error of a status means, for whoever reads it. */
export const ERRORS = {
  400: "The request is wrong: `param` names the field, the message what would be right.",
  401: "API_KEYS is set and the bearer key is missing or wrong.",
  404: "There is no such model.",
  408: "The body of the request did not arrive in time.",
  413: "The body is larger than the limit.",
  415: "The Content-Type is none that is read here.",
  429: "The server is at its capacity.",
  500: "An engine failed on this request.",
  501: "No encoder is configured (ENCODER_MODEL).",
  502: "The speech LM refused, broke or talked nonsense.",
  503: "The server is not ready, or is shutting down.",
  504: "Nothing moved for REQUEST_TIMEOUT_S.",
} as const;

export type ErrorStatus = keyof typeof ERRORS;

export interface Operation {
  readonly method: "get" | "post";
  readonly path: string;
  readonly tag: "speech" | "listings" | "operations";
  readonly id: string;
  readonly summary: string;
  readonly body?: {
    readonly schema: SchemaName;
    readonly type: "application/json" | "multipart/form-data";
    readonly examples: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  /** What 200 brings: JSON of a schema, sound, or a type that has no schema. */
  readonly answer: SchemaName | "sound" | { readonly type: string };
  /** A status other than 200 with the schema of 200. */
  readonly alike?: ErrorStatus;
  readonly errors: readonly ErrorStatus[];
}

const BODY_ERRORS = [400, 401, 408, 413, 415] as const;

/** Every route of the server; a test holds it to the routes that there are. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: "post",
    path: "/v1/audio/speech",
    tag: "speech",
    id: "createSpeech",
    summary: "Speaks a text: audio as it is made, the whole file, or events",
    body: {
      schema: "SpeechRequest",
      type: "application/json",
      examples: {
        short: { input: "Hello! How can I help you?" },
        whole: { input: "A whole file.", response_format: "wav", stream: false, voice: "slt" },
        events: { input: "As events.", model: "gpt-4o-mini-tts", stream_format: "sse" },
        plain: { input: "Read *this* as given.", normalize: false, speed: 1.25 },
      },
    },
    answer: "sound",
    errors: [...BODY_ERRORS, 404, 429, 500, 502, 503, 504],
  },
  {
    method: "post",
    path: "/v1/audio/vc",
    tag: "speech",
    id: "cloneVoice",
    summary: "Speaks a text in the voice of a recording",
    body: { schema: "CloneRequest", type: "multipart/form-data", examples: {} },
    answer: "sound",
    errors: [...BODY_ERRORS, 404, 429, 500, 501, 502, 503, 504],
  },
  {
    method: "post",
    path: "/v1/audio/normalize",
    tag: "speech",
    id: "normalizeText",
    summary: "What would be spoken of a text, and which part of it each piece came from",
    body: {
      schema: "NormalizeRequest",
      type: "application/json",
      examples: {
        markdown: { input: "# Hi\n\n**Bold** words 😀." },
        code: { input: "Run `it`:\n```\nls\n```", normalize: { code: "announce" } },
      },
    },
    answer: "NormalizeAnswer",
    errors: BODY_ERRORS,
  },
  listing("/v1/audio/voices", "listVoices", "The voices, the default one first", "Voices"),
  listing("/v1/audio/speaker", "listSpeakers", "The names of the voices", "Speakers"),
  listing("/v1/audio/models", "listAudioModels", "The engines", "AudioModels"),
  listing("/v1/models", "listModels", "The engines and their other names, as OpenAI's", "Models"),
  {
    ...operation("/health", "health", "Whether the process lives"),
    answer: "Health",
    errors: [],
  },
  {
    ...operation("/ready", "ready", "Whether it can take work"),
    answer: "Ready",
    alike: 503,
    errors: [],
  },
  {
    ...operation("/metrics", "metrics", "Counters and times for Prometheus"),
    answer: { type: "text/plain" },
    errors: [],
  },
  {
    ...operation("/openapi.json", "openapi", "This description"),
    answer: { type: "application/json" },
    errors: [],
  },
  {
    ...operation("/docs", "docs", "This description as a page, with a form to try it"),
    answer: { type: "text/html" },
    errors: [],
  },
];

function listing(path: string, id: string, summary: string, answer: SchemaName): Operation {
  return { method: "get", path, tag: "listings", id, summary, answer, errors: [401] };
}

function operation(path: string, id: string, summary: string) {
  return { method: "get", path, tag: "operations", id, summary } as const;
}
