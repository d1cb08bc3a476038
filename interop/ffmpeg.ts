import { z } from "zod";
import { must } from "./cases.ts";

/** Returns whether ffmpeg and ffprobe are installed. */
export function hasFfmpeg(): boolean {
  return Bun.which("ffmpeg") !== null && Bun.which("ffprobe") !== null;
}

/** The path of a file, or bytes that are piped to ffmpeg as from a connection. */
export type AudioInput = string | Uint8Array;

interface Decoding {
  readonly sampleRateHz: number;
  /** Patterns of allowed warnings, for one line each. */
  readonly allowedWarnings: readonly RegExp[];
  /** Name of the container, if the bytes are too few to detect it. */
  readonly container?: string;
}

/** Decodes with ffmpeg and returns the seconds of audio. Throws an Error with warnings that are not allowed. */
export async function decodedSeconds(
  audio: AudioInput,
  { sampleRateHz, allowedWarnings, container }: Decoding,
): Promise<number> {
  const flags = ["-nostdin", "-hide_banner", "-v", "warning", "-err_detect", "crccheck"];
  const input = [...(container === undefined ? [] : ["-f", container]), "-i", inputOf(audio)];
  const output = ["-f", "s16le", "-ac", "1", "-ar", String(sampleRateHz), "pipe:1"];
  const { bytes, stderr, code } = await run(["ffmpeg", ...flags, ...input, ...output], audio);
  const warnings = stderr.split("\n").filter((line) => line.trim() !== "");
  const unexpected = warnings.filter(
    (line) => !allowedWarnings.some((pattern) => pattern.test(line)),
  );
  must(
    code === 0 && unexpected.length === 0,
    `ffmpeg (exit code ${code}): ${unexpected.join("; ")}`,
  );
  return bytes.length / 2 / sampleRateHz;
}

/** Decodes G.711 without a header with ffmpeg to 16-bit samples at the same rate. */
export async function decodedG711(
  audio: Uint8Array,
  { law, sampleRateHz }: { readonly law: "mulaw" | "alaw"; readonly sampleRateHz: number },
): Promise<Int16Array> {
  const input = ["-f", law, "-ar", String(sampleRateHz), "-ac", "1", "-i", "pipe:0"];
  const command = ["ffmpeg", "-nostdin", "-v", "error", ...input, "-f", "s16le", "pipe:1"];
  const { bytes, stderr, code } = await run(command, audio);
  must(code === 0 && stderr === "", `ffmpeg (exit code ${code}): ${stderr}`);
  return new Int16Array(new Uint8Array(bytes).buffer);
}

/** Headers and packets as ffprobe reads them. */
export interface Probed {
  readonly container: string;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Length in the header; null if the header has none. */
  readonly seconds: number | null;
  readonly packets: readonly { readonly bytes: number; readonly seconds: number }[];
}

const probeOutput = z.object({
  format: z.object({ format_name: z.string(), duration: z.string().optional() }),
  streams: z.array(
    z.object({ codec_name: z.string(), sample_rate: z.string(), channels: z.number() }),
  ),
  packets: z.array(z.object({ size: z.string(), duration_time: z.string() })),
});

/** Runs ffprobe. Throws an Error if ffprobe can't read `audio`. */
export async function probe(audio: AudioInput): Promise<Probed> {
  const show = ["-show_format", "-show_streams", "-show_packets", "-of", "json"];
  const { bytes, stderr, code } = await run(
    ["ffprobe", "-v", "error", ...show, inputOf(audio)],
    audio,
  );
  must(code === 0 && stderr === "", `ffprobe (exit code ${code}): ${stderr}`);
  const { format, streams, packets } = probeOutput.parse(JSON.parse(bytes.toString()));
  const [stream] = streams;
  must(
    stream !== undefined && streams.length === 1,
    `the audio has ${streams.length} streams, not one`,
  );
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

function inputOf(audio: AudioInput): string {
  return typeof audio === "string" ? audio : "pipe:0";
}

async function run(command: string[], audio: AudioInput) {
  const stdin = typeof audio === "string" ? "ignore" : audio;
  const child = Bun.spawn(command, { stdin, stdout: "pipe", stderr: "pipe" });
  const [bytes, stderr] = await Promise.all([child.stdout.bytes(), child.stderr.text()]);
  return { bytes: Buffer.from(bytes), stderr, code: await child.exited };
}
