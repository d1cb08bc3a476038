import type { CharacterMs } from "../../src/characterTimes.ts";
import type { Misspelt } from "../names/misspelt.ts";
import type { Face } from "../observe/record.ts";
import type { TalkSettings } from "./settings.ts";

/** A frame of a socket: text, or binary. */
export type Message = string | Uint8Array;

/** What a message of a client asks for. `context` is the wire's id of a context; "" on a wire with one context. */
export type Command =
  /** Opens a context. Without effect if it is open. */
  | { readonly do: "open"; readonly context: string; readonly settings: Partial<TalkSettings> }
  /** Text, joined verbatim. Opens an unknown context. */
  | { readonly do: "text"; readonly context: string; readonly text: string }
  /** Speaks all text. Answered by one `flushed`, at once if nothing is left or the context is unknown. */
  | { readonly do: "flush"; readonly context: string }
  /** No more text follows: speaks all of it, then ends the context. */
  | { readonly do: "finish"; readonly context: string }
  /** Ends the context after the text up to its last flush. What stands after the flush stops now; a second close, or one with `playbackMs`, stops everything. */
  | { readonly do: "close"; readonly context: string; readonly playbackMs?: number }
  /** Stops everything now. Flushes that were not answered get no `flushed`. */
  | { readonly do: "cancel"; readonly context: string; readonly playbackMs?: number }
  /** Keeps a context from being idle; null: only the socket. */
  | { readonly do: "touch"; readonly context: string | null }
  /** The wire's own answer. */
  | { readonly do: "reply"; readonly messages: readonly Message[] }
  /** The message has misspelt fields, which are ignored. */
  | { readonly do: "ignore"; readonly misspelt: readonly Misspelt[] }
  /** An invalid message; `context` if it names one, which then ends. */
  | { readonly do: "invalid"; readonly context: string | null; readonly message: string }
  /** Closes the socket: `now`, or after all contexts have finished. */
  | { readonly do: "closeSocket"; readonly now: boolean };

export type TalkErrorCode =
  "invalid_message" | "text_too_long" | "max_active_contexts" | "rate_limited" | "engine_error";

/** A word of the caller's text. */
export interface SpokenWord {
  /** With the signs that touch it. */
  readonly word: string;
  /** Place in the context's text, UTF-16 units; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Seconds from the beginning of the context's audio. */
  readonly fromS: number;
  readonly toS: number;
}

/** The parts of a context's text that were and were not heard. */
export interface Spoken {
  readonly text: string;
  readonly remaining: string;
  /** Length of `text`, code points. */
  readonly chars: number;
}

/** What happens to a context. */
export type TalkEvent =
  /** Only with `bySentence`: before the audio of sentence `index` of the context, `atS` seconds from the beginning of its audio. */
  | {
      readonly is: "begun";
      readonly context: string;
      readonly index: number;
      readonly text: string;
      readonly atS: number;
    }
  /**
   * Encoded audio, the characters whose sound ended in it and the words that were made known. `bytes` can be empty if
   * `chars` or `words` are not.
   */
  | {
      readonly is: "audio";
      readonly context: string;
      readonly bytes: Uint8Array;
      readonly chars: CharacterMs | null;
      readonly words: readonly SpokenWord[];
    }
  /** Only with `bySentence`: after the audio of sentence `index`. */
  | {
      readonly is: "ended";
      readonly context: string;
      readonly index: number;
      readonly failed: boolean;
    }
  /** All audio of the text before a flush was sent. `n` counts the flushes of the socket from 1. `isLast`: no text stands after it. */
  | {
      readonly is: "flushed";
      readonly context: string;
      readonly n: number;
      readonly isLast: boolean;
    }
  /** An error. `gone`: the engine is not available. If it belongs to a context, the context's end follows. */
  | {
      readonly is: "error";
      readonly context: string | null;
      readonly code: TalkErrorCode;
      readonly message: string;
      readonly gone: boolean;
    }
  /**
   * The end of a context, its last event. `spoken` is set if the client told how much of the audio was played; `heard`
   * answers that later.
   */
  | {
      readonly is: "final";
      readonly context: string;
      readonly spoken: Spoken | null;
      readonly heard: (playbackMs: number) => Spoken;
    };

/** A protocol of a socket. Its functions are pure apart from the wire's own state, such as sequence numbers. */
export interface Wire {
  /** The name of the protocol in metrics and in the access log. */
  readonly face: Face;
  /** Messages that are sent before an idle socket is closed. */
  readonly farewell?: readonly Message[];
  /** Messages that are sent when the socket opens. */
  readonly opening?: readonly Message[];
  /** Returns what a message of the client asks for. */
  read(message: Message): readonly Command[];
  /** Returns the messages that tell an event. */
  write(event: TalkEvent): readonly Message[];
  /** Returns the commands that follow an event. */
  follow?(event: TalkEvent): readonly Command[];
  /** Returns the code with which the socket closes after an event; null: it stays open. */
  closeAfter?(event: TalkEvent): number | null;
}
