import type { SpeechError } from "./errors.ts";
import type { RequestHooks } from "./requestHooks.ts";
import type { Sound } from "./sound.ts";
import type { Language } from "./text/speak/verbaliser.ts";
import type { Begins } from "./text/sentences.ts";
import type { Word } from "./text/words.ts";

/** Sampling settings of a speech LM; an engine without an LM ignores them. */
export interface Sampling {
  readonly temperature: number;
  readonly topP: number;
  readonly repetitionPenalty: number;
  readonly maxTokens: number;
  /** Whether the client set `max_tokens`. If so, an answer that ends at this limit counts as complete. */
  readonly maxTokensSet: boolean;
  readonly seed?: number;
}

/** A recorded voice for a speech LM: the transcript of the recording and its codec codes. */
export interface Reference {
  readonly text: string;
  readonly codes: readonly number[];
}

/** A text and its words, in order, each with its place in the caller's text. */
export interface SpokenText {
  readonly text: string;
  readonly words: readonly Word[];
}

/** One speakable sentence or group of sentences: the unit of synthesis. */
export interface Utterance extends SpokenText {
  /** The language of most of `text`. */
  readonly language: Language;
  /** What begins with this utterance. An engine that sets pauses sets one before it; none before "text". */
  readonly begins: Begins | "text";
  /** True if the utterance ends in the middle of a clause, whose rest begins the next one. */
  readonly isOpen?: boolean;
  /**
   * The last part of the sentence before this utterance, if the utterance goes on in a sentence that the same voice has begun.
   * An engine can use it to continue the pitch; it is already spoken.
   */
  readonly sentenceSoFar?: SpokenText;
  readonly voice: string;
  readonly sampling: Sampling;
  /** 0.25–4; 1 = natural; pitch is kept. Without `nativeSpeed` the engine speaks at 1 and its audio is stretched later. */
  readonly speed: number;
  /** Replaces `voice` by the voice of a recording; only for engines with `encode`. */
  readonly reference?: Reference;
}

/** The client that waits for the audio. A "live" client plays audio as it arrives; a "file" client needs all of it. */
export interface Listener {
  readonly kind: "live" | "file";
  /** Target time to first audio (live) or to the complete answer (file), milliseconds. */
  readonly targetMs: number;
  /** True if more sound of the same text can follow, so that no silence is set at the end; false by default. */
  readonly continues?: boolean;
  /** Largest codec hop, seconds of audio; engines without a codec ignore it. */
  readonly hopS?: number;
  /** Codec context on each side of a hop, seconds of audio. */
  readonly contextS?: number;
}

/** An utterance that was spoken, and its codec codes. */
export interface SpokenCodes extends Reference {
  readonly voice: string;
}

/**
 * What an engine keeps of a text from one call of `speak` to the next, so that later sound continues earlier sound. The
 * caller creates one for a text and passes it to each call; only the engine changes it.
 */
export interface SpeechMemory {
  /** The last utterance, with at least one code; null before the first. */
  last: SpokenCodes | null;
}

/** Per-request options besides the text. */
export interface SpeakOptions {
  readonly listener: Listener;
  /** By default a call continues no earlier one. */
  readonly memory?: SpeechMemory;
  readonly hooks?: RequestHooks;
}

export interface Voice {
  readonly id: string;
  readonly name: string;
  /** BCP 47 tag, if the voice has one language. */
  readonly language?: string;
  /** The languages that the voice can say, its own and those that it reads by rules; absent: all. */
  readonly speaks?: readonly Language[];
  readonly gender?: "female" | "male";
  /** SPDX identifier, such as `Apache-2.0`. */
  readonly licence?: string;
}

/** A server behind an engine, such as a speech LM. */
export interface Upstream {
  /** Its address, without user name and password. */
  readonly url: string;
  /** False if it did not answer when it was last polled. */
  readonly isUp: boolean;
}

/**
 * A speech synthesizer. `speak` reads utterances from a stream and yields mono PCM in −1…1 at `sampleRate`, in order,
 * with marks: the times of the words. An engine can begin the next utterance early, so that no gap is heard between sentences, but
 * never works more than one utterance ahead of its reader. When `signal` aborts, or the reader returns, the engine
 * releases all resources of the request. Throws SpeechError.
 */
export interface Engine {
  readonly id: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly voices: readonly Voice[];
  /** What an utterance is: one sentence, or a passage of several sentences. A long sentence is cut in both cases. */
  readonly unit: "sentence" | "passage";
  /** Longest first, second, … utterance, seconds of estimated speech; the last number holds for the rest. */
  readonly longestS?: readonly number[];
  /** Whether the engine applies `speed` itself; otherwise the pipeline stretches its PCM. */
  readonly nativeSpeed: boolean;
  /** Source of the marks: "exact" from the synthesizer's own durations, "estimated" from the utterance's length. */
  readonly timing: "exact" | "estimated";
  /** Whether names outside `voices` are accepted too, since a speech LM can know speakers that are not listed. */
  readonly openVoices: boolean;
  /**
   * Matches any text that has at least one letter or digit that this engine can say. An utterance that does not match is skipped; a
   * request without a matching utterance is refused. Letters and digits that do not match are counted as unspoken. Has
   * no `g` flag.
   */
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
  /** Returns null if the engine is ready, else the error with which the server answers /ready and every request. */
  unready(): SpeechError | null;
  /** Returns the servers that the engine needs, and whether each answers; absent if it needs none. */
  upstreams?(): readonly Upstream[];
  /** Returns counters since start, for operators. The names include the units. */
  figures?(): Readonly<Record<string, number>>;
  /** Returns the number of codec runs since start, by batch size. */
  batches?(): ReadonlyMap<number, number>;
  close(): Promise<void>;
}
