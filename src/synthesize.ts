import type { Filter } from "./audio/pcm.ts";
import { createResampler } from "./audio/resample.ts";
import { createStretcher } from "./audio/stretch.ts";
import type { Engine, Listener, Sampling, Utterance } from "./engine.ts";
import { SpeechError } from "./errors.ts";
import { clean } from "./text/hygiene.ts";
import { sentences } from "./text/sentences.ts";
import { utterances } from "./text/utterances.ts";

/** Sample rate of everything that leaves the pipeline, Hz. */
export const OUTPUT_HZ = 24_000;

export interface SpeechRequest {
  readonly input: string;
  readonly voice: string;
  /** 0.25–4, pitch kept. */
  readonly speed: number;
  /** Whether the text is made speakable first; false keeps its words as they are. */
  readonly normalize: boolean;
  readonly sampling: Sampling;
  readonly listener: Listener;
}

/**
 * Text to sound: yields mono PCM in −1…1 at OUTPUT_HZ, made as it is pulled. Text is split only as far as it is
 * spoken. Throws SpeechError: "invalid_input" when nothing in the input can be spoken, else what the engine throws.
 */
export async function* synthesize(
  request: SpeechRequest,
  engine: Engine,
  signal: AbortSignal,
): AsyncGenerator<Float32Array> {
  const text = clean(request.input);
  if (!engine.speakable.test(text)) throw nothingToSpeak(engine);
  const audio = engine.speak(speakable(text, request, engine), request.listener, signal);
  const pcm =
    engine.sampleRate === OUTPUT_HZ
      ? audio
      : filtered(audio, createResampler(engine.sampleRate, OUTPUT_HZ));
  const natural = engine.nativeSpeed || request.speed === 1;
  yield* natural ? pcm : filtered(pcm, createStretcher(request.speed));
}

function nothingToSpeak(engine: Engine): SpeechError {
  return new SpeechError(
    "invalid_input",
    `input has nothing that the engine ${engine.id} can speak`,
    { param: "input" },
  );
}

async function* speakable(
  text: string,
  request: SpeechRequest,
  engine: Engine,
): AsyncGenerator<Utterance> {
  const { voice, sampling, speed } = request;
  for (const utterance of utterances(sentences(text))) {
    if (engine.speakable.test(utterance)) yield { text: utterance, voice, sampling, speed };
  }
}

/** All of `audio` through a filter that keeps its state between chunks. */
async function* filtered(
  audio: AsyncIterable<Float32Array>,
  filter: Filter,
): AsyncGenerator<Float32Array> {
  for await (const chunk of audio) {
    const out = filter.push(chunk);
    if (out.length > 0) yield out;
  }
  const tail = filter.end();
  if (tail.length > 0) yield tail;
}
