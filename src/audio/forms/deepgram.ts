import type { AudioFormat, OutputForm } from "../encode/form.ts";
import { SpeechError } from "../../errors.ts";
import { expected } from "../../message.ts";

/** The parameters of Deepgram's query, as texts. */
interface DeepgramQuery {
  readonly encoding?: string | undefined;
  readonly container?: string | undefined;
  /** Hz. */
  readonly sample_rate?: string | undefined;
  /** Bits a second; only for mp3, opus and aac. */
  readonly bit_rate?: string | undefined;
}

type AtLeastOne<T> = readonly [T, ...T[]];

/** One value of `encoding`. The first rate and the first container are the defaults. */
interface Encoding {
  readonly format: AudioFormat;
  readonly ratesHz: AtLeastOne<number>;
  readonly containers: AtLeastOne<"none" | "wav" | "ogg">;
  /** Absent for formats without a bit rate. */
  readonly bitrates?: Bitrates;
}

/** Bit rates, bits a second: either a list or a range. */
type Bitrates = { readonly usual: number } & (
  { readonly all: readonly number[] } | { readonly min: number; readonly max: number }
);

/** The first is the default of the HTTP route. */
const HTTP_ENCODINGS = ["mp3", "linear16", "mulaw", "alaw", "opus", "flac", "aac"] as const;
type EncodingName = (typeof HTTP_ENCODINGS)[number];
/** The first is the default of the socket. */
const SOCKET_ENCODINGS = ["linear16", "mulaw", "alaw"] as const;

const LINEAR_HZ = [24_000, 8000, 16_000, 22_050, 32_000, 44_100, 48_000] as const;
const G711 = { ratesHz: [8000, 16_000], containers: ["none", "wav"] } as const;
const MP3_KBPS = [32, 40, 48, 64, 80, 96, 112, 128, 160];

const ENCODINGS: Readonly<Record<EncodingName, Encoding>> = {
  linear16: { format: "pcm", ratesHz: LINEAR_HZ, containers: ["wav", "none"] },
  mulaw: { format: "ulaw", ...G711 },
  alaw: { format: "alaw", ...G711 },
  mp3: {
    format: "mp3",
    ratesHz: [22_050, 16_000, 24_000, 32_000, 44_100, 48_000],
    containers: ["none"],
    bitrates: { usual: 48_000, all: MP3_KBPS.map((kbps) => kbps * 1000) },
  },
  opus: {
    format: "opus",
    ratesHz: [48_000, 8000, 12_000, 16_000, 24_000],
    containers: ["ogg"],
    bitrates: { usual: 48_000, min: 4000, max: 650_000 },
  },
  flac: { format: "flac", ratesHz: LINEAR_HZ, containers: ["none"] },
  aac: {
    format: "aac",
    ratesHz: [22_050, 16_000, 24_000, 32_000, 44_100, 48_000],
    containers: ["none"],
    bitrates: { usual: 48_000, min: 4000, max: 192_000 },
  },
};

/** Returns the form of raw audio on Deepgram's socket; `container` and `bit_rate` are ignored. Throws like deepgramForm. */
export function deepgramSocketForm(query: DeepgramQuery): OutputForm {
  const { format, ratesHz } = ENCODINGS[chosen("encoding", query.encoding, SOCKET_ENCODINGS)];
  return { format, rateHz: chosen("sample_rate", query.sample_rate, ratesHz) };
}

/**
 * Returns the form that Deepgram's HTTP route answers with: mp3 unless `encoding` says otherwise, linear16 in WAV unless
 * `container` is "none". Throws SpeechError "invalid_input" with the possible values of the wrong parameter.
 */
export function deepgramForm(query: DeepgramQuery): OutputForm {
  const { format, ratesHz, containers, bitrates } =
    ENCODINGS[chosen("encoding", query.encoding, HTTP_ENCODINGS)];
  const rateHz = chosen("sample_rate", query.sample_rate, ratesHz);
  const container = chosen("container", query.container, containers);
  if (container === "wav")
    return format === "pcm" ? { format: "wav", rateHz } : { format, rateHz, container };
  if (bitrates === undefined) return { format, rateHz };
  return { format, rateHz, bitrateKbps: bitrateOf(query.bit_rate, bitrates) / 1000 };
}

/** Returns the value among `allowed` that is written as `text`; the first if there is none. */
function chosen<T extends string | number>(
  name: string,
  text: string | undefined,
  allowed: AtLeastOne<T>,
): T {
  const found = text === undefined ? allowed[0] : allowed.find((each) => String(each) === text);
  if (found === undefined) throw refused(name, oneOf(allowed), text);
  return found;
}

function bitrateOf(text: string | undefined, bitrates: Bitrates): number {
  if (text === undefined) return bitrates.usual;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if ("all" in bitrates) {
    if (bitrates.all.includes(value)) return value;
    throw refused("bit_rate", oneOf(bitrates.all), text);
  }
  if (value >= bitrates.min && value <= bitrates.max) return value;
  throw refused("bit_rate", `a whole number from ${bitrates.min} to ${bitrates.max}`, text);
}

function refused(param: string, wanted: string, text = ""): SpeechError {
  const got = JSON.stringify(text.slice(0, 40));
  return new SpeechError("invalid_input", expected(param, wanted, got), { param });
}

function oneOf(values: readonly (string | number)[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(", ")}`;
}
