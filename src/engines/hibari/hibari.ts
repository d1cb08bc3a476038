import { join } from "node:path";
import { toIds } from "../../acoustic/ids.ts";
import { readModelFile, readVocabulary, type Vocabulary } from "../../models/modelFiles.ts";
import type { Graph } from "../../acoustic/graph.ts";
import { endS, pauseBefore } from "../../acoustic/pauses.ts";
import { type Piece, piecesOf } from "../../acoustic/pieces.ts";
import { OUTPUT_HZ } from "../../audio/pcm.ts";
import type { Engine, Utterance } from "../../engine.ts";
import { SpeechError } from "../../errors.ts";
import { openLane } from "../../lanes/lane.ts";
import { openPool } from "../../lanes/pool.ts";
import { speak, type SpeechJob, type SpokenPart } from "../../lanes/speak.ts";
import { messageOf } from "../../message.ts";
import { packagedOrtLibrary } from "../../ort/library.ts";
import { loadOrt, type Ort } from "../../ort/ort.ts";
import type { Phonemiser } from "../../phonemes/phonemes.ts";
import { checkVoice } from "../checkVoice.ts";
import { LATIN } from "../flite/latin.ts";
import { continuedPiece } from "./continuedPiece.ts";
import { openHibariGraph } from "./graph.ts";
import type { HibariJob } from "./synthesizer.ts";
import { HIBARI_VOICES, type HibariVoice } from "./voices.ts";
import type { HibariOpening } from "./worker.ts";

export interface HibariOptions {
  /** Folder with `hibari.onnx`, `vocab.json` and the graphs of further voices. */
  readonly folder: string;
  /** Number of Workers. They share the sessions. */
  readonly workers: number;
  readonly phonemiser: Phonemiser;
  /** Path of ONNX Runtime's shared library, or null for the library in the package onnxruntime-node. */
  readonly libraryPath: string | null;
}

/** Longest run of the model, symbols: 24 s of speech with the ids at both ends, as in the package of its author. */
const LONGEST_SYMBOLS = 398;
/** Symbols of the warm-up: a short sentence. */
const WARM_UP = "həlˈO, ðɪs ɪz ɐ tˈɛst.";

/**
 * Opens the natural voice: hibari (https://pypi.org/project/hibari-tts, Apache-2.0), with each voice whose graph lies in
 * the folder. Throws SpeechError "internal" that names the file or the folder if a file is missing or is not what it should be.
 *
 * @example
 * const engine = await openHibari({ folder: "models/hibari", workers: 1, phonemiser, libraryPath: null });
 */
export async function openHibari(options: HibariOptions): Promise<Engine> {
  const { folder, workers, phonemiser } = options;
  const vocabulary = await readVocabulary(join(folder, "vocab.json"));
  const ort = loadOrt(options.libraryPath ?? packagedOrtLibrary());
  const opened = await openVoices(ort, folder);
  const closeSessions = (): void => {
    for (const { graph } of opened) graph.close();
  };
  const sessions = new Map(opened.map(({ voice, graph }) => [voice.id, graph.session]));
  const warmUp = toIds({ symbols: WARM_UP, words: [] }, vocabulary).ids;
  const opening = { libraryPath: ort.libraryPath, sessions, warmUp };
  const spawn = (): Worker => new Worker(new URL("./worker.ts", import.meta.url).href);
  const pool = await openPool({
    size: workers,
    openLane: () => openLane<HibariOpening, HibariJob, SpokenPart>({ spawn, opening }),
    endable: false,
  }).catch((cause: unknown) => {
    closeSessions();
    const why = `the natural voice in ${folder} can't speak: ${messageOf(cause)}`;
    throw new SpeechError("internal", why, { cause });
  });
  const continuing = new Set(
    opened.filter(({ graph }) => graph.isTimed).map(({ voice }) => voice.id),
  );
  const voices = opened.map(({ voice: { file: _file, ...voice } }) => voice);
  const jobsOf = (utterance: Utterance): SpeechJob<HibariJob>[] => {
    checkVoice(utterance.voice, voices);
    const whole = continuing.has(utterance.voice)
      ? continuedPiece(utterance, phonemiser, LONGEST_SYMBOLS)
      : null;
    if (whole !== null)
      return [jobOf(utterance, { piece: whole, at: 0, isContinued: true, vocabulary })];
    const pieces = piecesOf(phonemiser.phonemes(utterance), LONGEST_SYMBOLS);
    return pieces.map((piece, at) => jobOf(utterance, { piece, at, vocabulary }));
  };
  return {
    id: "hibari",
    sampleRate: OUTPUT_HZ,
    voices,
    unit: "sentence",
    nativeSpeed: true,
    timing: "exact",
    openVoices: false,
    speakable: LATIN,
    speak: (utterances, options, signal) =>
      speak({ pool, sampleRate: OUTPUT_HZ, jobsOf }, { utterances, ...options }, signal),
    unready: pool.unready,
    async close() {
      // A session must not be released while a run uses it.
      if (await pool.close()) closeSessions();
    },
  };
}

interface OpenedVoice {
  readonly voice: HibariVoice;
  readonly graph: Graph;
}

/** Opens the graphs in the folder. All but the first voice are optional. */
async function openVoices(ort: Ort, folder: string): Promise<readonly OpenedVoice[]> {
  const opened: OpenedVoice[] = [];
  try {
    for (const [at, voice] of HIBARI_VOICES.entries()) {
      const file = join(folder, voice.file);
      if (at > 0 && !(await Bun.file(file).exists())) continue;
      const bytes = await readModelFile("voice", file);
      opened.push({ voice, graph: openHibariGraph(ort, { file, bytes }) });
    }
    return opened;
  } catch (error) {
    for (const { graph } of opened) graph.close();
    throw error;
  }
}

interface PieceOfUtterance {
  readonly piece: Piece;
  /** Index of the piece in its utterance. */
  readonly at: number;
  /** True if the piece begins with words that are already spoken. */
  readonly isContinued?: boolean;
  readonly vocabulary: Vocabulary;
}

function jobOf(
  utterance: Utterance,
  { piece, at, isContinued = false, vocabulary }: PieceOfUtterance,
): SpeechJob<HibariJob> {
  const { words, voice, speed, sampling } = utterance;
  const phonemes = toIds(piece, vocabulary);
  const keepFrom = isContinued ? phonemes.words[0]!.from : 0;
  const job = { ...phonemes, keepFrom, voice, speed, seed: sampling.seed ?? 0 };
  return { job, words, pauseS: pauseBefore(utterance, at), endS: endS(utterance) };
}
