import { ApiError, call, type Failure, toApiError } from "./api.ts";
import { base64Bytes } from "./base64.ts";
import { eventsOf } from "./eventStream.ts";

/** The fields of a speech request that the pages set. */
export interface SpeechRequest {
  readonly input: string;
  readonly voice: string;
  readonly model: string;
  readonly speed?: number;
  /** Makes a speech LM repeat its answer, so that a download sounds as what was heard. */
  readonly seed?: number;
  readonly normalize?: { readonly lexicon: Readonly<Record<string, string>> };
}

/** A word with its place in the input, UTF-16 units, and its time, seconds. */
export interface TimedWord {
  readonly start: number;
  readonly end: number;
  readonly fromS: number;
  readonly toS: number;
}

/** What arrives of an answer. `unspoken` is the number of letters and digits that no voice can say. */
export type SpeechPart =
  | { readonly is: "answer"; readonly unspoken: number }
  | { readonly is: "audio"; readonly pcm: Int16Array }
  | { readonly is: "word"; readonly word: TimedWord };

interface WordEvent {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Fields of the server's events; each event has some of them. */
interface EventFields extends WordEvent {
  readonly audio: string;
  readonly error: Failure;
}

/** Speaks a text and yields its words and its samples as they arrive. Throws ApiError. */
export async function* speak(
  request: SpeechRequest,
  signal: AbortSignal,
): AsyncGenerator<SpeechPart> {
  const form = { response_format: "pcm", stream_format: "sse", timestamps: true };
  const response = await call("v1/audio/speech", signal, { ...request, ...form });
  yield { is: "answer", unspoken: Number(response.headers.get("x-unspoken") ?? 0) };
  const unitOf = createUnits(request.input);
  const toBytes = createPairs();
  let isDone = false;
  try {
    for await (const { event, data } of eventsOf(response.body!)) {
      const fields = JSON.parse(data) as EventFields;
      if (event === "error") throw new ApiError(fields.error);
      if (event === "speech.audio.done") isDone = true;
      if (event === "speech.audio.delta")
        yield { is: "audio", pcm: toBytes(base64Bytes(fields.audio)) };
      if (event === "speech.audio.word") yield { is: "word", word: wordOf(fields, unitOf) };
    }
  } catch (error) {
    signal.throwIfAborted();
    throw toApiError(error);
  }
  if (!isDone) throw new ApiError({ message: "the answer ended too early", code: "broken" });
}

function wordOf({ from, to, start, end }: WordEvent, unitOf: (point: number) => number): TimedWord {
  return { start: unitOf(from), end: unitOf(to), fromS: start, toS: end };
}

/** Returns a function that converts places of a text in code points to UTF-16 units. */
function createUnits(text: string): (point: number) => number {
  const units = [0];
  for (const char of text) units.push(units.at(-1)! + char.length);
  return (point) => units[point] ?? text.length;
}

/** Returns a function that converts bytes to samples; half a sample waits for the next bytes. */
function createPairs(): (bytes: Uint8Array) => Int16Array {
  let rest = new Uint8Array(0);
  return (bytes) => {
    const all = new Uint8Array(rest.length + bytes.length);
    all.set(rest);
    all.set(bytes, rest.length);
    const whole = all.length - (all.length % 2);
    rest = all.slice(whole);
    return new Int16Array(all.buffer, 0, whole / 2);
  };
}
