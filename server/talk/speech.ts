import { type Line, speakInTurns } from "../../src/dispatch/turns.ts";
import { yieldToEventLoop } from "../../src/eventLoop.ts";
import type { Listener, Reference, SpeechMemory } from "../../src/engine.ts";
import type { Sound } from "../../src/sound.ts";
import { estimatedAudioS } from "../admission/estimate.ts";
import type { Catalogue } from "../catalogue.ts";
import type { AccessRecord } from "../observe/record.ts";
import { admit, type Admitted, type AdmitServices, LIVE_TARGET_MS } from "../perform/admit.ts";
import type { Frame, Frames } from "./frames.ts";
import type { Inbox } from "./inbox.ts";
import { createScript, type Step } from "./script.ts";
import type { TalkSettings } from "./settings.ts";

/** Turns of the event loop in which the end of a run is awaited before its last frame is sent. */
const LAST_TURNS = 3;

export interface SpeechServices extends AdmitServices {
  readonly catalogue: Pick<Catalogue, "engines">;
}

interface SpeechOptions {
  readonly settings: TalkSettings;
  readonly inbox: Inbox;
  readonly frames: Frames;
  readonly key: string;
  /** Returns the text of the context so far. */
  readonly text: () => string;
  /** Creates the access record of the context; called when there is something to say. */
  readonly record: () => AccessRecord;
  /** Waits until the socket can take a frame, then sends it. Throws when the context has ended. */
  readonly send: (frame: Frame) => Promise<void>;
  readonly onFlushed: (n: number) => void;
  /** Only with `bySentence`. */
  readonly onSentence: (event: SentenceEvent) => void;
}

export type SentenceEvent =
  | { readonly is: "begun"; readonly index: number; readonly text: string; readonly atS: number }
  | { readonly is: "ended"; readonly index: number; readonly failed: boolean };

/** The speech of a context: what it says next, and the slot that it holds from its first utterance on. */
export interface Speech {
  /** Place in the text up to which it is in utterances, UTF-16 units. */
  readonly spokenTo: number;
  /** True while all text that has arrived is spoken. */
  readonly isAwaitingText: boolean;
  /** Index of the sentence whose audio is sent; null between sentences. */
  readonly sentence: number | null;
  /** Speaks the text of the inbox until it ends. Throws SpeechError. */
  speak(signal: AbortSignal): Promise<void>;
  /** Gives the slot back. */
  leave(): void;
}

/** A sound, and whether it is known to be the last of its run. */
interface Chunk extends Sound {
  readonly isLast: boolean;
}

/** The next utterance. */
type Spoken = Step & { readonly line: Line };

/**
 * Creates the speech of a context. The utterances up to a flush are one run of the engine, so that a flush is answered
 * when all of its audio was sent. A slot is asked for when the first utterance is to be spoken.
 */
