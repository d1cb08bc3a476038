import { wordWithSigns } from "../../src/captions/touching.ts";
import { SpeechError } from "../../src/errors.ts";
import { expected } from "../../src/message.ts";
import type { Mark } from "../../src/sound.ts";
import type { Config } from "../config.ts";
import { isServerFault, statusOf, toSpeechError } from "../errors.ts";
import type { AccessRecord } from "../observe/record.ts";
import { createFrames, type Frame } from "./frames.ts";
import { heardText } from "./heard.ts";
import { createInbox } from "./inbox.ts";
import type { TalkSettings } from "./settings.ts";
import { createSpeech, type SpeechServices } from "./speech.ts";
import { toTalkError } from "./talkError.ts";
import type { Spoken, SpokenWord, TalkEvent } from "./wire.ts";

/** Parts of the server that a context uses. */
export interface ContextServices extends SpeechServices {
  readonly config: Pick<Config, "REQUEST_TIMEOUT_S" | "MAX_INPUT_CHARS" | "MAX_BUFFER_DELAY_MS">;
  /** Reports a context that has ended; `fault` is the cause if the server is at fault. */
  readonly finished: (record: AccessRecord, fault?: unknown) => void;
}

/** The number of the flush of an idle context; those of clients are numbered from 1. */
const IDLE_FLUSH = 0;

interface ContextOptions {
  readonly id: string;
  readonly settings: TalkSettings;
  /** Identifies the client's API key to admission. */
  readonly key: string;
  readonly record: () => AccessRecord;
  readonly emit: (event: TalkEvent) => void;
  /** Waits until the socket can take a frame. */
  readonly turn: (signal: AbortSignal) => Promise<void>;
  /** Resolves when the context may begin to speak. */
  readonly before: Promise<void>;
  /** Called when the context has ended, before its last event. */
  readonly onEnd: () => void;
}

/** A text that is spoken while it arrives. */
export interface Context {
  /** True if no more text is accepted. */
  readonly isClosing: boolean;
  /** Resolves when the context has ended. */
  readonly ended: Promise<void>;
  add(text: string): void;
  flush(n: number): void;
  /** Speaks all text, then ends. */
  finish(): void;
  /** Speaks the text up to the last flush, then ends; stops now if that is spoken, at a second call, and with `playbackMs`. */
  close(playbackMs?: number): void;
  /** Stops now. */
  cancel(playbackMs?: number): void;
  /** Ends with an error. */
  fail(error: unknown): void;
  /** Ends without an event because the client is gone. */
  drop(outcome: "left" | "stalled"): void;
  /** Restarts the idle time. `limitS` replaces it. */
  touch(limitS?: number): void;
}

interface Ending {
  readonly outcome: AccessRecord["outcome"];
  readonly error?: unknown;
}

