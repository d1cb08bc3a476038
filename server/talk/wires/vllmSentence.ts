import { wavHeader } from "../../../src/audio/wav.ts";
import { OUTPUT_HZ } from "../../../src/audio/pcm.ts";
import { roundedS } from "../../../src/sound.ts";
import type { Message, SpokenWord } from "../wire.ts";
import type { SessionConfig } from "./vllmConfig.ts";

/** The answers to one sentence of an utterance. */
export interface Sentence {
  audio(bytes: Uint8Array, words: readonly SpokenWord[]): readonly Message[];
  end(failed: boolean): readonly Message[];
}

interface SentencePlace {
  readonly utterance: number;
  readonly index: number;
  /** Where its audio begins in that of the utterance, seconds. */
  readonly atS: number;
}

/**
 * Creates the answers to a sentence after its `audio.start`. PCM is sent as it comes, every other format as one file. With
 * `word_timestamps` the audio is in text frames. The times count from the beginning of the sentence.
 */
export function createSentence(place: SentencePlace, config: SessionConfig): Sentence {
  const format = config.response_format ?? "wav";
  const inText = config.word_timestamps === true;
  const where = { utterance_index: place.utterance, sentence_index: place.index };
  const words: SpokenWord[] = [];
  let file: Uint8Array[] = [];
  let chunks = 0;
  let totalBytes = 0;

  const chunk = (bytes: Uint8Array, timestamps: readonly object[] | null): string =>
    JSON.stringify({
      type: "audio.chunk",
      ...where,
      chunk_id: chunks++,
      sample_rate: OUTPUT_HZ,
      channels: 1,
      audio_b64: Buffer.from(bytes).toString("base64"),
      timestamps,
    });
  const send = (bytes: Uint8Array): readonly Message[] => {
    totalBytes += bytes.length;
    return [inText ? chunk(bytes, null) : bytes];
  };
  const sendFile = (): readonly Message[] => {
    const bytes = Buffer.concat(file);
    file = [];
    return send(
      format === "wav" ? Buffer.concat([wavHeader(OUTPUT_HZ, bytes.length), bytes]) : bytes,
    );
  };
  return {
    audio(bytes, more) {
      words.push(...more);
      if (bytes.length === 0) return [];
      if (format === "pcm") return send(bytes);
      file.push(bytes);
      return [];
    },
    end(failed) {
      const last = failed || file.length === 0 ? [] : sendFile();
      const times = inText
        ? [
            chunk(
              new Uint8Array(),
              words.map((word) => toMs(word, place)),
            ),
          ]
        : [];
      const alignment =
        config.timestamp_type === "word" ? { timestamp_info: alignmentOf(words, place) } : {};
      const done = { type: "audio.done", ...where, total_bytes: totalBytes, error: failed };
      return [...last, ...times, JSON.stringify({ ...done, ...alignment })];
    },
  };
}

function toMs({ word, fromS, toS }: SpokenWord, { atS }: SentencePlace): object {
  return {
    word,
    start_ms: Math.round((fromS - atS) * 1000),
    end_ms: Math.round((toS - atS) * 1000),
  };
}

/** Returns word times as Baseten's servers send them. */
function alignmentOf(words: readonly SpokenWord[], { atS }: SentencePlace): object {
  return {
    word_alignment: {
      words: words.map(({ word }) => word),
      word_start_times_seconds: words.map(({ fromS }) => roundedS(fromS - atS)),
      word_end_times_seconds: words.map(({ toS }) => roundedS(toS - atS)),
    },
  };
}
