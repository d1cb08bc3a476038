import { z } from "zod";
import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import { expected, messageOf } from "../../src/message.ts";
import type { TalkSettings } from "../talk/settings.ts";
import type { Command, Message, TalkEvent, Wire } from "../talk/wire.ts";
import { encodeEvent, type WyomingEvent } from "./event.ts";
import type { Received } from "./eventReader.ts";

/** Most requests of a connection that wait for their answers. */
const MAX_WAITING = 64;
/** The PCM of all answers. */
const AUDIO = { rate: OUTPUT_HZ, width: 2, channels: 1 } as const;

const aVoice = z.object({ name: z.string().nullish(), language: z.string().nullish() }).nullish();
const spoken = z.object({ voice: aVoice, text_format: z.unknown().optional() });
const written = z.object({ text: z.string() });

export type WyomingVoice = z.output<typeof aVoice>;

interface WyomingOptions {
  readonly info: WyomingEvent;
  /** Returns what a voice means for a context. Throws SpeechError if there is no such voice. */
  readonly settingsOf: (voice: WyomingVoice) => Partial<TalkSettings>;
}

/** One `synthesize`, or one `synthesize-start` … `synthesize-stop`. */
interface Answer {
  readonly isStream: boolean;
  /** Why nothing is spoken. */
  refusal: string | null;
  hasBegun: boolean;
}

/**
 * The Wyoming protocol, which Home Assistant speaks. Every answer is a context, whose id is its number. Needs a
 * connection whose contexts are serial, because the events do not say to which request they belong. `read` gets a
 * `Received` as JSON, without a payload.
 */
export function wyomingWire({ info, settingsOf }: WyomingOptions): Wire {
  const answers = new Map<string, Answer>();
  let last = 0;
  /** Whether a `synthesize-start` has no `synthesize-stop` yet. */
  let isStreaming = false;

  function begin(isStream: boolean, data: object): readonly Command[] {
    last += 1;
    const context = String(last);
    const answer: Answer = { isStream, refusal: null, hasBegun: false };
    answers.set(context, answer);
    const { data: given } = spoken.safeParse(data);
    try {
      if (given === undefined)
        throw new Error(expected("voice", "an object with a name", "another value"));
      return [
        {
          do: "open",
          context,
          settings: { ...settingsOf(given.voice), hasBreaks: given.text_format === "ssml" },
        },
      ];
    } catch (error) {
      answer.refusal = messageOf(error);
      return [{ do: "open", context, settings: {} }];
    }
  }
  function add(data: object): readonly Command[] {
    const context = String(last);
    const answer = answers.get(context);
    const text = written.safeParse(data).data?.text;
    if (answer === undefined || answer.refusal !== null || text === "") return [];
    if (text !== undefined) return [{ do: "text", context, text }];
    answer.refusal = expected("text", "a text", "another value");
    return [];
  }
  const finish = (): Command => ({ do: "finish", context: String(last) });

  function onEvent({ type, data }: WyomingEvent): readonly Command[] {
    switch (type) {
      case "describe":
        return reply(info);
      case "ping":
        return reply({ type: "pong", data: { text: data["text"] ?? null } });
      case "synthesize":
        // Clients send the whole text within a stream too, for servers that know no streams.
        if (isStreaming) return [];
        if (answers.size >= MAX_WAITING) return reply(tooMany());
        return [...begin(false, data), ...add(data), finish()];
      case "synthesize-start": {
        if (answers.size >= MAX_WAITING) return reply(tooMany());
        const before = isStreaming ? [finish()] : [];
        isStreaming = true;
        return [...before, ...begin(true, data)];
      }
      case "synthesize-chunk":
        return isStreaming ? add(data) : reply(misplaced(type));
      case "synthesize-stop":
        if (!isStreaming) return reply(misplaced(type));
        isStreaming = false;
        return [finish()];
      default:
        return []; // events for other kinds of programs
    }
  }

  function write(event: TalkEvent): readonly Message[] {
    if (event.is === "error") return [encodeEvent(errorEvent(event.message, event.code))];
    const answer = answers.get(event.context);
    if (answer === undefined) return [];
    if (event.is === "audio" && event.bytes.length > 0) {
      const start = answer.hasBegun ? [] : [encodeEvent({ type: "audio-start", data: AUDIO })];
      answer.hasBegun = true;
      return [...start, encodeEvent({ type: "audio-chunk", data: AUDIO, payload: event.bytes })];
    }
    if (event.is !== "final") return [];
    answers.delete(event.context);
    return endOf(answer).map(encodeEvent);
  }
  return {
    face: "wyoming",
    read(message) {
      const received = JSON.parse(String(message)) as Received; // written by this server
      if (received.is === "event") return onEvent(received.event);
      return [{ do: "invalid", context: null, message: received.message }];
    },
    write,
  };
}

/** Returns the last events of an answer. Every client finds the one that it waits for, also if nothing was spoken. */
function endOf({ isStream, refusal, hasBegun }: Answer): readonly WyomingEvent[] {
  const stop = { type: "audio-stop", data: {} };
  const stopped = { type: "synthesize-stopped", data: {} };
  const error = refusal === null ? [] : [errorEvent(refusal, "invalid_input")];
  const audio = hasBegun || !isStream ? [stop] : [];
  return [...error, ...audio, ...(isStream ? [stopped] : [])];
}

function reply(event: WyomingEvent): readonly Command[] {
  return [{ do: "reply", messages: [encodeEvent(event)] }];
}

function misplaced(type: string): WyomingEvent {
  return errorEvent(`${type} is possible only after synthesize-start`, "invalid_message");
}

function tooMany(): WyomingEvent {
  return errorEvent(`at most ${MAX_WAITING} requests of a connection can wait`, "rate_limited");
}

/** Returns the event that tells an error. */
export function errorEvent(text: string, code: string): WyomingEvent {
  return { type: "error", data: { text, code } };
}
