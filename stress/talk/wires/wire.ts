import type { SoundFormat } from "../../reply/settings.ts";

/** What the characters or words of a reply say about when they sound. */
export interface Times {
  readonly unit: "characters" | "words";
  readonly texts: readonly string[];
  /** Starts from the beginning of the reply, milliseconds. */
  readonly startsMs: readonly number[];
}

/** What a message of the server says. */
export type WireEvent =
  /** Sound; the bytes of a reply, or since the last "file", are one body. */
  | { readonly kind: "sound"; readonly bytes: Uint8Array }
  /** The following sound is a new body with this Content-Type, which may have parameters only. */
  | { readonly kind: "file"; readonly type: string }
  | { readonly kind: "times"; readonly times: Times }
  /** The reply is complete, or its cancellation is acknowledged. */
  | { readonly kind: "end" };

/** What a wire is opened with. */
export interface WireOptions {
  readonly voice: string;
  readonly format: SoundFormat;
  readonly model: string | null;
  readonly wantsWords: boolean;
  /** Additional fields of the first message, as JSON texts. */
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * One protocol on one socket: what the client sends, as texts of messages, and how the answers are read. Replies are
 * spoken one after another.
 */
export interface Wire {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Sent as soon as the socket is open. */
  readonly opening: readonly string[];
  /** True if a socket has only one reply, whose end closes it. */
  readonly isSingle: boolean;
  begin(): readonly string[];
  token(text: string): readonly string[];
  /** All tokens have been sent: what is left has to be spoken. */
  finish(): readonly string[];
  /** Stops the reply; null if the protocol cannot, so that the socket must be closed. */
  cancel(): readonly string[] | null;
  /** Reads a message. `hasAudio`: the reply has sounded. Throws Failure. */
  read(message: string | Uint8Array, hasAudio: boolean): readonly WireEvent[];
}

/** Default sample rates of formats without a header, hertz. */
const RATES: Readonly<Record<string, number>> = { pcm: 24_000, ulaw: 8000, alaw: 8000 };

/** Returns the sample rate of a format, or its default; null if only the header of the sound has it. */
export function rateOf({ codec, rateHz }: SoundFormat): number | null {
  return rateHz ?? RATES[codec] ?? null;
}

/**
 * Returns a sample rate as parameters of a Content-Type; empty if it is null. The type itself is left out, because the
 * socket declares none: bytes of another format are recognised.
 */
export function rateType(rateHz: number | null): string {
  return rateHz === null ? "" : `;rate=${rateHz}`;
}
