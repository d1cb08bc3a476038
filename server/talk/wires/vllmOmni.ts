import { z } from "zod";
import { expected, messageOf } from "../../../src/message.ts";
import type { TalkSettings } from "../settings.ts";
import type { Command, Message, TalkEvent, Wire } from "../wire.ts";
import { type Fields, ignoredFields, readObject, wrongField } from "./clientMessage.ts";
import { anyMessage, readConfig, type SessionConfig } from "./vllmConfig.ts";
import { createUtterances, type Session } from "./vllmUtterances.ts";

/** Longest text of an `input.text`, bytes. */
const MAX_TEXT_BYTES = 128 * 1024;
/** Most utterances of a socket that wait for their answers. */
const MAX_UNANSWERED = 64;
const IDLE = "no message for too long: the socket is closed";
const TYPES = "one of session.config, input.text, input.done, session.close";

interface VllmOptions {
  /** Returns what the config means for an utterance. Throws SpeechError if it cannot be honoured. */
  readonly settingsOf: (config: SessionConfig) => Partial<TalkSettings>;
  /** Longest text that waits for `input.done`, characters. */
  readonly maxChars: number;
}

const textMessage = z.object({ text: z.string() });

/**
 * vllm-omni's `WS /v1/audio/speech/stream`. An utterance, the text up to an `input.done`, is a context and has the config
 * that held when its text began. Needs a socket whose contexts are serial and by sentence.
 */
export function vllmOmniWire({ settingsOf, maxChars }: VllmOptions): Wire {
  const utterances = createUtterances();
  let session: Session | null = null;

  /** Without a first config the socket is of no use. */
  const refuse = (message: string): readonly Command[] =>
    session === null ? [...problem(message), { do: "closeSocket", now: true }] : problem(message);

  function configure(fields: Fields): readonly Command[] {
    if (utterances.isOpen)
      return problem("session.config is possible between utterances only; send input.done first");
    const config = readConfig(fields);
    if ("wrong" in config) return refuse(config.wrong);
    try {
      session = { config, settings: settingsOf(config) };
      return [{ do: "touch", context: null }];
    } catch (error) {
      return refuse(messageOf(error));
    }
  }

  function speak(fields: Fields, current: Session): readonly Command[] {
    const { data } = textMessage.safeParse(fields);
    if (data === undefined) return problem(wrongField("text", "a text", fields));
    const { text } = data;
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_TEXT_BYTES)
      return problem(expected("text", `at most ${MAX_TEXT_BYTES} bytes`, String(bytes)));
    const chars = utterances.waitingChars + text.length;
    if (chars > maxChars)
      return problem(expected("text", `at most ${maxChars} characters that wait`, String(chars)));
    return utterances.add(text, current);
  }

  function read(message: Message): readonly Command[] {
    const fields = readObject(message);
    if (typeof fields === "string")
      return session === null
        ? refuse(fields)
        : [{ do: "invalid", context: null, message: fields }];
    return [...ignoredFields(fields, anyMessage), ...commandsOf(fields)];
  }

  function commandsOf(fields: Fields): readonly Command[] {
    const { type } = fields;
    if (type === "session.config") return configure(fields);
    if (type === "session.close") return [{ do: "closeSocket", now: true }];
    if (session === null)
      return refuse(wrongField("type", "session.config in the first message", fields));
    if (!utterances.isOpen && utterances.unanswered >= MAX_UNANSWERED)
      return problem(`at most ${MAX_UNANSWERED} utterances can wait for their answers`);
    if (type === "input.text") return speak(fields, session);
    if (type === "input.done") return utterances.finish(session);
    return problem(wrongField("type", TYPES, fields));
  }

  const write = (event: TalkEvent): readonly Message[] =>
    event.is === "error"
      ? [errorMessage(event.message), ...utterances.write(event)]
      : utterances.write(event);
  const follow = (event: TalkEvent): readonly Command[] =>
    event.is === "final" && utterances.isCutShort(event.context)
      ? [...problem(IDLE), { do: "closeSocket", now: true }]
      : [];
  return { face: "vllm-omni", read, write, follow, farewell: [errorMessage(IDLE)] };
}

function errorMessage(message: string): string {
  return JSON.stringify({ type: "error", message });
}

function problem(message: string): readonly Command[] {
  return [{ do: "reply", messages: [errorMessage(message)] }];
}
