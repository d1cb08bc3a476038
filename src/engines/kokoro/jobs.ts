import { toIds } from "../../acoustic/ids.ts";
import type { Vocabulary } from "../../models/modelFiles.ts";
import { endS, pauseBefore } from "../../acoustic/pauses.ts";
import { type Piece, piecesOf } from "../../acoustic/pieces.ts";
import { TARGET_LUFS } from "../../audio/loudness.ts";
import type { Utterance } from "../../engine.ts";
import type { SpeechJob } from "../../lanes/speak.ts";
import type { Phonemiser } from "../../phonemes/phonemes.ts";
import { checkVoice } from "../checkVoice.ts";
import type { KokoroJob } from "./synthesizer.ts";
import type { OpenedVoice } from "./voices.ts";

interface Means {
  readonly phonemiser: Phonemiser;
  readonly vocabulary: Vocabulary;
  readonly voices: readonly OpenedVoice[];
}

/** Longest run, symbols: about 10 s of speech. The model takes 510 ids, but speaks too fast beyond 400. */
const LONGEST_SYMBOLS = 150;
/** The ids before the first and after the last symbol. */
const EDGE_IDS = 2;

/**
 * Returns a function that turns an utterance into jobs: none if nothing in it has a sound, because the model would speak a
 * click. The function throws SpeechError "unknown_voice".
 */
export function createJobs({ phonemiser, vocabulary, voices }: Means) {
  return (utterance: Utterance): SpeechJob<KokoroJob>[] => {
    const { words, speed } = utterance;
    checkVoice(
      utterance.voice,
      voices.map(({ voice }) => voice),
    );
    const opened = voices.find(({ voice }) => voice.id === utterance.voice)!;
    const pieces = piecesOf(phonemiser.phonemes(utterance), LONGEST_SYMBOLS);
    return pieces.map((piece, at) => {
      const job = { ...voiced(opened, piece, vocabulary), speed };
      return { job, words, pauseS: pauseBefore(utterance, at), endS: endS(utterance) };
    });
  };
}

/** Returns the job of a piece in a voice at speed 1. */
export function voiced(
  { lufs, style }: OpenedVoice,
  piece: Piece,
  vocabulary: Vocabulary,
): KokoroJob {
  const phonemes = toIds(piece, vocabulary);
  const gain = 10 ** ((TARGET_LUFS - lufs) / 20);
  return { ...phonemes, style: style(phonemes.ids.length - EDGE_IDS), gain, speed: 1 };
}
