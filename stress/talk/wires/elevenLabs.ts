import { createBodyWriter } from "../../clients/client.ts";
import { field } from "../../clients/messages.ts";
import { errorFailure, numbersOf, parseMessage, soundOf, textsOf } from "./message.ts";
import type { WireEvent, Times, Wire, WireOptions } from "./wire.ts";

/** Names of formats without a rate. */
const FORMATS: Readonly<Record<string, string>> = {
  pcm: "pcm_24000",
  wav: "wav_24000",
  ulaw: "ulaw_8000",
  alaw: "alaw_8000",
  mp3: "mp3_44100_128",
  opus: "opus_48000_64",
};

/** ElevenLabs' socket of many contexts: `multi-stream-input`. Each reply is a context. */
export function elevenLabsWire(options: WireOptions): Wire {
  let replies = 0;
  const open = createBodyWriter(options.extra);
  const context = (): string => `reply-${replies}`;
  const write = (fields: object): string => JSON.stringify({ ...fields, context_id: context() });
  return {
    ...commonOf(options, "multi-stream-input"),
    isSingle: false,
    begin() {
      replies++;
      return [open({ text: " ", context_id: context() })];
    },
    token: (text) => [write({ text })],
    finish: () => [write({ flush: true }), write({ close_context: true })],
    // The first close of a context stops what was not flushed, a second one everything.
    cancel: () => [write({ close_context: true })],
    read(message, hasAudio) {
      const fields = parseMessage(message);
      const id = field(fields, "contextId") ?? field(fields, "context_id");
      // What still comes of an earlier reply is not heard.
      if (id !== undefined && id !== null && id !== context()) return [];
      return eventsIn(fields, hasAudio);
    },
  };
}

/** ElevenLabs' socket of one text: `stream-input`. */
export function elevenLabsSingleWire(options: WireOptions): Wire {
  const open = createBodyWriter(options.extra);
  return {
    ...commonOf(options, "stream-input"),
    isSingle: true,
    begin: () => [open({ text: " " })],
    token: (text) => [JSON.stringify({ text })],
    finish: () => [JSON.stringify({ text: "" })],
    cancel: () => null,
    read: (message, hasAudio) => eventsIn(parseMessage(message), hasAudio),
  };
}

function commonOf({ voice, format, model }: WireOptions, name: string) {
  const { name: formatName, codec } = format;
  return {
    path: `/v1/text-to-speech/${encodeURIComponent(voice)}/${name}`,
    query: {
      output_format: formatName.includes("_") ? formatName : (FORMATS[codec] ?? formatName),
      // With it, times run from the beginning of the reply.
      sync_alignment: "true",
      ...(model === null ? {} : { model_id: model }),
    },
    opening: [],
  };
}

function eventsIn(fields: object, hasAudio: boolean): readonly WireEvent[] {
  const error = field(fields, "error");
  if (error !== undefined && error !== null) throw errorFailure(fields, hasAudio);
  const events: WireEvent[] = [];
  const bytes = soundOf(fields, "audio");
  if (bytes !== null) events.push({ kind: "sound", bytes });
  const times = alignmentOf(field(fields, "alignment"));
  if (times !== null) events.push({ kind: "times", times });
  if (field(fields, "isFinal") === true) events.push({ kind: "end" });
  return events;
}

/** Reads an alignment. A character without a start gets NaN, which is an error of the alignment. */
function alignmentOf(alignment: unknown): Times | null {
  if (alignment === undefined || alignment === null) return null;
  const texts = textsOf(alignment, "chars") ?? textsOf(alignment, "characters") ?? [];
  const starts =
    numbersOf(alignment, "charStartTimesMs") ??
    numbersOf(alignment, "character_start_times_seconds")?.map((seconds) => seconds * 1000) ??
    [];
  if (texts.length === 0) return null;
  const startsMs = texts.map((_, at) => starts[at] ?? NaN);
  return { unit: "characters", texts, startsMs };
}
