import { createLines } from "./dispatch/lines.ts";
import { type Line, speakInTurns } from "./dispatch/turns.ts";
import type { Engine, Listener, Reference, Sampling, Utterance } from "./engine.ts";
import { SpeechError } from "./errors.ts";
import { expected } from "./message.ts";
import type { RequestHooks } from "./requestHooks.ts";
import type { Sound } from "./sound.ts";
import type { NormaliseOptions } from "./text/normalise.ts";
import { speakable, type TextParts } from "./text/speakable.ts";

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
  /** The open engines, best first. They speak the languages that the voice does not speak. */
  readonly engines?: readonly Engine[];
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
  const { inputField = "input", listener, hooks = {} } = request;
  const lines = speakableLines(request, engine, signal);
  try {
    const { done, value: first } = await lines.next();
    if (done) throw nothingToSpeak(engine, inputField);
    yield* speakInTurns({ first, rest: lines, options: { listener, hooks } }, signal);
  } finally {
    await lines.return();
  }
}

function nothingToSpeak(engine: Engine, field: string): SpeechError {
  const wanted = `a text that the engine ${engine.id} can speak`;
  const message = expected(field, wanted, "a text with nothing to speak");
  return new SpeechError("invalid_input", message, { param: field });
}

/**
 * Yields the utterances of a text with the engines that speak them, and skips those without a letter or a digit that can
 * be spoken. The recording of a cloned voice is loaded before the first one.
 */
async function* speakableLines(
  { text: parts, normalize, engines = [], reference, ...rest }: SpeechRequest,
  engine: Engine,
  signal: AbortSignal,
): AsyncGenerator<Line, void, void> {
  const others = reference === undefined ? engines : null;
  const { shapeOf, toLine } = createLines({ ...rest, engines: others }, engine);
  let cloned: Pick<Utterance, "reference"> | undefined;
  for await (const passage of speakable(parts, normalize, shapeOf)) {
    const line = toLine(passage);
    if (line === null) continue;
    cloned ??= reference === undefined ? {} : { reference: await reference(signal) };
    yield { ...line, utterance: { ...line.utterance, ...cloned } };
  }
}