/** Opens a context. It costs nothing until it has something to say. */
export function openContext(options: ContextOptions, services: ContextServices): Context {
  const { id, settings, emit, turn } = options;
  const { config, finished } = services;
  const { promise: ended, resolve: onEnded } = Promise.withResolvers<void>();
  const abort = new AbortController();
  const inbox = createInbox({
    ...(settings.schedule && { schedule: settings.schedule }),
    maxDelayMs: config.MAX_BUFFER_DELAY_MS,
    hasBreaks: settings.hasBreaks ?? false,
  });
  const frames = createFrames(settings.form, settings.clock);
  let text = "";
  const marks: Mark[] = [];
  /** Numbers of the flushes that are not answered. */
  const flushes = new Set<number>();
  let record: AccessRecord | undefined;
  let isClosing = false;
  /** True if no message has come since the idle time ended. */
  let isIdle = false;
  let idleS: number = settings.inactivityS;
  const openRecord = (): AccessRecord => (record ??= options.record());

  async function send(frame: Frame): Promise<void> {
    await turn(abort.signal);
    abort.signal.throwIfAborted();
    restartIdle();
    marks.push(...frame.marks);
    if (record !== undefined) record.bytes = (record.bytes ?? 0) + frame.bytes.length;
    const words = frame.marks.map((mark): SpokenWord => ({
      ...mark,
      word: wordWithSigns(text, mark),
    }));
    emit({ is: "audio", context: id, bytes: frame.bytes, chars: frame.chars, words });
  }
  const answerFlush = (n: number): void => {
    if (abort.signal.aborted) return;
    if (n === IDLE_FLUSH) return isIdle ? context.finish() : undefined;
    flushes.delete(n);
    emit({ is: "flushed", context: id, n, isLast: inbox.isEmpty });
  };
  const speech = createSpeech(
    {
      settings,
      inbox,
      frames,
      key: options.key,
      text: () => text,
      record: openRecord,
      send,
      onFlushed: answerFlush,
      onSentence: (event) => emit({ ...event, context: id }),
    },
    services,
  );

  const restartIdle = (): void => {
    clearTimeout(idle);
    idle = setTimeout(onIdle, idleS * 1000);
  };
  /** Speaks what waits. The context then ends, unless a message comes before. */
  const onIdle = (): void => {
    if (speech.isAwaitingText) {
      isIdle = true;
      inbox.flush(IDLE_FLUSH);
    }
    restartIdle();
  };
  let idle = setTimeout(onIdle, idleS * 1000);

  /** Ends the context, once, and reports it. `tell` emits the last events. */
  function end({ outcome, error }: Ending, tell: () => void): void {
    if (abort.signal.aborted) return;
    clearTimeout(idle);
    isClosing = true;
    abort.abort(new SpeechError("aborted", "the context has ended"));
    inbox.end();
    speech.leave();
    frames.close();
    options.onEnd();
    tell();
    onEnded();
    if (record === undefined) return;
    record.outcome = outcome;
    if (record.speech) record.speech = { ...record.speech, chars: Array.from(text).length };
    finished(record, isServerFault(error) ? error : undefined);
  }
  function final(playbackMs?: number): void {
    const sent = text;
    const heard = (ms: number): Spoken =>
      heardText(sent, marks, Math.min(ms, frames.audioS * 1000));
    const spoken = playbackMs === undefined ? null : heard(playbackMs);
    emit({ is: "final", context: id, spoken, heard });
  }

  const context: Context = {
    ended,
    get isClosing() {
      return isClosing;
    },
    add(piece) {
      if (isClosing) return;
      context.touch();
      text += piece;
      const limit = config.MAX_INPUT_CHARS;
      const unspoken = text.length - speech.spokenTo;
      if (unspoken > limit) context.fail(tooLong(unspoken, limit));
      else {
        frames.addText(piece);
        inbox.add(piece);
      }
    },
    flush(n) {
      if (isClosing) return;
      context.touch();
      flushes.add(n);
      inbox.flush(n);
    },
    finish() {
      isClosing = true;
      inbox.end();
    },
    close(playbackMs) {
      if (isClosing || flushes.size === 0 || playbackMs !== undefined)
        return context.cancel(playbackMs);
      isClosing = true;
      inbox.endAtFlush();
    },
    cancel: (playbackMs) => end({ outcome: "ok" }, () => final(playbackMs)),
    fail(error) {
      if (abort.signal.aborted) return;
      const failed = openRecord();
      failed.error = toSpeechError(error).code;
      failed.status = statusOf(error);
      const { sentence } = speech;
      const fault = frames.audioS > 0 ? "broken" : "error";
      end({ outcome: isServerFault(error) ? fault : "refused", error }, () => {
        emit({ is: "error", context: id, ...toTalkError(error) });
        if (sentence !== null) emit({ is: "ended", context: id, index: sentence, failed: true });
        for (const n of flushes) emit({ is: "flushed", context: id, n, isLast: true });
        final();
      });
    },
    drop: (outcome) => end({ outcome }, () => {}),
    touch(limitS = idleS) {
      if (abort.signal.aborted) return;
      isIdle = false;
      idleS = limitS;
      restartIdle();
    },
  };
  void options.before
    .then(() => speech.speak(abort.signal))
    .then(() => end({ outcome: "ok" }, final), context.fail);
  return context;
}

function tooLong(got: number, limit: number): SpeechError {
  const refusal = expected("text", `at most ${limit} characters that are not spoken yet`, `${got}`);
  return new SpeechError(
    "invalid_input",
    `${refusal}; send it more slowly, or raise MAX_INPUT_CHARS on the server`,
    {
      param: "text",
    },
  );
}
