import { OUTPUT_HZ } from "../../../src/audio/pcm.ts";
import type { TalkSettings } from "../settings.ts";
import type { Command, Message, TalkEvent } from "../wire.ts";
import type { SessionConfig } from "./vllmConfig.ts";
import { createSentence, type Sentence } from "./vllmSentence.ts";

/** A `session.config` and what it means for a context. */
export interface Session {
  readonly config: SessionConfig;
  readonly settings: Partial<TalkSettings>;
}

/** The utterances of a socket. */
export interface Utterances {
  /** Whether text has come after the last `input.done`. */
  readonly isOpen: boolean;
  /** Number of characters that wait for `input.done`. */
  readonly waitingChars: number;
  /** Number of utterances that are not answered. */
  readonly unanswered: number;
  add(text: string, session: Session): readonly Command[];
  finish(session: Session): readonly Command[];
  write(event: TalkEvent): readonly Message[];
  /** Whether a context has ended although its utterance takes more text: no text came for too long. */
  isCutShort(context: string): boolean;
}

interface Utterance {
  readonly config: SessionConfig;
  sentences: number;
  sentence: Sentence | null;
  /** Whether `input.done` has come. */
  isDone: boolean;
  /** Whether the context has ended. An error ends it before `input.done`. */
  isEnded: boolean;
  hasFailed: boolean;
}

/**
 * Creates the utterances of a socket: the text up to an `input.done`. Each is a context, whose id is its number. Without
 * `stream_audio` its text waits for `input.done`, because the client wants no audio before.
 */
export function createUtterances(): Utterances {
  const utterances = new Map<string, Utterance>();
  let next = 0;
  let buffered = "";
  let isOpen = false;

  function pass({ config, settings }: Session): readonly Command[] {
    const context = String(next);
    const text = buffered;
    buffered = "";
    const known = utterances.get(context);
    if (known?.isEnded === true) return [];
    const commands: readonly Command[] = text === "" ? [] : [{ do: "text", context, text }];
    if (known !== undefined) return commands;
    utterances.set(context, {
      config,
      sentences: 0,
      sentence: null,
      isDone: false,
      isEnded: false,
      hasFailed: false,
    });
    return [{ do: "open", context, settings }, ...commands];
  }
  return {
    get isOpen() {
      return isOpen;
    },
    get waitingChars() {
      return buffered.length;
    },
    get unanswered() {
      return utterances.size;
    },
    add(text, session) {
      if (text === "") return [];
      isOpen = true;
      buffered += text;
      return session.config.stream_audio === true ? pass(session) : [];
    },
    finish(session) {
      const context = String(next);
      const commands = pass(session);
      next += 1;
      isOpen = false;
      const utterance = utterances.get(context);
      if (utterance === undefined) return commands;
      utterance.isDone = true;
      if (!utterance.isEnded) return [...commands, { do: "finish", context }];
      utterances.delete(context);
      return [{ do: "reply", messages: [sessionDone(context, utterance)] }];
    },
    write(event) {
      const utterance = utterances.get(event.context ?? "");
      if (utterance === undefined) return [];
      if (event.is === "error") utterance.hasFailed = true;
      if (event.is !== "final") return sentenceMessages(event, utterance);
      utterance.isEnded = true;
      if (!utterance.isDone) return [];
      utterances.delete(event.context);
      return [sessionDone(event.context, utterance)];
    },
    isCutShort(context) {
      const utterance = utterances.get(context);
      return utterance?.isEnded === true && !utterance.isDone && !utterance.hasFailed;
    },
  };
}

/** Returns the messages that tell an event of a sentence. */
function sentenceMessages(event: TalkEvent, utterance: Utterance): readonly Message[] {
  switch (event.is) {
    case "begun": {
      const place = { utterance: Number(event.context), index: event.index, atS: event.atS };
      utterance.sentence = createSentence(place, utterance.config);
      utterance.sentences += 1;
      return [audioStart(event, utterance.config)];
    }
    case "audio":
      return utterance.sentence?.audio(event.bytes, event.words) ?? [];
    case "ended":
      return utterance.sentence?.end(event.failed) ?? [];
    default:
      return [];
  }
}

function audioStart(
  { context, index, text }: TalkEvent & { is: "begun" },
  { response_format: format }: SessionConfig,
): string {
  return JSON.stringify({
    type: "audio.start",
    utterance_index: Number(context),
    sentence_index: index,
    sentence_text: text,
    format: format ?? "wav",
    sample_rate: OUTPUT_HZ,
    channels: 1,
  });
}

function sessionDone(context: string, { sentences }: Utterance): string {
  return JSON.stringify({
    type: "session.done",
    utterance_index: Number(context),
    total_sentences: sentences,
  });
}
