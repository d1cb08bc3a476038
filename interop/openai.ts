import OpenAI, {
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  type ClientOptions,
  NotFoundError,
  RateLimitError,
} from "openai";
import { Stream } from "openai/core/streaming";
import { type Case, must } from "./cases.ts";
import {
  type TestServer,
  occupy,
  ONE_AT_A_TIME,
  untilInFlight,
  withSettings,
} from "./testServer.ts";

const TEXT = "The quick brown fox jumps over the lazy dog. That is all there is to say.";
const LONG_TEXT = "This sentence is one of many. ".repeat(13_000);
const SPEECH = { model: "tts-1", voice: "alloy", input: TEXT } as const;

/** Cases of the official openai package with the server as its base URL. */
export const OPENAI: readonly Case<TestServer>[] = [
  { id: "openai-whole", claim: "the package gets a complete file", run: complete },
  {
    id: "openai-stream",
    claim: "the streamed body has the same bytes as the file",
    run: live,
  },
  {
    id: "openai-sse",
    claim: "the package's event reader gets the same bytes as the file, then the usage",
    run: events,
  },
  { id: "openai-formats", claim: "every response_format has its own Content-Type", run: formats },
  {
    id: "openai-models",
    claim: "models.list() lists the models, models.retrieve() gets each",
    run: models,
  },
  { id: "openai-errors", claim: "errors become the package's own classes", run: errors },
  {
    id: "openai-full",
    claim: "overload becomes RateLimitError, and the package's retry succeeds",
    run: full,
  },
  { id: "openai-abort", claim: "an abort rejects the call and frees the slot", run: abort },
];

function open(url: string, options: ClientOptions = {}): OpenAI {
  return new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0, ...options });
}

async function bytesOf(client: OpenAI, format: "mp3" | "pcm"): Promise<Buffer> {
  const response = await client.audio.speech.create({ ...SPEECH, response_format: format });
  return Buffer.from(await response.arrayBuffer());
}

async function complete({ url }: TestServer): Promise<string> {
  const response = await open(url).audio.speech.create({ ...SPEECH });
  const type = response.headers.get("content-type");
  must(
    type === "audio/mpeg",
    `without response_format the type is ${type}, not OpenAI's audio/mpeg`,
  );
  const { length } = Buffer.from(await response.arrayBuffer());
  must(length > 1000, `the file has only ${length} bytes`);
  return `${length} bytes of ${type}`;
}

async function live({ url }: TestServer): Promise<string> {
  const client = open(url);
  const expected = await bytesOf(client, "pcm");
  const response = await client.audio.speech.create({ ...SPEECH, response_format: "pcm" });
  const pieces = await Array.fromAsync(response.body ?? []);
  must(Buffer.concat(pieces).equals(expected), "the stream differs from the file");
  return `${expected.length} bytes in ${pieces.length} chunks`;
}

interface SpeechEvent {
  readonly type: string;
  readonly audio?: string;
  readonly usage?: { readonly total_tokens: number };
}

async function events({ url }: TestServer): Promise<string> {
  const client = open(url);
  const expected = await bytesOf(client, "mp3");
  const response = await client.audio.speech.create({ ...SPEECH, stream_format: "sse" });
  const stream = Stream.fromSSEResponse<SpeechEvent>(response, new AbortController());
  const all = await Array.fromAsync(stream);
  const done = all.pop();
  must(done?.type === "speech.audio.done", `the last event is ${done?.type}`);
  must(typeof done.usage?.total_tokens === "number", "the last event has no usage");
  const deltas = all.map(({ type, audio = "" }) => {
    must(type === "speech.audio.delta", `there is an event ${type} among the deltas`);
    return Buffer.from(audio, "base64");
  });
  must(Buffer.concat(deltas).equals(expected), "the deltas differ from the file");
  return `${deltas.length} deltas`;
}

const TYPES = {
  mp3: "audio/mpeg",
  opus: "audio/ogg",
  aac: "audio/aac",
  flac: "audio/flac",
  wav: "audio/wav",
  pcm: "audio/pcm",
} as const;

async function formats({ url }: TestServer): Promise<string> {
  const sizes: string[] = [];
  for (const format of ["mp3", "opus", "aac", "flac", "wav", "pcm"] as const) {
    const response = await open(url).audio.speech.create({ ...SPEECH, response_format: format });
    const type = response.headers.get("content-type") ?? "none";
    must(type.startsWith(TYPES[format]), `the Content-Type of ${format} is ${type}`);
    sizes.push(`${format} ${Buffer.from(await response.arrayBuffer()).length}`);
  }
  return `${sizes.join(", ")} bytes`;
}