export function createSpeech(options: SpeechOptions, services: SpeechServices): Speech {
  const { settings, inbox, frames, key, text, send } = options;
  const { engine, voice, speed, bySentence = false } = settings;
  // A cloned voice speaks all languages.
  const engines = settings.reference === undefined ? services.catalogue.engines : null;
  const memory: SpeechMemory = { last: null };
  let reference: Reference | undefined;
  let admitted: Admitted | undefined;
  let isAwaitingText = false;
  let firstMs: number | undefined;
  let sentences = 0;
  let sentence: number | null = null;
  let unspoken = 0;

  const onUnspoken = (characters: number): void => {
    if (admitted === undefined) unspoken += characters;
    else admitted.hooks.onUnspoken?.(characters);
  };
  const wait = async (arrived: Promise<void>): Promise<void> => {
    isAwaitingText = true;
    await (admitted === undefined ? arrived : admitted.awaitText(arrived));
    isAwaitingText = false;
  };
  const script = createScript(inbox, { ...settings, engines, hooks: { onUnspoken }, wait });

  async function enter(signal: AbortSignal): Promise<Admitted> {
    const work = { key, live: true, audioS: estimatedAudioS(text(), speed) };
    const chars = Array.from(text()).length;
    const candidate = { engine, voice, chars, work, record: options.record() };
    admitted = await admit(candidate, services, signal);
    if (unspoken > 0) onUnspoken(unspoken);
    return admitted;
  }
  /** Returns the time until the client has played all audio that it has, milliseconds. */
  function targetMs(): number {
    if (firstMs === undefined) return LIVE_TARGET_MS;
    return Math.max(LIVE_TARGET_MS, firstMs + frames.audioS * 1000 - services.now());
  }
  /**
   * Speaks the utterances from `first` up to the next flush, which is returned; null at the end of the text. The blanks
   * before the flush are not spoken yet, because the pause before the next run belongs to them.
   */
  async function speakRun(first: Spoken, signal: AbortSignal): Promise<Step | null> {
    const held = admitted ?? (await enter(signal));
    let next: Step | null = null;
    async function* rest(): AsyncGenerator<Line, void> {
      if (bySentence) return;
      for (;;) {
        const { done, value } = await script.steps.next();
        next = done ? null : value;
        if (done || value.line === null) return;
        yield cloned(value.line);
      }
    }
    const listener: Listener = {
      ...settings.listener,
      kind: "live",
      targetMs: targetMs(),
      continues: true,
    };
    const options = { listener, hooks: held.hooks, memory };
    async function* sounds(): AsyncGenerator<Sound> {
      reference ??= await settings.reference?.(held.signal);
      const turns = { first: cloned(first.line), rest: rest(), options };
      yield* speakInTurns(turns, held.signal);
    }
    held.stages.enter("engine");
    if (bySentence) begin(first);
    const place = (): number =>
      bySentence ? first.end : text().slice(0, script.spokenTo).trimEnd().length;
    for await (const chunk of held.measured(withLast(sounds())))
      await sendAll(frames.push(chunk, chunk.isLast ? place() : null), held);
    await sendIfAny(frames.endRun(place()));
    if (bySentence) await end();
    held.stages.enter("engine");
    return next;
  }
  function cloned(line: Line): Line {
    return reference === undefined
      ? line
      : { ...line, utterance: { ...line.utterance, reference } };
  }
  async function sendAll(made: AsyncIterable<Frame>, { stages }: Admitted): Promise<void> {
    for await (const frame of made) {
      stages.enter("reader");
      await send(frame);
      firstMs ??= services.now();
      stages.enter("encoder");
    }
  }
  function begin({ start, end }: Spoken): void {
    sentence = sentences;
    sentences += 1;
    const words = text().slice(start, end);
    options.onSentence({ is: "begun", index: sentence, text: words, atS: frames.audioS });
  }
  async function end(): Promise<void> {
    await sendIfAny(frames.endStream());
    if (sentence !== null) options.onSentence({ is: "ended", index: sentence, failed: false });
    sentence = null;
  }
  async function sendIfAny(frame: Frame | null): Promise<void> {
    if (frame !== null) await send(frame);
  }
  return {
    get spokenTo() {
      return script.spokenTo;
    },
    get isAwaitingText() {
      return isAwaitingText;
    },
    get sentence() {
      return sentence;
    },
    async speak(signal) {
      for (;;) {
        const { done, value: step } = await script.steps.next();
        if (done) break;
        const flush = step.line === null ? step : await speakRun(step, signal);
        if (flush?.line !== null) continue;
        if (flush.pauseS > 0 && admitted)
          await sendAll(frames.silence(flush.pauseS / speed), admitted);
        if (flush.flush !== null) options.onFlushed(flush.flush);
      }
      const blanks = frames.endRun(script.spokenTo);
      if (blanks?.chars?.chars.some((char) => char.trim() !== "")) await send(blanks);
      await sendIfAny(frames.endStream());
    },
    leave: () => admitted?.leave(),
  };
}

/** Marks the last chunk, if the sound is known to end when the chunk is taken. */
async function* withLast(sounds: AsyncGenerator<Sound>): AsyncGenerator<Chunk> {
  try {
    let next = sounds.next();
    for (;;) {
      const { done, value } = await next;
      if (done) return;
      next = sounds.next();
      next.catch(() => {}); // `next` is awaited later; an unhandled rejection until then would end the process
      yield { ...value, isLast: await endsAtOnce(next) };
    }
  } finally {
    void sounds.return(undefined).catch(() => {});
  }
}

/** Returns whether a stream ends within the next turns of the event loop, in which a Worker reports that a job is done. */
async function endsAtOnce(next: Promise<IteratorResult<Sound>>): Promise<boolean> {
  const state = { isKnown: false, isDone: false };
  next.then(
    ({ done = false }) => Object.assign(state, { isKnown: true, isDone: done }),
    () => Object.assign(state, { isKnown: true }),
  );
  for (let turn = 0; turn < LAST_TURNS && !state.isKnown; turn += 1) await yieldToEventLoop();
  return state.isDone;
}
