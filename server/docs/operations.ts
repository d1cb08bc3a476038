import type { z } from "zod";
import * as answers from "./answers.ts";
import { listing, OTHER_APIS, SPEECH_ERRORS } from "./otherApis.ts";
import { deepgramBody } from "../routes/deepgram.ts";
import { elevenLabsBody } from "../routes/elevenLabs/body.ts";
import { captionedBody, cloneBody, normalizeBody, speechBody } from "../schemas.ts";

/** Schemas of the API description, by name. */
export const SCHEMAS = {
  SpeechRequest: speechBody,
  CaptionedRequest: captionedBody,
  CloneRequest: cloneBody,
  DeepgramRequest: deepgramBody,
  ElevenLabsRequest: elevenLabsBody,
  NormalizeRequest: normalizeBody,
  AlignedAnswer: answers.alignedAnswer,
  ElevenLabsVoices: answers.elevenLabsVoicesAnswer,
  ElevenLabsPage: answers.elevenLabsPageAnswer,
  ElevenLabsVoice: answers.elevenLabsVoiceAnswer,
  CaptionedAnswer: answers.captionedAnswer,
  NormalizeAnswer: answers.normalizeAnswer,
  Voices: answers.voicesAnswer,
  Speakers: answers.speakersAnswer,
  AudioModels: answers.audioModelsAnswer,
  Models: answers.modelsAnswer,
  Model: answers.modelAnswer,
  Health: answers.healthAnswer,
  Ready: answers.readyAnswer,
  Error: answers.errorAnswer,
} as const satisfies Record<string, z.ZodType>;

export type SchemaName = keyof typeof SCHEMAS;

/** The meaning of each error status. */
export const ERRORS = {
  400: "The request is invalid. `param` names the field and `message` says what was expected.",
  401: "API_KEYS is set and the bearer key is missing or wrong.",
  404: "The model does not exist.",
  408: "The request body timed out.",
  413: "The request body exceeds the limit.",
  415: "The Content-Type or audio format is not supported.",
  426: "The path is a WebSocket.",
  429: "The server is at capacity. Retry after `Retry-After` seconds.",
  500: "An engine failed on this request.",
  501: "No encoder is configured (ENCODER_MODEL).",
  502: "The speech LM refused the request, broke the connection or sent an invalid response.",
  503: "The server is not ready, or is shutting down.",
  504: "The request made no progress for REQUEST_TIMEOUT_S.",
} as const;

export type ErrorStatus = keyof typeof ERRORS;

interface PathParameter {
  readonly meaning: string;
  /** A value with which the route answers with 200. */
  readonly example: string;
}