async function models({ url }: TestServer): Promise<string> {
  const client = open(url);
  const listed = await Array.fromAsync(client.models.list());
  const ids = listed.map(({ id }) => id);
  must(
    ids.includes("tts-1") && ids.includes("gpt-4o-mini-tts"),
    `the list has only ${ids.join(", ")}`,
  );
  for (const id of ids) {
    const got = await client.models.retrieve(id);
    must(got.id === id, `models.retrieve("${id}") is ${got.id}`);
  }
  const unknown = await failure(client.models.retrieve("gpt-9"));
  must(unknown instanceof NotFoundError, `models.retrieve("gpt-9") is ${String(unknown)}`);
  return ids.join(", ");
}

/** Returns the error of a call. Throws an Error if the call succeeds. */
async function failure(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("the call succeeded");
}

function errors(testServer: TestServer): Promise<string> {
  return withSettings(testServer, { API_KEYS: "right" }, async (url) => {
    const speech = open(url, { apiKey: "right" }).audio.speech;
    const unknownVoice = await failure(speech.create({ ...SPEECH, voice: "nobody" }));
    must(unknownVoice instanceof BadRequestError, `an unknown voice is ${String(unknownVoice)}`);
    const { code, param, requestID } = unknownVoice;
    must(
      code === "unknown_voice" && param === "voice",
      `the error's code is ${code}, its param ${param}`,
    );
    must(typeof requestID === "string", "the error has no requestID");
    const tooFast = await failure(speech.create({ ...SPEECH, speed: 9 }));
    must(tooFast instanceof BadRequestError, `a wrong speed is ${String(tooFast)}`);
    const unknownModel = await failure(speech.create({ ...SPEECH, model: "nothing" }));
    must(unknownModel instanceof NotFoundError, `an unknown model is ${String(unknownModel)}`);
    const tooLong = await failure(speech.create({ ...SPEECH, input: "a".repeat(3_000_000) }));
    must(
      tooLong instanceof APIError && tooLong.status === 413,
      `a body that is too large is ${String(tooLong)}`,
    );
    const unauthorized = open(url, { apiKey: "wrong" }).audio.speech;
    const wrongKey = await failure(unauthorized.create({ ...SPEECH }));
    must(wrongKey instanceof AuthenticationError, `a wrong key is ${String(wrongKey)}`);
    must(wrongKey.code === "invalid_api_key", `the error's code is ${wrongKey.code}`);
    return "400 BadRequestError, 401 AuthenticationError, 404 NotFoundError, 413 APIError";
  });
}

function full(testServer: TestServer): Promise<string> {
  return withSettings(testServer, ONE_AT_A_TIME, async (url) => {
    const holder = await occupy(url);
    const refused = await failure(open(url).audio.speech.create({ ...SPEECH }));
    must(refused instanceof RateLimitError, `overload is ${String(refused)}`);
    const retryAfter = refused.headers.get("retry-after");
    must(Number(retryAfter) >= 1, `Retry-After is ${retryAfter}`);
    const statuses: number[] = [];
    // The slot is freed once the package has received its first refusal.
    const watched = async (...args: Parameters<typeof fetch>): Promise<Response> => {
      const response = await fetch(...args);
      statuses.push(response.status);
      if (response.status === 429) await holder.release();
      return response;
    };
    await open(url, { maxRetries: 2, fetch: watched }).audio.speech.create({ ...SPEECH });
    must(statuses.join() === "429,200", `the statuses of the attempts are ${statuses.join()}`);
    return `429 ${refused.code}, Retry-After ${retryAfter}; with retries ${statuses.join(" then ")}`;
  });
}

function abort(testServer: TestServer): Promise<string> {
  return withSettings(testServer, ONE_AT_A_TIME, async (url) => {
    const early = new AbortController();
    const file = { ...SPEECH, input: LONG_TEXT, stream: false };
    const call = failure(open(url).audio.speech.create(file, { signal: early.signal }));
    await untilInFlight(url, 1);
    early.abort();
    must(
      (await call) instanceof APIUserAbortError,
      "an abort before the response causes another error",
    );
    await untilInFlight(url, 0);
    const late = new AbortController();
    const response = await open(url).audio.speech.create(
      { ...SPEECH, input: LONG_TEXT, response_format: "pcm" },
      { signal: late.signal },
    );
    const reader = response.body?.getReader();
    must(reader !== undefined && !(await reader.read()).done, "there is no audio");
    late.abort();
    const rest = await failure(drain(reader));
    await untilInFlight(url, 0);
    return `before the response APIUserAbortError, in the body ${rest instanceof Error ? rest.name : "an error"}`;
  });
}

interface Reader {
  read(): Promise<{ readonly done: boolean }>;
}

async function drain(reader: Reader): Promise<void> {
  while (!(await reader.read()).done);
}
