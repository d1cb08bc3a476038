import type { Context } from "hono";
import {
  readSound,
  SOUND_FORMATS,
  soundFormat,
  type SoundLimits,
} from "../../src/audio/recording.ts";
import { ENCODER_HZ } from "../../src/codec/encoder.ts";
import type { Engine } from "../../src/engine.ts";
import { SpeechError } from "../../src/errors.ts";
import type { SpeechRequest } from "../../src/synthesize.ts";
import { clean } from "../../src/text/hygiene.ts";
import type { Deps, Env } from "../deps.ts";
import { boundedForm } from "../body.ts";
import { HttpError } from "../errors.ts";
import { refuseLongInput } from "./inputLength.ts";
import { refuseInvalid } from "../issues.ts";
import { cloneBody } from "../schemas.ts";
import { speak, type Wanted } from "./speech.ts";
import { findVoice } from "./voices.ts";

/** The longest recording as 32-bit stereo at 48 kHz, and a little. */
const MOST_BYTES = 12 * 1024 * 1024;
const RECORDING: SoundLimits = { toHz: ENCODER_HZ, leastS: 0.5, mostS: 30 };
/** Fields of the form that are texts; any other is JSON where it can be read so. */
const TEXTS = new Set(
  "reference_text generate_text model response_format stream_format instructions".split(" "),
);

/** Uploads that are read and decoded at once: each holds a few times its bytes. */
const MOST_UPLOADS = 8;

/** POST /v1/audio/vc: speaks a text in the voice of an uploaded recording. */
export function cloneRoute(deps: Deps): (c: Context<Env>) => Promise<Response> {
  let uploads = 0;
  return async (c) => {
    // Before the upload: who can't have it should not have to send it.
    if (!deps.catalogue.engines.some(({ encode }) => encode)) throw notConfigured();
    if (uploads >= MOST_UPLOADS)
      throw new SpeechError("overloaded", `${MOST_UPLOADS} recordings are being read; try again`, {
        retryAfterS: 1,
      });
    uploads += 1;
    const wanted = await read(c, deps).finally(() => {
      uploads -= 1;
    });
    return speakClone(c, wanted, deps);
  };
}

async function read(c: Context<Env>, deps: Deps): Promise<Wanted> {
  const { config } = deps;
  const silenceMs = config.REQUEST_TIMEOUT_S * 1000;
  const body = parsed(await boundedForm(c, { maxBytes: MOST_BYTES, silenceMs }));
  refuseLongInput(body.generate_text, config.MAX_INPUT_CHARS, "generate_text");
  const engine = cloner(deps, body.model ?? null);
  const samples = await recording(body.reference_audio);
  const reference: SpeechRequest["reference"] = async (signal) => ({
    text: clean(body.reference_text).trim(),
    codes: (await engine.encode?.(samples, signal)) ?? [],
  });
  return { body: { ...body, model: engine.id, input: body.generate_text }, reference };
}

async function speakClone(c: Context<Env>, wanted: Wanted, deps: Deps): Promise<Response> {
  try {
    return await speak(c, wanted, deps);
  } catch (error) {
    // What is wrong with the text is wrong with the field that it came in.
    if (!(error instanceof SpeechError) || error.param !== "input") throw error;
    const message = error.message.replace("input", "generate_text");
    throw new SpeechError(error.code, message, { param: "generate_text", cause: error });
  }
}

function notConfigured(): HttpError {
  return new HttpError(
    "not_configured",
    "voice cloning is not configured: it needs a speech LM (TTS_API) and ENCODER_MODEL, an ONNX file of NeuCodec's " +
      "encoder (16 kHz sound to codes); set both and start the server again",
  );
}

/** The engine of that name, or without one the first that can clone. */
function cloner({ catalogue }: Deps, model: string | null): Engine {
  const able = catalogue.engines.find(({ encode }) => encode);
  const engine = model === null ? able : findVoice(catalogue, model, null).engine;
  if (engine?.encode) return engine;
  throw new SpeechError(
    "invalid_input",
    `model: ${JSON.stringify(model)} speaks in no voice of a recording; ${able?.id} does`,
    { param: "model" },
  );
}

function parsed(form: ReadonlyMap<string, unknown>) {
  const fields = Object.fromEntries(
    [...form].map(([name, value]) => [name, fieldValue(name, value)]),
  );
  const result = cloneBody.safeParse(fields);
  if (result.success) return result.data;
  refuseInvalid({ success: false, data: fields, error: result.error });
  throw new SpeechError("invalid_input", "the form is wrong");
}

/** An empty field of a form is one that was not filled in. */
function fieldValue(name: string, value: unknown): unknown {
  if (typeof value !== "string" || TEXTS.has(name)) return value === "" ? undefined : value;
  if (value.trim() === "") return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

async function recording(file: File): Promise<Float32Array> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const format = soundFormat(bytes);
  if (format === null) {
    throw new HttpError(
      "wrong_type",
      `reference_audio is no sound that is read here; ${SOUND_FORMATS.join(", ")} (Opus or Vorbis) are`,
    );
  }
  try {
    return await readSound(bytes, format, RECORDING);
  } catch (error) {
    if (!(error instanceof SpeechError)) throw error;
    const message = `reference_audio: ${error.message}`;
    throw new SpeechError(error.code, message, { param: "reference_audio", cause: error });
  }
}
