import { messageOf } from "../../../src/message.ts";
import type { Command, Message, TalkErrorCode, TalkEvent, Wire } from "../wire.ts";
import { type Fields, ignoredFields, readObject, wrongField } from "./clientMessage.ts";
import { anyMessage, flagOf, settingsOf, textOf } from "./elevenLabsMessage.ts";

/** The context of messages without an id. */
const DEFAULT = "default";
/** Longest id of a context; every frame repeats it. */
const MAX_ID_CHARS = 256;
const ID = `a text of at most ${MAX_ID_CHARS} characters`;

/**
 * Creates ElevenLabs' wire `multi-stream-input`: many contexts on a socket.
 * https://elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-multi-stream-input
 */
export function createElevenLabs(): Wire {
  /** Contexts that a message has opened and that have not ended. */
  const open = new Set<string>();
  return {
    face: "elevenlabs",
    read(message) {
      const fields = readObject(message);
      if (typeof fields === "string") return [invalid(null, fields)];
      const id = fields["context_id"] ?? fields["contextId"] ?? DEFAULT;
      if (typeof id !== "string" || id.length > MAX_ID_CHARS)
        return [invalid(null, wrongField("context_id", ID, { context_id: id }))];
      const ignored = ignoredFields(fields, anyMessage);
      try {
        if (flagOf(fields, "close_socket")) return [...ignored, { do: "closeSocket", now: false }];
        const commands = [...textCommands(fields, id, open), ...endCommands(fields, id)];
        if (commands.length === 0) commands.push({ do: "touch", context: id });
        return [...ignored, ...commands];
      } catch (error) {
        return [...ignored, invalid(id, messageOf(error))];
      }
    },
    write(event) {
      if (event.is === "final") open.delete(event.context);
      return written(event).map((fields) => JSON.stringify(fields));
    },
  };
}

function invalid(context: string | null, message: string): Command {
  return { do: "invalid", context, message };
}

/** Returns what the text of a message asks for. Throws an Error if a field is invalid. */
function textCommands(fields: Fields, id: string, open: Set<string>): Command[] {
  const text = textOf(fields);
  if (text === "") return [];
  const isNew = !open.has(id);
  open.add(id);
  const opening: Command[] = isNew
    ? [{ do: "open", context: id, settings: settingsOf(fields) }]
    : [];
  // The lone space that opens a context is no text.
  if (isNew && text === " ") return opening;
  return [...opening, { do: "text", context: id, text }];
}

function endCommands(fields: Fields, context: string): Command[] {
  const commands: Command[] = [];
  if (flagOf(fields, "flush")) commands.push({ do: "flush", context });
  if (flagOf(fields, "close_context")) {
    const playbackMs = fields["playback_ms"];
    if (playbackMs === undefined || playbackMs === null) commands.push({ do: "close", context });
    else if (typeof playbackMs === "number" && playbackMs >= 0)
      commands.push({ do: "close", context, playbackMs });
    else throw new Error(wrongField("playback_ms", "a number of milliseconds", fields));
  }
  return commands;
}

function written(event: TalkEvent): readonly object[] {
  // Pipecat reads `contextId` only, other clients read either.
  const ids = { contextId: event.context, context_id: event.context };
  switch (event.is) {
    case "audio":
      return audioMessages(event).map((fields) => ({ ...fields, ...ids }));
    case "final":
      return [{ isFinal: true, ...ids, ...(event.spoken && { spoken: event.spoken }) }];
    case "error": {
      const { code, message, context } = event;
      return [{ error: code, message, code: 1008, ...(context !== null && ids) }];
    }
    default:
      return [];
  }
}

/** Returns the audio message that both wires of ElevenLabs have; none if the event has only words. */
function audioMessages({ bytes, chars }: TalkEvent & { is: "audio" }): readonly object[] {
  if (bytes.length === 0 && chars === null) return [];
  const alignment = chars && {
    chars: chars.chars,
    charStartTimesMs: chars.startsMs,
    charDurationsMs: chars.durationsMs,
  };
  const audio = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("base64");
  return [{ audio, alignment, normalizedAlignment: alignment, isFinal: null }];
}

/** Close codes of the wire with one context: 1013 asks the client to try again later. */
const CLOSE: Readonly<Partial<Record<TalkErrorCode, number>>> = {
  rate_limited: 1013,
  engine_error: 1011,
};
const closeCode = (code: TalkErrorCode): number => CLOSE[code] ?? 1008;

/** Creates ElevenLabs' wire `stream-input`: one context, whose end closes the socket. */
export function createStreamInput(): Wire {
  const context = "";
  let isOpen = false;
  /** Whether the text so far ends with white space, so that a lone space only keeps the socket alive. */
  let endsBlank = true;
  const messages = (event: TalkEvent): readonly object[] => {
    if (event.is === "audio") return audioMessages(event);
    if (event.is === "final") return [{ audio: null, isFinal: true }];
    if (event.is !== "error") return [];
    const { code, message } = event;
    return [{ message, error: code, code: closeCode(code) }];
  };
  return {
    face: "elevenlabs",
    read(message) {
      const fields = readObject(message);
      if (typeof fields === "string") return [invalid(null, fields)];
      const ignored = ignoredFields(fields, anyMessage);
      try {
        const text = textOf(fields);
        const commands: Command[] = [...ignored];
        if (!isOpen) commands.push({ do: "open", context, settings: settingsOf(fields) });
        isOpen = true;
        if (text !== "" && !(text === " " && endsBlank)) {
          commands.push({ do: "text", context, text });
          endsBlank = /\s$/.test(text);
        } else commands.push({ do: "touch", context });
        if (flagOf(fields, "flush")) commands.push({ do: "flush", context });
        if (fields["text"] === "") commands.push({ do: "finish", context });
        return commands;
      } catch (error) {
        return [...ignored, invalid(null, messageOf(error))];
      }
    },
    write: (event): readonly Message[] => messages(event).map((fields) => JSON.stringify(fields)),
    closeAfter(event) {
      if (event.is === "error") return closeCode(event.code);
      return event.is === "final" ? 1000 : null;
    },
  };
}
