import { availableParallelism } from "node:os";
import { readModelFile, readVocabulary } from "../../models/modelFiles.ts";
import { OUTPUT_HZ } from "../../audio/pcm.ts";
import type { Engine } from "../../engine.ts";
import { openLane } from "../../lanes/lane.ts";
import { openPool } from "../../lanes/pool.ts";
import type { Lane } from "../../lanes/running.ts";
import { speak, type SpokenPart } from "../../lanes/speak.ts";
import { packagedOrtLibrary } from "../../ort/library.ts";
import { type Handle, loadOrt, type Ort } from "../../ort/ort.ts";
import { createStopper } from "../../ort/stopper.ts";
import type { Phonemiser } from "../../phonemes/phonemes.ts";
import { LATIN } from "../flite/latin.ts";
import { liveListeners } from "./capacity.ts";
import { openKokoroGraph } from "./graph.ts";
import { createJobs, voiced } from "./jobs.ts";
import type { KokoroJob } from "./synthesizer.ts";
import { readVoices } from "./voices.ts";
import type { KokoroOpening } from "./worker.ts";

export interface KokoroOptions {
  /** The model's file, of the export onnx-community or kokoro-onnx. */
  readonly model: string;
  /** Folder of the voices, `NAME.bin`. */
  readonly voices: string;
  /** `vocab.json`: the id of each symbol. */
  readonly vocabulary: string;
  /** Reads English; Chinese is added. */
  readonly phonemiser: Phonemiser;
  /** Path of ONNX Runtime's shared library, or null for the library in the package onnxruntime-node. */
  readonly libraryPath: string | null;
  /** Number of processors that runs use; by default all. */
  readonly cores?: number;
}

/** Latin and Han letters, and digits. */
const SPEAKABLE = new RegExp(String.raw`${LATIN.source}|\p{Script=Han}`, "v");
/**
 * Longest first, second and later utterances, estimated seconds. Sound comes only at the end of a run, so the first audio
 * waits for the whole first utterance.
 */
const LONGEST_S = [2.5, 5, 8];
/**
 * Two threads speak a sentence in 0.6 of the time of one and cost 5 % more, so one run with all processors gives the
 * earliest first audio. More than 4 were not measured.
 */
const MAX_THREADS = 4;
/** Ten times what the longest run takes on one slow processor; other load on the machine lengthens runs. */
const JOB_LIMIT_MS = 120_000;
/** The sentence with which the speed is measured, 3 s. */
const TRIAL = "ðə kwˈɪk bɹˈWn fˈɑks ʤˈʌmps ˈOvəɹ ðə lˈAzi dˈɔɡ.";

/**
 * Opens Kokoro-82M (https://huggingface.co/hexgrad/Kokoro-82M, Apache-2.0), which speaks English and Chinese. Measures its
 * speed, which takes some seconds. Throws SpeechError "internal" that names the file if one is missing or is not what it
 * should be, or the reason of `signal` if it aborts.
 *
 * @example
 * const engine = await openKokoro({ model, voices: "voices", vocabulary, phonemiser, libraryPath: null }, signal);
 */
export async function openKokoro(options: KokoroOptions, signal: AbortSignal): Promise<Engine> {
  const { cores = availableParallelism(), model: file } = options;
  const [vocabulary, voices] = await Promise.all([
    readVocabulary(options.vocabulary),
    readVoices(options.voices),
  ]);
  // Chinese needs two dictionaries, 20 MB, that servers without this engine don't load.
  const { withChinese } = await import("../../phonemes/withChinese.ts");
  const phonemiser = withChinese(options.phonemiser);
  const ort = loadOrt(options.libraryPath ?? packagedOrtLibrary());
  const bytes = await readModelFile("model", file);
  const threads = Math.min(MAX_THREADS, cores);
  const lanes = Math.max(1, Math.floor(cores / threads));
  const graph = openKokoroGraph(ort, { file, bytes }, threads);
  const pool = await openPool({
    size: lanes,
    openLane: () => openKokoroLane(ort, graph.session),
    endable: false,
    limitMs: JOB_LIMIT_MS,
  }).catch((error: unknown) => {
    graph.close();
    throw error;
  });
  const close = async (): Promise<void> => {
    // A session must not be released while a run uses it.
    if (await pool.close()) graph.close();
  };
  const speaker = {
    pool,
    sampleRate: OUTPUT_HZ,
    jobsOf: createJobs({ phonemiser, vocabulary, voices }),
  };
  try {
    const trial = voiced(voices[0]!, { symbols: TRIAL, words: [] }, vocabulary);
    const now = (): number => performance.now();
    const rate = { job: trial, lanes, sampleRate: OUTPUT_HZ, now };
    return {
      id: "kokoro",
      sampleRate: OUTPUT_HZ,
      voices: voices.map(({ voice }) => voice),
      unit: "sentence",
      longestS: LONGEST_S,
      nativeSpeed: true,
      timing: graph.isTimed ? "exact" : "estimated",
      openVoices: false,
      speakable: SPEAKABLE,
      liveCapacity: await liveListeners(pool, rate, signal),
      speak: (utterances, options, signal) => speak(speaker, { utterances, ...options }, signal),
      unready: pool.unready,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openKokoroLane(ort: Ort, session: Handle): Promise<Lane<KokoroJob, SpokenPart>> {
  const stopper = createStopper(ort);
  const { libraryPath } = ort;
  const lane = await openLane<KokoroOpening, KokoroJob, SpokenPart>({
    spawn: () => new Worker(new URL("./worker.ts", import.meta.url).href),
    opening: { libraryPath, session, runOptions: stopper.options },
    onStop: stopper.stop,
  }).catch((error: unknown) => {
    stopper.close();
    throw error;
  });
  void lane.gone.then(stopper.close);
  return lane;
}
