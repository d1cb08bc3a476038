import {
  readSound,
  SOUND_FORMATS,
  soundFormat,
  type SoundLimits,
} from "../../src/audio/recording.ts";
import { ENCODER_HZ } from "../../src/codec/encoder.ts";
import type { Engine } from "../../src/engine.ts";
import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";
import { HttpError } from "../errors.ts";

const RECORDING: SoundLimits = { toHz: ENCODER_HZ, minS: 0.5, maxS: 30 };

/** An engine that clones voices. */
export type Cloner = Engine & Required<Pick<Engine, "encode">>;

/** Returns the first engine that clones voices. Throws HttpError "not_configured" if there is none. */
export function cloner(engines: readonly Engine[]): Cloner {
  const able = engines.find(clones);
  if (able !== undefined) return able;
  throw new HttpError(
    "not_configured",
    "voice cloning is not configured: set TTS_API (a speech LM) and ENCODER_MODEL (the ONNX file of NeuCodec's " +
      "encoder) and restart the server",
  );
}

export function clones(engine: Engine): engine is Cloner {
  return engine.encode !== undefined;
}

/**
 * Decodes the recording in the field `field` to mono samples at ENCODER_HZ. Throws HttpError "wrong_type" for an unknown
 * format, and SpeechError for a recording that is broken, too short or too long.
 */
export async function readRecording(bytes: Uint8Array, field: string): Promise<Float32Array> {
  const format = soundFormat(bytes);
  if (format === null) {
    const wanted = `a recording in one of ${SOUND_FORMATS.join(", ")} (Opus or Vorbis)`;
    throw new HttpError("wrong_type", expected(field, wanted, "an unsupported audio format"));
  }
  try {
    return await readSound(bytes, format, RECORDING);
  } catch (error) {
    if (!(error instanceof SpeechError)) throw error;
    const message = `${field}: ${error.message}`;
    throw new SpeechError(error.code, message, { param: field, cause: error });
  }
}
