import { createBodyWriter } from "../../clients/client.ts";
import { field, stringField } from "../../clients/messages.ts";
import { Failure } from "../../http/failure.ts";
import { parseSoundFormat } from "../../reply/settings.ts";
import { errorFailure, numbersOf, parseMessage, soundOf, textsOf } from "./message.ts";
import { type WireEvent, rateOf, rateType, type Wire, type WireOptions } from "./wire.ts";

/** vllm-omni's socket: a reply is an utterance, and each of its sentences a body of its own. */
export function vllmOmniWire({ voice, format, model, wantsWords, extra }: WireOptions): Wire {
  const send = (fields: object): string => JSON.stringify(fields);
  /** Length of the sound of the sentences before the current one, as the server has counted it, milliseconds. */
  let sentenceMs = 0;
  let sentenceBytes = 0;
  let [rateHz, channels] = [rateOf(format), 1];

  const soundIn = (bytes: Uint8Array): WireEvent => {
    sentenceBytes += bytes.length;
    return { kind: "sound", bytes };
  };
  const startOfSentence = (fields: object): readonly WireEvent[] => {
    const name = stringField(fields, "format");
    const declared = name === null ? null : parseSoundFormat(name.toLowerCase());
    if (declared !== null && declared.codec !== format.codec)
      throw new Failure("bad_audio", `${name} instead of ${format.codec} (audio.start)`);
    const [rate, count] = [field(fields, "sample_rate"), field(fields, "channels")];
    if (typeof rate === "number" && rate > 0) rateHz = rate;
    if (typeof count === "number" && count > 0) channels = count;
    return [
      {
        kind: "file",
        type: format.codec === "pcm" ? `${rateType(rateHz)};channels=${channels}` : "",
      },
    ];
  };
  const endOfSentence = (fields: object, hasAudio: boolean): readonly WireEvent[] => {
    if (field(fields, "error") === true) throw errorFailure(fields, hasAudio);
    const total = field(fields, "total_bytes");
    if (typeof total === "number" && total > sentenceBytes)
      throw new Failure(
        "truncated",
        `a sentence has ${sentenceBytes} of the ${total} bytes that audio.done declares`,
      );
    const words = field(field(fields, "timestamp_info"), "word_alignment");
    const texts = textsOf(words, "words");
    const starts = numbersOf(words, "word_start_times_seconds");
    const startMs = sentenceMs;
    sentenceMs += pcmMs(sentenceBytes, rateHz) / channels;
    sentenceBytes = 0;
    if (texts === null || starts === null) return [];
    const startsMs = starts.map((seconds) => startMs + seconds * 1000);
    return [{ kind: "times", times: { unit: "words", texts, startsMs } }];
  };

  return {
    path: "/v1/audio/speech/stream",
    query: {},
    opening: [
      createBodyWriter(extra)({
        type: "session.config",
        voice,
        response_format: format.codec,
        stream_audio: true,
        ...(model === null ? {} : { model }),
        ...(wantsWords ? { timestamp_type: "word" } : {}),
      }),
    ],
    isSingle: false,
    begin() {
      [sentenceMs, sentenceBytes] = [0, 0];
      return [];
    },
    token: (text) => [send({ type: "input.text", text })],
    finish: () => [send({ type: "input.done" })],
    cancel: () => null,
    read(message, hasAudio): readonly WireEvent[] {
      if (typeof message !== "string") return [soundIn(message)];
      const fields = parseMessage(message);
      switch (stringField(fields, "type")) {
        case "error":
          throw errorFailure(fields, hasAudio);
        case "audio.start":
          return startOfSentence(fields);
        case "audio.chunk": {
          const bytes = soundOf(fields, "audio_b64");
          const times = wordsOf(field(fields, "timestamps"), sentenceMs);
          return [...(bytes === null ? [] : [soundIn(bytes)]), ...times];
        }
        case "audio.done":
          return endOfSentence(fields, hasAudio);
        case "session.done":
          return [{ kind: "end" }];
        default:
          return [];
      }
    },
  };
}

/** Reads the word times of a chunk, which count from the beginning of its sentence at `startMs`. */
function wordsOf(words: unknown, startMs: number): readonly WireEvent[] {
  if (!Array.isArray(words) || words.length === 0) return [];
  const texts = words.map((word) => stringField(word, "word") ?? "");
  const startsMs = words.map((word) => startMs + Number(field(word, "start_ms")));
  return [{ kind: "times", times: { unit: "words", texts, startsMs } }];
}

/** Returns the length of 16-bit samples, milliseconds; 0 for sound whose rate is not known. */
function pcmMs(bytes: number, rateHz: number | null): number {
  return rateHz === null ? 0 : (bytes * 500) / rateHz;
}
