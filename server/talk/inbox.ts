import { createBreaks } from "./breaks.ts";
import { END, FLUSH, type TextPart, WORDS } from "../../src/text/speakable.ts";

/** Least length of a first clause that is spoken before its sentence is complete, characters. */
const CLAUSE_CHARS = 20;
/** ElevenLabs' default of `chunk_length_schedule`, and its least value. */
const SCHEDULE = [120, 160, 250, 290];
const MIN_SCHEDULE = 50;

/** A part of the text to read; `flush` is the number of a client's flush, `pauseS` a silence after the text so far. */
export interface Taken {
  readonly part: TextPart;
  readonly flush?: number;
  readonly pauseS?: number;
}

/** How far the text has been read. */
interface Reading {
  /** UTF-16 units that were read and are in no utterance yet. */
  readonly waiting: number;
  /** Number of utterances so far. */
  readonly utterances: number;
}

/** The text of a context that has arrived and was not read, and the decision when an incomplete sentence is spoken. */
export interface Inbox {
  /** Whether all that has arrived was taken. */
  readonly isEmpty: boolean;
  add(text: string): void;
  flush(n: number): void;
  /** Tells that no more text follows. */
  end(): void;
  /** Removes the text after the last flush that was not taken, and ends. */
  endAtFlush(): void;
  /** Returns what is to be read next; null if nothing is to be done until more arrives. */
  take(reading: Reading): Taken | null;
  /** Waits until `take` can return more. */
  arrived(): Promise<void>;
}

interface InboxOptions {
  readonly schedule?: readonly number[];
  /** Without new text for this long, all of it is spoken, milliseconds. */
  readonly maxDelayMs: number;
  /** Whether SSML's `break` tags are pauses; false by default. */
  readonly hasBreaks?: boolean;
}

/**
 * Creates the inbox of a context. Its text is read as soon as it arrives. When all of it was read and the last sentence
 * is incomplete, the first of these rules that applies speaks a part of it:
 * 1. of a text of which nothing was spoken yet, the first clause of at least 20 characters;
 * 2. a text of at least `schedule` characters, up to the end of a word;
 * 3. without new text for `maxDelayMs`, everything.
 */
export function createInbox(options: InboxOptions): Inbox {
  const { schedule = SCHEDULE, maxDelayMs, hasBreaks = false } = options;
  const breaks = hasBreaks ? createBreaks() : null;
  let items: Taken[] = [];
  let isEnded = false;
  let wake: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** True if no text has arrived for `maxDelayMs`. */
  let isLate = false;
  /** True if text was taken since the last flush. */
  let isDirty = false;
  /** Number of early rules that were tried on a text of this length. */
  let tried = { waiting: 0, rules: 0 };

  const changed = (): void => {
    wake?.();
    wake = undefined;
  };
  const push = (...added: readonly Taken[]): void => {
    clearTimeout(timer);
    if (isEnded) return;
    isLate = false;
    items.push(...added);
    changed();
  };
  /** Returns the text that is held back, because it can be the beginning of a tag. */
  const heldBack = (): Taken[] => {
    const rest = breaks?.rest() ?? "";
    return rest === "" ? [] : [{ part: rest }];
  };
  const end = (): void => {
    push(...heldBack());
    isEnded = true;
    changed();
  };
  const onLate = (): void => {
    isLate = true;
    changed();
  };
  /** Returns the command of the next rule that speaks an incomplete sentence; each is tried once on the same text. */
  const early = ({ waiting, utterances }: Reading): TextPart | null => {
    if (tried.waiting !== waiting) tried = { waiting, rules: 0 };
    const limit = schedule[Math.min(utterances, schedule.length - 1)] ?? MIN_SCHEDULE;
    const rules: readonly (TextPart | null)[] = [
      utterances === 0 && waiting >= CLAUSE_CHARS ? { clauseChars: CLAUSE_CHARS } : null,
      waiting >= Math.max(MIN_SCHEDULE, limit) ? WORDS : null,
    ];
    const next = rules.findIndex((rule, index) => index >= tried.rules && rule !== null);
    tried.rules = next < 0 ? rules.length : next + 1;
    return rules[next] ?? null;
  };
  return {
    get isEmpty() {
      return items.length === 0;
    },
    add(text) {
      const parts = breaks === null ? [text] : breaks.add(text);
      push(
        ...parts.map((part): Taken =>
          typeof part === "string" ? { part } : { part: FLUSH, ...part },
        ),
      );
      if (!isEnded) timer = setTimeout(onLate, maxDelayMs);
    },
    flush: (n) => push(...heldBack(), { part: FLUSH, flush: n }),
    end,
    endAtFlush() {
      items = items.slice(0, items.findLastIndex(({ flush }) => flush !== undefined) + 1);
      breaks?.rest();
      end();
    },
    take(reading) {
      const next = items.shift();
      if (next !== undefined) {
        isDirty = next.part !== FLUSH;
        return next;
      }
      if (isEnded) return { part: END };
      if (isLate && isDirty) {
        isDirty = false;
        return { part: FLUSH };
      }
      const part = early(reading);
      return part === null ? null : { part };
    },
    arrived() {
      const { promise, resolve } = Promise.withResolvers<void>();
      wake = resolve;
      return promise;
    },
  };
}
