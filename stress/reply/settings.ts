/** Protocols over which replies are spoken. `http` sends each sentence to /v1/audio/speech. */
export const WIRE_IDS = [
  "elevenlabs",
  "elevenlabs-single",
  "deepgram",
  "vllm-omni",
  "http",
] as const;
export type WireId = (typeof WIRE_IDS)[number];
/** Protocols of sockets. */
export type SocketId = Exclude<WireId, "http">;

/** How conversations are held. */
export interface TalkSettings {
  readonly wire: WireId;
  readonly format: SoundFormat;
  /** Model that the socket is asked for; null: none is named. */
  readonly model: string | null;
  /** True to ask for the times of words where a protocol sends them only then. */
  readonly wantsWords: boolean;
}

/** The format of a reply's sound, such as pcm_16000, mp3_44100_128 or ulaw. */
export interface SoundFormat {
  /** As it was given. */
  readonly name: string;
  readonly codec: "pcm" | "wav" | "ulaw" | "alaw" | "mp3" | "opus" | "flac" | "aac";
  /** Sample rate; null: the default of the protocol. */
  readonly rateHz: number | null;
}

const CODECS: Readonly<Record<string, SoundFormat["codec"]>> = {
  pcm: "pcm",
  linear16: "pcm",
  wav: "wav",
  ulaw: "ulaw",
  mulaw: "ulaw",
  alaw: "alaw",
  mp3: "mp3",
  opus: "opus",
  flac: "flac",
  aac: "aac",
};

/**
 * Parses the name of a format; returns null if it is not known.
 *
 * @example
 * parseSoundFormat("pcm_16000"); // { name: "pcm_16000", codec: "pcm", rateHz: 16000 }
 */
export function parseSoundFormat(name: string): SoundFormat | null {
  const [, word = "", rate] = /^([a-z]+\d*)(?:_(\d{4,6})(?:_\d{2,3})?)?$/.exec(name) ?? [];
  const codec = CODECS[word];
  if (codec === undefined) return null;
  return { name, codec, rateHz: rate === undefined ? null : Number(rate) };
}