export interface Operation {
  readonly method: "get" | "post";
  /** Parameters are in braces. */
  readonly path: string;
  readonly parameters?: Readonly<Record<string, PathParameter>>;
  /** Optional parameters of the query, with their meanings. */
  readonly query?: Readonly<Record<string, string>>;
  readonly tag: "speech" | "listings" | "operations";
  readonly id: string;
  readonly summary: string;
  readonly body?: {
    readonly schema: SchemaName;
    readonly type: "application/json" | "multipart/form-data";
    readonly examples: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  /** Body of a 200: JSON of a schema, audio, or another content type. A socket answers 101. */
  readonly answer: SchemaName | "sound" | "socket" | { readonly type: string };
  /** Another status with the same schema as 200. */
  readonly alsoStatus?: ErrorStatus;
  readonly errors: readonly ErrorStatus[];
}

const BODY_ERRORS = [400, 401, 408, 413, 415] as const;

/** All routes of the server; a test compares them with the routes of the app. */
export const OPERATIONS: readonly Operation[] = [
  {
    method: "post",
    path: "/v1/audio/speech",
    tag: "speech",
    id: "createSpeech",
    summary: "Speaks a text as streamed audio, a complete file, or server-sent events",
    body: {
      schema: "SpeechRequest",
      type: "application/json",
      examples: {
        short: { input: "Hello! How can I help you?" },
        file: { input: "A complete file.", response_format: "wav", stream: false, voice: "slt" },
        events: { input: "As events.", model: "gpt-4o-mini-tts", stream_format: "sse" },
        plain: { input: "Speak *this* unchanged.", normalize: false, speed: 1.25 },
      },
    },
    answer: "sound",
    errors: SPEECH_ERRORS,
  },
  ...OTHER_APIS,
  captioned("/v1/audio/captioned_speech", "createCaptionedSpeech"),
  captioned("/dev/captioned_speech", "createCaptionedSpeechAsKokoro"),
  {
    method: "post",
    path: "/v1/audio/vc",
    tag: "speech",
    id: "cloneVoice",
    summary: "Speaks a text in the voice of an uploaded recording",
    body: { schema: "CloneRequest", type: "multipart/form-data", examples: {} },
    answer: "sound",
    errors: [...BODY_ERRORS, 404, 429, 500, 501, 502, 503, 504],
  },
  {
    method: "post",
    path: "/v1/audio/normalize",
    tag: "speech",
    id: "normalizeText",
    summary: "Returns the text that would be spoken, and for each piece its part of the input",
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
  {
    ...listing("/v1/audio/voices", "listVoices", "Lists the voices; the default voice is first"),
    answer: "Voices",
  },
  {
    ...listing("/v1/audio/speaker", "listSpeakers", "Lists the names of the voices"),
    answer: "Speakers",
  },
  { ...listing("/v1/audio/models", "listAudioModels", "Lists the engines"), answer: "AudioModels" },
  {
    ...listing(
      "/v1/models",
      "listModels",
      "Lists the engines and their aliases in OpenAI's format",
    ),
    answer: "Models",
  },
  {
    ...listing("/v1/models/{model}", "retrieveModel", "Returns one engine or alias"),
    parameters: { model: { meaning: "name of an engine or alias", example: "tts-1" } },
    answer: "Model",
    errors: [401, 404],
  },
  {
    ...operation("/health", "health", "Reports that the process is alive"),
    answer: "Health",
    errors: [],
  },
  {
    ...operation("/ready", "ready", "Reports whether the server is ready for speech requests"),
    answer: "Ready",
    alsoStatus: 503,
    errors: [],
  },
  {
    ...operation("/metrics", "metrics", "Returns metrics for Prometheus"),
    answer: { type: "text/plain" },
    errors: [],
  },
  {
    ...operation("/openapi.json", "openapi", "Returns this API as an OpenAPI document"),
    answer: { type: "application/json" },
    errors: [],
  },
  {
    ...operation("/docs", "docs", "Returns this API as a page, with a form to try it"),
    answer: { type: "text/html" },
    errors: [],
  },
  {
    ...operation("/", "playground", "Returns the playground: a page to hear and compare voices"),
    answer: { type: "text/html" },
    errors: [],
  },
  {
    ...operation("/live", "live", "Returns a page with the load of the server as it is"),
    answer: { type: "text/html" },
    errors: [],
  },
  {
    ...listing("/live/events", "liveEvents", "Sends the load of the server each second"),
    tag: "operations",
    answer: { type: "text/event-stream" },
  },
  {
    ...operation("/page/{file}", "pageFile", "Returns a script or a style of the pages"),
    parameters: { file: { meaning: "name of the file", example: "style.css" } },
    answer: { type: "text/css" },
    errors: [404],
  },
];

/** Returns the path of an operation with the examples of its parameters. */
export function examplePath({ path, parameters = {} }: Operation): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => parameters[name]?.example ?? "");
}

function captioned(path: string, id: string) {
  return {
    method: "post",
    path,
    tag: "speech",
    id,
    summary: "Speaks a text as audio in base64 with the time of each word, one object a line",
    body: {
      schema: "CaptionedRequest",
      type: "application/json",
      examples: { whole: { input: "Hello, how are you?", stream: false } },
    },
    answer: "CaptionedAnswer",
    errors: SPEECH_ERRORS,
  } as const;
}

function operation(path: string, id: string, summary: string) {
  return { method: "get", path, tag: "operations", id, summary } as const;
}
