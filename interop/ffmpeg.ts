import { must } from "./cases.ts";

/** Whether the judges are here. */
export function haveJudges(): boolean {
  return Bun.which("ffmpeg") !== null && Bun.which("ffprobe") !== null;
}

/** What a judge is given: a file by its path, or bytes as they would come over a connection. */
export type Given = string | Uint8Array;

interface Decoding {
  readonly sampleRateHz: number;
  /** What ffmpeg may warn of, a line each. */
  readonly known: readonly RegExp[];
  /** The container, for bytes too few to tell it by. */
  readonly container?: string;
}

/** Decodes with ffmpeg: seconds of sound. Throws what it warns of beyond what is `known`. */
export async function decodedSeconds(
  given: Given,
  { sampleRateHz, known, container }: Decoding,
): Promise<number> {
  const flags = ["-nostdin", "-hide_banner", "-v", "warning", "-err_detect", "crccheck"];
  const input = [...(container === undefined ? [] : ["-f", container]), "-i", inputOf(given)];
  const output = ["-f", "s16le", "-ac", "1", "-ar", String(sampleRateHz), "pipe:1"];
  const { bytes, words, code } = await judge(["ffmpeg", ...flags, ...input, ...output], given);
  const warnings = words.split("\n").filter((line) => line.trim() !== "");
  const surprising = warnings.filter((line) => !known.some((pattern) => pattern.test(line)));
  must(code === 0 && surprising.length === 0, `ffmpeg (${code}) says: ${surprising.join("; ")}`);
  return bytes.length / 2 / sampleRateHz;
}

/** What ffprobe reads from a file's headers and packets. */
export interface Probed {
  readonly container: string;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** By the header; null where it tells none. */
  readonly seconds: number | null;
  readonly packets: readonly { readonly bytes: number; readonly seconds: number }[];
}

/** Asks ffprobe. Throws when it can't read `given`. */
export async function probe(given: Given): Promise<Probed> {
  const show = ["-show_format", "-show_streams", "-show_packets", "-of", "json"];
  const { bytes, words, code } = await judge(
    ["ffprobe", "-v", "error", ...show, inputOf(given)],
    given,
  );
  must(code === 0 && words === "", `ffprobe (${code}) says: ${words}`);
  const { format, streams, packets } = JSON.parse(bytes.toString()) as Raw;
  const [stream] = streams;
  must(stream !== undefined && streams.length === 1, `${streams.length} streams`);
  return {
    container: format.format_name,
    codec: stream.codec_name,
    sampleRateHz: Number(stream.sample_rate),
    channels: stream.channels,
    seconds: format.duration === undefined ? null : Number(format.duration),
    packets: packets.map(({ size, duration_time }) => ({
      bytes: Number(size),
      seconds: Number(duration_time),
    })),
  };
}

interface Raw {
  readonly format: { readonly format_name: string; readonly duration?: string };
  readonly streams: readonly {
    readonly codec_name: string;
    readonly sample_rate: string;
    readonly channels: number;
  }[];
  readonly packets: readonly { readonly size: string; readonly duration_time: string }[];
}

function inputOf(given: Given): string {
  return typeof given === "string" ? given : "pipe:0";
}

async function judge(command: string[], given: Given) {
  const stdin = typeof given === "string" ? "ignore" : given;
  const child = Bun.spawn(command, { stdin, stdout: "pipe", stderr: "pipe" });
  const [bytes, words] = await Promise.all([child.stdout.bytes(), child.stderr.text()]);
  return { bytes: Buffer.from(bytes), words, code: await child.exited };
}
