import type { SpeechError } from "./errors.ts";
import type { RequestHooks } from "./requestHooks.ts";

/** Sampling settings of a speech LM; engines without one ignore them. */
export interface Sampling {
  readonly temperature: number;
  readonly topP: number;
  readonly repetitionPenalty: number;
  readonly maxTokens: number;
  /** True when the client itself set `max_tokens`: then ending there is a success. */
  readonly maxTokensSet: boolean;
  readonly seed?: number;
}

/** A recorded voice as a speech LM takes it: what was said, and the codes of how. */
export interface Reference {
  readonly text: string;
  readonly codes: readonly number[];
}

/** One speakable sentence or group of sentences: the unit that an engine speaks at a time. */
export interface Utterance {
  readonly text: string;
  readonly voice: string;
  readonly sampling: Sampling;
  /** 0.25–4; 1 is natural. Pitch is kept. An engine without `nativeSpeed` speaks naturally: it is heard so fast. */
  readonly speed: number;
  /** The recording in whose voice it is spoken, instead of `voice`; for engines that `encode`. */
  readonly reference?: Reference;
}

/** Who waits for the audio. live: plays while it arrives; file: wants it whole. */
export interface Listener {
  readonly kind: "live" | "file";
  /** Wanted time to first audio (live) or to the whole answer (file), milliseconds. */
  readonly targetMs: number;
  /** Largest codec hop, seconds of audio; engines without a codec ignore it. */
  readonly hopS?: number;
  /** Codec context on each side of a hop, seconds of audio. */
  readonly contextS?: number;
}

/** What a request tells its engine beside the text. */
export interface SpeakOptions {
  readonly listener: Listener;
  readonly hooks?: RequestHooks;
}

export interface Voice {
  readonly id: string;
  readonly name: string;
  /** BCP 47 tag, when the voice has one language. */
  readonly language?: string;
}

/**
 * Something that speaks. `speak` takes utterances as a stream (an engine may begin the next one early, so that
 * no gap is heard between sentences) and yields mono PCM in −1…1 at `sampleRate`, in order. Audio is made on
 * demand: an engine works at most one chunk ahead of its reader. When `signal` aborts, or the reader returns,
 * everything held for the request is released. Throws SpeechError.
 */
export interface Engine {
  readonly id: string;
  /** Hz. */
  readonly sampleRate: number;
  readonly voices: readonly Voice[];
  /** Whether the engine can stretch time itself; otherwise the pipeline stretches its PCM. */
  readonly nativeSpeed: boolean;
  /** Whether any name the engine does not list may still be a voice (a speech LM's open speaker set). */
  readonly openVoices: boolean;
  /** Matches a text that this engine has a sound for; anything else is refused before it is asked. No `g` flag. */
  readonly speakable: RegExp;
  /** Live listeners that it promises to serve without stalls; absent where nothing was measured. */
  readonly liveCapacity?: number;
  speak(
    utterances: AsyncIterable<Utterance>,
    options: SpeakOptions,
    signal: AbortSignal,
  ): AsyncIterable<Float32Array>;
  /** A recording (mono, −1…1, 16 kHz) as codes; only an engine that can speak in the voice of a recording has it. */
  encode?(samples: Float32Array, signal: AbortSignal): Promise<readonly number[]>;
  /** null when the engine can take work, else what /ready tells and a request is answered with meanwhile. */
  unready(): SpeechError | null;
  /** Counters since start for those who run the server; names carry their units. */
  figures?(): Readonly<Record<string, number>>;
  /** How many runs of the codec since start had which batch size. */
  batches?(): ReadonlyMap<number, number>;
  close(): Promise<void>;
}
