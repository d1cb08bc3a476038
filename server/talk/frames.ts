import { type CharacterMs, createCharacterTimes, toMs } from "../../src/characterTimes.ts";
import { openEncoder } from "../../src/audio/encode/encode.ts";
import type { Encoder } from "../../src/audio/encode/encoder.ts";
import { type OutputForm, streamDelayS } from "../../src/audio/encode/form.ts";
import { OUTPUT_HZ } from "../../src/audio/pcm.ts";
import { yieldToEventLoop } from "../../src/eventLoop.ts";
import { delayed, type Mark, type Sound } from "../../src/sound.ts";

/** Most audio of the first frame and of later ones, samples: 100 and 500 ms. */
const FIRST_SAMPLES = OUTPUT_HZ / 10;
const LATER_SAMPLES = OUTPUT_HZ / 2;

/** Encoded audio with the characters whose sound ended in it, and the marks that were made known. */
export interface Frame {
  readonly bytes: Uint8Array;
  readonly chars: CharacterMs | null;
  readonly marks: readonly Mark[];
}

/** Cuts the sound of a context into frames. Times count from the beginning of the context's audio. */
export interface Frames {
  /** Seconds of audio so far. */
  readonly audioS: number;
  addText(text: string): void;
  /**
   * Yields the frames of a sound, whose marks count from the last `endRun`. A frame is made when it is asked for. If the
   * sound is known to be the last of its run, `endPlace` is the UTF-16 place up to which the text was spoken.
   */
  push(sound: Sound, endPlace: number | null): AsyncGenerator<Frame>;
  /** Yields frames of silence after a run. */
  silence(seconds: number): AsyncGenerator<Frame>;
  /** Tells that the text up to the UTF-16 place `place` was spoken, and returns what ended with it. */
  endRun(place: number): Frame | null;
  /** Ends the encoded stream and returns its last bytes. A later sound begins a new stream. */
  endStream(): Frame | null;
  close(): void;
}

/** How the times of the characters count: from the context's beginning, or from where the characters before them ended. */
export type AlignmentClock = "context" | "message";

/**
 * Creates the frames of a context. They share one encoder, so that their bytes joined are one stream. The first one has
 * at most 100 ms of audio, later ones have at most 500 ms.
 */
export function createFrames(form: OutputForm, clock: AlignmentClock): Frames {
  const times = createCharacterTimes();
  const delayS = streamDelayS(form);
  let encoder: Encoder | undefined;
  let samples = 0;
  let runSamples = 0;
  let alignedMs = 0;
  let isFirst = true;
  let isClosed = false;

  const nowS = (): number => samples / OUTPUT_HZ + delayS;
  const chars = (): CharacterMs | null => {
    const taken = times.take(nowS());
    const last = taken.at(-1);
    if (last === undefined) return null;
    const aligned = toMs(taken, clock === "context" ? 0 : alignedMs);
    alignedMs = Math.round(last.endS * 1000);
    return aligned;
  };
  const frame = (bytes: Uint8Array, marks: readonly Mark[]): Frame | null => {
    const made = { bytes, chars: chars(), marks };
    return bytes.length > 0 || made.chars !== null || marks.length > 0 ? made : null;
  };
  const endRun = (place: number): void => {
    runSamples = samples;
    times.end(place, nowS());
  };
  async function* push(
    { pcm, marks: own = [] }: Sound,
    endPlace: number | null,
  ): AsyncGenerator<Frame, void> {
    const sinceS = runSamples / OUTPUT_HZ + delayS;
    let marks: readonly Mark[] = own.map((mark) => delayed(mark, sinceS));
    times.addMarks(marks);
    // The first frame of a chunk can be the first audio; the sender lets others run before each later one.
    await yieldToEventLoop("urgent");
    encoder ??= await openEncoder(form);
    if (isClosed) {
      encoder.close();
      return;
    }
    for (let at = 0; at < pcm.length;) {
      const piece = pcm.subarray(at, at + (isFirst ? FIRST_SAMPLES : LATER_SAMPLES));
      at += piece.length;
      samples += piece.length;
      const bytes = encoder.push(piece);
      // A codec can hold back its first samples; the pieces stay short until it has given bytes.
      isFirst &&= bytes.length === 0;
      if (at === pcm.length && endPlace !== null) endRun(endPlace);
      const made = frame(bytes, marks);
      if (made === null) continue;
      marks = [];
      yield made;
    }
    const rest = frame(new Uint8Array(), marks);
    if (pcm.length === 0 && rest !== null) yield rest;
  }
  return {
    get audioS() {
      return samples / OUTPUT_HZ;
    },
    addText: (text) => times.addText(text),
    push,
    async *silence(seconds) {
      yield* push({ pcm: new Float32Array(Math.round(seconds * OUTPUT_HZ)) }, null);
      runSamples = samples;
    },
    endRun(place) {
      endRun(place);
      return frame(new Uint8Array(), []);
    },
    endStream() {
      const bytes = encoder?.end() ?? new Uint8Array();
      encoder?.close();
      encoder = undefined;
      return frame(bytes, []);
    },
    close() {
      isClosed = true;
      encoder?.close();
      encoder = undefined;
    },
  };
}
