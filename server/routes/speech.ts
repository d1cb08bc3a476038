import type { Context } from "hono";
import type { OutputForm } from "../../src/audio/encode/form.ts";
import { isCaptionFormat } from "../../src/captions/subtitles.ts";
import type { Engine, Listener } from "../../src/engine.ts";
import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";
import { LIVE_TARGET_MS } from "../perform/admit.ts";
import type { PerformanceRequest } from "../perform/perform.ts";
import { answer, type AnswerFace } from "../answer/answer.ts";
import { EVENTS, wordEvents } from "../answer/events.ts";
import { captions } from "../answer/faces/captions.ts";
import { AUDIO_FILE } from "../answer/file.ts";
import { AUDIO } from "../answer/stream.ts";
import { findVoice } from "../catalogue.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { refuseLongInput } from "./inputLength.ts";
import { toNormaliseOptions } from "./normalizeOptions.ts";
import { outputForm } from "./outputForm.ts";
import { type SpeechBody, toSampling } from "../schemas.ts";

/** Target time to the complete file. */
const FILE_TARGET_MS = 10_000;

/** What to speak and how to answer. */
export interface SpeechInput {
  readonly body: SpeechBody;
  /** For voice cloning: the recording and the name of the form field with the text. */
  readonly clone?: Required<Pick<PerformanceRequest, "reference" | "inputField">>;
}

interface Spoken extends SpeechInput {
  /** Name of the field with the text in error messages; "input" by default. */
  readonly inputField?: string;
  readonly form: OutputForm;
  readonly face: AnswerFace;
}

/** Handles POST /v1/audio/speech with a parsed body: resolves the voice and the defaults and sends the response. */
export function speak(c: Context<Env>, input: SpeechInput, deps: Deps): Promise<Response> {
  const { body } = input;
  return speakAs(c, { ...input, form: outputForm(body), face: faceOf(body) }, deps);
}

/** Speaks a body of this API for another one, in its form and its face. */
export async function speakAs(
  c: Context<Env>,
  { body, clone, inputField = "input", form, face }: Spoken,
  deps: Deps,
): Promise<Response> {
  refuseLongInput(body.input, deps.config.MAX_INPUT_CHARS, inputField);
  const { engine, request } = toRequest(body, "file" in face ? "file" : "live", deps);
  return answer(c, { engine, request: { ...request, inputField, ...clone }, form, face }, deps);
}

/** Throws SpeechError "invalid_input" for captions as events. */
function faceOf({
  input,
  response_format,
  stream_format,
  stream,
  timestamps,
}: SpeechBody): AnswerFace {
  const isEvents = stream_format === "sse";
  if (isCaptionFormat(response_format)) {
    if (!isEvents)
      return { name: "http", format: response_format, file: captions(input, response_format) };
    const wanted = `audio for the response_format ${response_format}`;
    const message = expected("stream_format", wanted, '"sse"');
    throw new SpeechError("invalid_input", message, { param: "stream_format" });
  }
  if (isEvents) return { name: "sse", stream: timestamps ? wordEvents(input) : EVENTS };
  return stream === false ? { name: "http", file: AUDIO_FILE } : { name: "http", stream: AUDIO };
}

function toRequest(
  body: SpeechBody,
  kind: Listener["kind"],
  deps: Deps,
): { engine: Engine; request: PerformanceRequest } {
  const voice = typeof body.voice === "string" ? body.voice : (body.voice?.id ?? null);
  const found = findVoice(deps.catalogue, body.model ?? null, voice);
  return {
    engine: found.engine,
    request: {
      input: body.input,
      voice: found.voice,
      speed: body.speed ?? 1,
      normalize: toNormaliseOptions(body.normalize, deps),
      sampling: toSampling(body, deps.config),
      listener: {
        kind,
        targetMs: kind === "live" ? LIVE_TARGET_MS : FILE_TARGET_MS,
        hopS: body.playback_speed ?? deps.config.DEFAULT_PLAYBACK_SPEED,
        contextS: body.playback_overlap_speed ?? deps.config.DEFAULT_PLAYBACK_OVERLAP_SPEED,
      },
    },
  };
}
