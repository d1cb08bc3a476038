import { createResampler } from "./audio/resample.ts";
import { createStretcher } from "./audio/stretch.ts";
import type { Engine, Listener, Reference, Sampling, Utterance } from "./engine.ts";
import { SpeechError } from "./errors.ts";
import { expected } from "./message.ts";
import type { RequestHooks } from "./requestHooks.ts";
import { filterSound, type Sound } from "./sound.ts";
import { type NormaliseOptions, speakable } from "./text/normalise.ts";

/** Sample rate of everything that leaves the pipeline, Hz. */
export const OUTPUT_HZ = 24_000;

export interface SpeechRequest {
  readonly input: string;
  /** Request field that holds `input`, for errors; "input" by default. */
  readonly inputField?: string;
  readonly voice: string;
  /** 0.25–4, pitch kept. */
  readonly speed: number;
  /** How the text is made speakable first; null: its words and marks stay as they are. */
  readonly normalize: NormaliseOptions | null;
  readonly sampling: Sampling;
  readonly listener: Listener;
  readonly hooks?: RequestHooks;
  /** Gets the recording in whose voice it is spoken; asked once there is something to speak. */
  readonly reference?: (signal: AbortSignal) => Promise<Reference>;
}

/**
 * Text to sound: yields mono PCM in −1…1 at OUTPUT_HZ, made as it is pulled. Text is split only as far as it is
 * spoken. Throws SpeechError: "invalid_input" when nothing in the input can be spoken, else what the engine throws.
 */
export async function* synthesize(
  request: SpeechRequest,
  engine: Engine,
  signal: AbortSignal,
): AsyncGenerator<Sound> {
  const passages = spoken(request, engine);
  const first = passages.next();
  if (first.done) throw nothingToSpeak(engine, request.inputField ?? "input");
  const reference = await request.reference?.(signal);
  const utterances = all(first.value, passages, reference);
  const { listener, hooks = {} } = request;
  const audio = engine.speak(utterances, { listener, hooks }, signal);
  const { speed } = request;
  const resampled =
    engine.sampleRate === OUTPUT_HZ
      ? audio
      : filterSound(audio, createResampler(engine.sampleRate, OUTPUT_HZ), 1);
  yield* engine.nativeSpeed || speed === 1
    ? resampled
    : filterSound(resampled, createStretcher(speed), speed);
}

function nothingToSpeak(engine: Engine, field: string): SpeechError {
  const wanted = `a text that the engine ${engine.id} can speak`;
  const message = expected(field, wanted, "a text with nothing to speak");
  return new SpeechError("invalid_input", message, { param: field });
}

function* spoken(request: SpeechRequest, engine: Engine): Generator<Utterance> {
  const { input, normalize, voice, sampling, speed } = request;
  for (const { text, words } of speakable(input, normalize)) {
    if (engine.speakable.test(text)) yield { text, words, voice, sampling, speed };
  }
}

async function* all(
  first: Utterance,
  others: Iterable<Utterance>,
  reference: Reference | undefined,
): AsyncGenerator<Utterance> {
  const voice = reference === undefined ? {} : { reference };
  yield { ...first, ...voice };
  for (const utterance of others) yield { ...utterance, ...voice };
}
