import type { OutputForm } from "../../src/audio/encode/form.ts";
import type { Engine, Listener, Reference, Sampling } from "../../src/engine.ts";
import type { NormaliseOptions } from "../../src/text/normalise.ts";
import type { AlignmentClock } from "./frames.ts";

/** How the contexts of a socket are spoken. The message that opens a context can set some of it for the context alone. */
export interface TalkSettings {
  readonly engine: Engine;
  /** A voice of the engine. */
  readonly voice: string;
  /** Loads the recording of a cloned voice; called once for a context, when it begins to speak. */
  readonly reference?: (signal: AbortSignal) => Promise<Reference>;
  /** 0.25–4; 1 = natural. */
  readonly speed: number;
  readonly sampling: Sampling;
  readonly listener: Pick<Listener, "hopS" | "contextS">;
  /** How the text is read; null: only cleaned up. */
  readonly normalize: NormaliseOptions | null;
  readonly form: OutputForm;
  readonly clock: AlignmentClock;
  /** A context ends after this long without a message, seconds. */
  readonly inactivityS: number;
  /** A socket without contexts is closed after this long without a message, seconds; `inactivityS` if absent. */
  readonly socketIdleS?: number;
  /** Time for the first message of a socket, seconds; as `socketIdleS` if absent. */
  readonly firstMessageS?: number;
  /**
   * Buffered characters at which an open sentence is spoken: for the first utterance, the second, …; the last for the
   * rest. ElevenLabs' defaults if absent.
   */
  readonly schedule?: readonly number[];
  /**
   * Whether the pieces of a text are whole phrases: a piece that ends a sentence is spoken without waiting for a blank;
   * false by default. Pipecat sends sentences without a blank between them, and says so by ElevenLabs' `auto_mode`.
   */
  readonly isPhrased?: boolean;
  /** Whether SSML's `break` tags are pauses; false by default. */
  readonly hasBreaks?: boolean;
  /** Whether each sentence is announced and has an encoded stream of its own. */
  readonly bySentence?: boolean;
  /** Whether a context begins to speak only when the one before it has ended. */
  readonly isSerial?: boolean;
}
