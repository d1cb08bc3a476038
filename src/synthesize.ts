import { OUTPUT_HZ } from "./audio/pcm.ts";
import { createResampler } from "./audio/resample.ts";
import { createStretcher } from "./audio/stretch.ts";
import { TOKENS_PER_SECOND } from "./codec/codes.ts";
import type { Engine, Listener, Reference, Sampling, Utterance } from "./engine.ts";
import { SpeechError } from "./errors.ts";
import { expected } from "./message.ts";
import type { RequestHooks } from "./requestHooks.ts";
import { filterSound, type Sound } from "./sound.ts";
import type { NormaliseOptions } from "./text/normalise.ts";
import { speakable, type TextParts } from "./text/speakable.ts";
import type { Shape } from "./text/utterances.ts";
import { unspokenIn } from "./unspoken.ts";

/**
 * Least length of the longest utterance, seconds. Otherwise an utterance has half of the tokens that a generation of the
 * speech LM may have, since the estimated speech can be half of the real one.
 */
const MIN_LONGEST_S = 2;

export interface SpeechRequest {
  /** The text to speak, complete or while it is being written. */
  readonly text: TextParts;
  /** Name of the request field in error messages; "input" by default. */
  readonly inputField?: string;
  readonly voice: string;
  /** 0.25–4; 1 = natural; pitch is kept. */
  readonly speed: number;
  /** How markup is read. If null, only control characters and blanks are cleaned up. */
  readonly normalize: NormaliseOptions | null;
  readonly sampling: Sampling;
  readonly listener: Listener;
  readonly hooks?: RequestHooks;
  /** Loads the recording of a cloned voice; called once, after the first speakable utterance is found. */
  readonly reference?: (signal: AbortSignal) => Promise<Reference>;
}

/**
 * Synthesizes text. Yields mono PCM in −1…1 at OUTPUT_HZ, with marks of the words of the text. Works on demand: the text
 * is split into utterances only as they are spoken. Throws SpeechError "invalid_input" if nothing in it can be
 * spoken, and every error of the engine.
 *
 * @example
 * for await (const { pcm, marks } of synthesize(request, engine, signal)) play(pcm);
 */
export async function* synthesize(
  request: SpeechRequest,
  engine: Engine,
  signal: AbortSignal,
): AsyncGenerator<Sound> {
  const rest = speakableUtterances(request, engine);
  const first = await rest.next();
  if (first.done) throw nothingToSpeak(engine, request.inputField ?? "input");
  const reference = await request.reference?.(signal);
  const utterances = withReference([first.value, rest], reference);
  const { listener, speed, hooks = {} } = request;
  const audio = engine.speak(utterances, { listener, hooks }, signal);
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

async function* speakableUtterances(
  request: SpeechRequest,
  engine: Engine,
): AsyncGenerator<Utterance> {
  const { text: parts, normalize, voice, sampling, speed, hooks } = request;
  const limitS = Math.max(MIN_LONGEST_S, sampling.maxTokens / 2 / TOKENS_PER_SECOND);
  for await (const passage of speakable(parts, normalize, { ...shapeOf(engine), limitS })) {
    const { text, words, language, begins } = passage;
    const unspoken = unspokenIn(text, engine);
    if (unspoken > 0) hooks?.onUnspoken?.(unspoken);
    if (engine.speakable.test(text))
      yield { text, words, language, begins, voice, sampling, speed };
  }
}

async function* withReference(
  [first, rest]: readonly [Utterance, AsyncIterable<Utterance>],
  reference: Reference | undefined,
): AsyncGenerator<Utterance> {
  const voice = reference === undefined ? {} : { reference };
  yield { ...first, ...voice };
  for await (const utterance of rest) yield { ...utterance, ...voice };
}

function shapeOf({ unit, longestS }: Engine): Shape {
  return longestS === undefined ? { unit } : { unit, longestS };
}
