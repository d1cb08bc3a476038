import { cuesOf } from "../../../src/captions/cues.ts";
import { createSpokenWords } from "../../../src/captions/spokenWords.ts";
import { type CaptionFormat, subtitles } from "../../../src/captions/subtitles.ts";
import type { FileProtocol } from "../file.ts";
import { tapped } from "../timed.ts";

const TYPES: Readonly<Record<CaptionFormat, string>> = {
  srt: "application/x-subrip",
  vtt: "text/vtt",
};

/** Captions of the speech of `input`, without its audio. */
export function captions(input: string, format: CaptionFormat): FileProtocol {
  return {
    contentType: () => `${TYPES[format]}; charset=utf-8`,
    async read(sounds) {
      const { pcm, marks, seconds } = tapped(sounds);
      for await (const _ of pcm);
      const words = createSpokenWords(input);
      const cues = cuesOf([...words.push(marks), ...words.end()], seconds());
      return new TextEncoder().encode(subtitles(cues, format));
    },
  };
}
