import { z } from "zod";
import project from "../../../package.json" with { type: "json" };
import { roundedS } from "../../../src/sound.ts";
import type { Command, Message, Spoken, SpokenWord, TalkEvent, Wire } from "../wire.ts";
import { type Fields, ignoredFields, readObject, wrongField } from "./clientMessage.ts";

interface DeepgramOptions {
  readonly requestId: string;
  readonly voice: string;
  /** Whether the client wants the times of the words. */
  readonly wantsWords: boolean;
}

/** Deepgram's types of messages; a wrong `playback_ms` must not keep a Clear from clearing. */
const speakMessage = z.object({ text: z.string() });
/** Every field of a message. */
const anyMessage = z.object({ type: z.unknown(), text: z.unknown(), playback_ms: z.unknown() });
const clearMessage = z.object({ playback_ms: z.number().min(0).optional().catch(undefined) });

/** The state of the turns on one socket. The id of a turn's context is the turn's number. */
interface Turns {
  turn: number;
  /** Whether the last turn takes more text. */
  isOpen: boolean;
  /** The contexts that have not ended, each with the answers to its flushes that wait for its last bytes. */
  readonly held: Map<string, number>;
  /** The contexts whose end is the answer to a Clear. */
  readonly clearing: Set<string>;
  /** Tells what was heard of the last turn, if it has ended. */
  heard: ((playbackMs: number) => Spoken) | null;
}

/**
 * Deepgram's `WS /v1/speak`. A turn is a context: it begins with the first Speak and ends when its flushes are answered
 * and no later text has come, or with a Clear. Every turn has a context of its own, so that nothing of a cleared turn
 * comes in the next one.
 */
export function deepgramWire({ requestId, voice, wantsWords }: DeepgramOptions): Wire {
  const turns: Turns = {
    turn: 0,
    isOpen: false,
    held: new Map(),
    clearing: new Set(),
    heard: null,
  };
  let sequence = 0;
  const answer = (type: "Flushed" | "Cleared", more: object = {}): string =>
    JSON.stringify({ type, sequence_id: sequence++, ...more });

  function clear(playbackMs: number | undefined): readonly Command[] {
    const context = String(turns.turn);
    const isRunning = turns.held.has(context);
    // A turn before the last one can still have bytes to send.
    const earlier = [...turns.held.keys()].filter((each) => each !== context);
    const cancels = earlier.map((each): Command => ({ do: "cancel", context: each }));
    turns.held.clear();
    if (!isRunning) {
      const spoken = playbackMs === undefined ? null : (turns.heard?.(playbackMs) ?? NOTHING);
      turns.heard = null;
      return [...cancels, { do: "reply", messages: [answer("Cleared", truth(spoken))] }];
    }
    turns.isOpen = false;
    turns.clearing.add(context);
    const played = playbackMs === undefined ? {} : { playbackMs };
    return [...cancels, { do: "cancel", context, ...played }];
  }

  function read(message: Message): readonly Command[] {
    const fields = readObject(message);
    if (typeof fields === "string") return invalid(fields);
    return [...ignoredFields(fields, anyMessage), ...commandsOf(fields)];
  }

  function commandsOf(fields: Fields): readonly Command[] {
    switch (fields["type"]) {
      case "Speak": {
        const { data } = speakMessage.safeParse(fields);
        return data === undefined
          ? invalid(wrongField("text", "a text", fields))
          : speak(data.text, turns);
      }
      case "Flush":
        return flush(turns);
      case "Clear":
        return clear(clearMessage.parse(fields).playback_ms);
      case "Close":
        return [{ do: "closeSocket", now: true }];
      default: {
        const wrong = wrongField("type", "one of Speak, Flush, Clear, Close", fields);
        return [{ do: "reply", messages: [warning("UNKNOWN_TYPE", wrong)] }];
      }
    }
  }

  function write(event: TalkEvent): readonly Message[] {
    switch (event.is) {
      case "audio":
        return turns.clearing.has(event.context) ? [] : audioMessages(event, wantsWords);
      case "flushed": {
        // At the end of a turn the bytes that the encoder still has come first.
        const held = event.isLast ? turns.held.get(event.context) : undefined;
        if (held === undefined) return [answer("Flushed")];
        turns.held.set(event.context, held + 1);
        return [];
      }
      case "final":
        return end(event);
      case "error":
        return [problem(event)];
      default:
        return [];
    }
  }

  function end({ context, spoken, heard }: TalkEvent & { is: "final" }): readonly Message[] {
    if (turns.clearing.delete(context)) return [answer("Cleared", truth(spoken))];
    const held = turns.held.get(context) ?? 0;
    turns.held.delete(context);
    if (context === String(turns.turn)) Object.assign(turns, { isOpen: false, heard });
    return Array.from({ length: held }, () => answer("Flushed"));
  }

  return {
    face: "deepgram",
    opening: [metadata(requestId, voice)],
    read,
    write,
    follow(event) {
      const isLast = event.is === "flushed" && event.isLast && event.context === String(turns.turn);
      if (!isLast || !turns.isOpen) return [];
      turns.isOpen = false;
      return [{ do: "finish", context: event.context }];
    },
    closeAfter: (event) => (event.is === "error" && event.gone ? 1011 : null),
  };
}

const NOTHING: Spoken = { text: "", remaining: "", chars: 0 };

function speak(text: string, turns: Turns): readonly Command[] {
  if (text === "") return [];
  if (!turns.isOpen) {
    Object.assign(turns, { turn: turns.turn + 1, isOpen: true, heard: null });
    turns.held.set(String(turns.turn), 0);
  }
  return [{ do: "text", context: String(turns.turn), text }];
}

function flush({ turn, isOpen, held }: Turns): readonly Command[] {
  const context = String(turn);
  const waiting = held.get(context);
  if (isOpen || waiting === undefined) return [{ do: "flush", context }];
  // All text of the turn was spoken before. The answer comes with those that wait for the turn's end.
  held.set(context, waiting + 1);
  return [];
}

function metadata(requestId: string, voice: string): string {
  return JSON.stringify({
    type: "Metadata",
    request_id: requestId,
    model_name: voice,
    model_version: project.version,
    model_uuid: Bun.randomUUIDv5(voice, "url"),
  });
}

function audioMessages(
  { bytes, words }: TalkEvent & { is: "audio" },
  wantsWords: boolean,
): readonly Message[] {
  const times = wantsWords && words.length > 0 ? [wordsMessage(words)] : [];
  return bytes.length === 0 ? times : [...times, bytes];
}

function wordsMessage(words: readonly SpokenWord[]): string {
  const times = words.map(({ word, fromS, toS }) => ({
    word,
    start: roundedS(fromS),
    end: roundedS(toS),
  }));
  return JSON.stringify({ type: "Words", words: times });
}

function truth(spoken: Spoken | null): object {
  return spoken === null ? {} : { text_spoken: spoken.text, text_remaining: spoken.remaining };
}

function problem({ code, message }: TalkEvent & { is: "error" }): string {
  if (code === "invalid_message") return warning("INVALID_MESSAGE", message);
  return JSON.stringify({ type: "Error", code: code.toUpperCase(), description: message, message });
}

/** LiveKit and Pipecat read `warn_msg`, the SDK reads `description`. */
function warning(code: string, text: string): string {
  return JSON.stringify({ type: "Warning", code, description: text, warn_msg: text });
}

function invalid(message: string): readonly Command[] {
  return [{ do: "invalid", context: null, message }];
}
