import type { AudioFormat } from "../../../src/audio/encode/form.ts";
import { OUTPUT_HZ } from "../../../src/audio/pcm.ts";
import { wavHeader } from "../../../src/audio/wav.ts";
import { cuesOf } from "../../../src/captions/cues.ts";
import { createSpokenWords } from "../../../src/captions/spokenWords.ts";
import { type CaptionFormat, subtitles } from "../../../src/captions/subtitles.ts";
import { call } from "../parts/api.ts";
import { samplesOf, type Take } from "../parts/take.ts";
import type { Spoken } from "./spoken.ts";

/** Returns the sound of a take as a file: for wav what was heard; the server speaks it again in any other format. Throws ApiError. */
export async function audioFile(
  take: Take,
  format: AudioFormat,
  signal: AbortSignal,
): Promise<Blob> {
  if (format === "wav") {
    const samples = samplesOf(take);
    return new Blob([wavHeader(OUTPUT_HZ, samples.byteLength), samples], { type: "audio/wav" });
  }
  const form = { response_format: format, stream: false };
  return (await call("v1/audio/speech", signal, { ...take.request, ...form })).blob();
}

/** Returns the captions of what was heard. */
export function captionFile({ request, words, audioS }: Take, format: CaptionFormat): Blob {
  const reader = createSpokenWords(request.input);
  const all = [...reader.push(words), ...reader.end()];
  return new Blob([subtitles(cuesOf(all, audioS), format)], { type: "text/plain" });
}

/** Returns the request, the words with their times in seconds, and what the page measured. */
export function jsonFile({ take, firstSoundMs, stalls, stalledMs }: Spoken): Blob {
  const { request, words, audioS, firstBytesMs, completeMs } = take;
  const content = {
    request,
    audio_seconds: audioS,
    words: words.map(({ start, end, fromS, toS }) => ({
      word: request.input.slice(start, end),
      start: fromS,
      end: toS,
      from: start,
      to: end,
    })),
    measured: {
      first_sound_ms: firstSoundMs,
      first_bytes_ms: firstBytesMs,
      complete_ms: completeMs,
      stalls,
      stalled_ms: stalledMs,
    },
  };
  return new Blob([JSON.stringify(content, null, 2)], { type: "application/json" });
}
