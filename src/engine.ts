import type { SpeechError } from "./errors.ts";
import type { RequestHooks } from "./requestHooks.ts";
import type { Sound } from "./sound.ts";
import type { Word } from "./text/words.ts";

/** Sampling settings of a speech LM; an engine without an LM ignores them. */
export interface Sampling {
  readonly temperature: number;
  readonly topP: number;
  readonly repetitionPenalty: number;
  readonly maxTokens: number;
  /** True if the client set `max_tokens`: an answer that ends there is then complete. */
  readonly maxTokensSet: boolean;
  readonly seed?: number;
}

/** A recorded voice for a speech LM: the transcript of the recording and its codec codes. */
export interface Reference {
  readonly text: string;
  readonly codes: readonly number[];
}

/** One speakable sentence or group of sentences: the unit of synthesis. */
export interface Utterance {
  readonly text: string;
  /** The words of `text`, in order, each with its place in the caller's text. */
  readonly words: readonly Word[];
  readonly voice: string;
  readonly sampling: Sampling;
  /** 0.25–4; 1 = natural; pitch is kept. Without `nativeSpeed` the engine speaks at 1 and its audio is stretched later. */
  readonly speed: number;
  /** Replaces `voice` by the voice of a recording; only for engines with `encode`. */
  readonly reference?: Reference;
}

/** The client that waits for the audio. live: plays while it arrives; file: receives it complete. */
export interface Listener {
  readonly kind: "live" | "file";
  /** Target time to first audio (live) or to the complete answer (file), milliseconds. */
  readonly targetMs: number;
  /** Largest codec hop, seconds of audio; engines without a codec ignore it. */
  readonly hopS?: number;
  /** Codec context on each side of a hop, seconds of audio. */
  readonly contextS?: number;
}

/** Per-request options besides the text. */
export interface SpeakOptions {
  readonly listener: Listener;
  readonly hooks?: RequestHooks;
}

export interface Voice {
  readonly id: string;
  readonly name: string;
  /** BCP 47 tag, if the voice has one language. */
  readonly language?: string;
}

/**
 * A speech synthesizer. `speak` takes utterances as a stream (an engine may begin the next one early, so that
 * no gap is heard between sentences) and yields mono PCM in −1…1 at `sampleRate`, in order, with marks of the words.
 * Audio is made on demand: an engine works at most one chunk ahead of its reader. When `signal` aborts, or the reader
 * returns, everything held for the request is released. Throws SpeechError.
 */
export interface Engine {
  readonly id: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly voices: readonly Voice[];
  /** Whether the engine applies `speed` itself; otherwise the pipeline stretches its PCM. */
  readonly nativeSpeed: boolean;
  /** Source of the marks: "exact" from the synthesizer's own durations, "estimated" from the utterance's length. */
  readonly timing: "exact" | "estimated";
  /** Whether a name outside `voices` may still be a voice (a speech LM's open speaker set). */
  readonly openVoices: boolean;
  /** Matches a text that this engine can speak; any other text is left out or refused. No `g` flag. */
  readonly speakable: RegExp;
  /** Number of live listeners that the engine serves without underruns; absent if it was not measured. */
  readonly liveCapacity?: number;
  speak(
    utterances: AsyncIterable<Utterance>,
    options: SpeakOptions,
    signal: AbortSignal,
  ): AsyncIterable<Sound>;
  /** Encodes a recording (mono, −1…1, 16 kHz) to codes; present if the engine supports voice cloning. */
  encode?(samples: Float32Array, signal: AbortSignal): Promise<readonly number[]>;
  /** null if the engine is ready, else the error that /ready and every request are answered with. */
  unready(): SpeechError | null;
  /** Counters since start, for operators; names carry their units. */
  figures?(): Readonly<Record<string, number>>;
  /** Number of codec runs since start, by batch size. */
  batches?(): ReadonlyMap<number, number>;
  close(): Promise<void>;
}
