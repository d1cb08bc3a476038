import { wholeFile } from "../../../src/audio/encode/encode.ts";
import { type CharacterTime, createCharacterTimes } from "../../../src/characterTimes.ts";
import { roundedS } from "../../../src/sound.ts";
import type { FileProtocol } from "../file.ts";
import type { StreamProtocol } from "../stream.ts";
import { tapped, type TimedPart } from "../timed.ts";
import { JSON_LINES, jsonLine } from "./jsonLines.ts";

/** ElevenLabs' `/with-timestamps`: one object with the complete audio and the times of all characters of `text`. */
export function timestampedFile(text: string): FileProtocol {
  return {
    contentType: () => "application/json",
    async read(sounds, form) {
      const { pcm, marks, seconds } = tapped(sounds);
      const bytes = await wholeFile(pcm, form);
      const times = createCharacterTimes();
      times.addText(text);
      times.addMarks(marks);
      times.end(text.length, seconds());
      return jsonLine(objectOf(bytes, times.take(seconds())));
    },
  };
}

/**
 * ElevenLabs' `/stream/with-timestamps`: objects, one a line. A line has the characters of `text` whose sound ends in the
 * line's audio, with times from the beginning of the answer.
 */
export function timestampedStream(text: string): StreamProtocol {
  async function* wrapTimed(parts: AsyncIterable<TimedPart>): AsyncGenerator<Uint8Array> {
    const times = createCharacterTimes();
    times.addText(text);
    for await (const { bytes, marks, untilS, isLast } of parts) {
      times.addMarks(marks);
      if (isLast) times.end(text.length, untilS);
      yield jsonLine(objectOf(bytes, times.take(untilS)));
    }
  }
  return { contentType: () => JSON_LINES, wrapTimed };
}

/** The normalized alignment is that of the text as sent, so that clients store the words that they sent. */
function objectOf(bytes: Uint8Array, times: readonly CharacterTime[]) {
  const alignment =
    times.length === 0
      ? null
      : {
          characters: times.map(({ char }) => char),
          character_start_times_seconds: times.map(({ startS }) => roundedS(startS)),
          character_end_times_seconds: times.map(({ endS }) => roundedS(endS)),
        };
  return {
    audio_base64: Buffer.from(bytes).toString("base64"),
    alignment,
    normalized_alignment: alignment,
  };
}
