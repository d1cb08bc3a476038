import { wholeFile } from "../../../src/audio/encode/encode.ts";
import { contentType, type OutputForm } from "../../../src/audio/encode/form.ts";
import { createSpokenWords, type SpokenWord } from "../../../src/captions/spokenWords.ts";
import { roundedS } from "../../../src/sound.ts";
import type { FileProtocol } from "../file.ts";
import type { StreamProtocol } from "../stream.ts";
import { tapped, type TimedPart } from "../timed.ts";
import { JSON_LINES, jsonLine } from "./jsonLines.ts";

/** What Kokoro's captioned speech answers about. */
interface Captioned {
  readonly input: string;
  readonly form: OutputForm;
  /** False: `timestamps` is empty. */
  readonly hasTimes: boolean;
}

/** One object with the complete audio and all words. */
export function captionedFile({ input, form, hasTimes }: Captioned): FileProtocol {
  return {
    contentType: () => "application/json",
    async read(sounds) {
      const { pcm, marks } = tapped(sounds);
      const bytes = await wholeFile(pcm, form);
      const words = createSpokenWords(input);
      const spoken = [...words.push(marks), ...words.end()];
      return jsonLine(objectOf(bytes, hasTimes ? spoken : [], form));
    },
  };
}

/** Objects, one a line, each with its part of the audio and the words that are known with it. Times count from the beginning. */
export function captionedStream({ input, form, hasTimes }: Captioned): StreamProtocol {
  async function* wrapTimed(parts: AsyncIterable<TimedPart>): AsyncGenerator<Uint8Array> {
    const words = createSpokenWords(input);
    for await (const { bytes, marks, isLast } of parts) {
      const spoken = [...words.push(marks), ...(isLast ? words.end() : [])];
      yield jsonLine(objectOf(bytes, hasTimes ? spoken : [], form));
    }
  }
  return { contentType: () => JSON_LINES, wrapTimed };
}

function objectOf(bytes: Uint8Array, words: readonly SpokenWord[], form: OutputForm) {
  return {
    audio: Buffer.from(bytes).toString("base64"),
    audio_format: contentType(form),
    timestamps: words.map(({ text, fromS, toS }) => ({
      word: text,
      start_time: roundedS(fromS),
      end_time: roundedS(toS),
    })),
  };
}
