import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AudioFormat } from "../src/audio/encode/form.ts";
import { type Case, must } from "./cases.ts";
import { flacSamples, hasXing, oggEnd } from "./containers.ts";
import { decodedSeconds, probe, type Probed } from "./ffmpeg.ts";
import type { TestServer } from "./testServer.ts";

const TEXT =
  "The quick brown fox jumps over the lazy dog. It was a bright cold day in April, and the clocks were striking thirteen. That is all.";
const HZ = 24_000;
/** Tolerance, seconds; ffmpeg prints microseconds. */
const TOLERANCE_S = 1.5e-6;
/** Padding of an MP3: LAME's delay and the padding of the last frame, samples. */
const MP3_PADDING = 1105 + 2 * 576;

interface Received {
  readonly bytes: Buffer;
  readonly packets: Probed["packets"];
  /** Number of samples of the same text as PCM. */
  readonly samples: number;
}

interface Form {
  readonly container: string;
  readonly codec: string;
  /** Opus always decodes to 48 kHz. */
  readonly decodedHz?: number;
  /** Maximum padding that the codec adds, samples at 24 kHz. */
  readonly padding: Readonly<Record<Way, number>>;
  /** Maximum by which the header's length of a complete file exceeds the audio, seconds; null if there is no length. */
  readonly headerS: number | null;
  /** Unavoidable warnings of ffmpeg. */
  readonly allowedWarnings?: Readonly<Partial<Record<Way, readonly RegExp[]>>>;
  /** Runs the checks that are specific to the format and returns the figures as text. */
  readonly check: (received: Received, way: Way) => string;
}

type Way = "streamed" | "whole";

/** ffmpeg prints this for every WAV without a channel mask. */
const MONO = /Guessed Channel Layout/;

const FORMS: Readonly<Record<Exclude<AudioFormat, "pcm" | "ulaw" | "alaw">, Form>> = {
  wav: {
    container: "wav",
    codec: "pcm_s16le",
    padding: { streamed: 0, whole: 0 },
    headerS: 0,
    // A streamed WAV has sizes of 0xFFFFFFFF, so ffmpeg warns that the last packet is short.
    allowedWarnings: {
      whole: [MONO],
      streamed: [MONO, /Ignoring maximum wav data size/, /Packet corrupt|corrupt input packet/],
    },
    check({ bytes, samples }, way) {
      const sizes = [bytes.readUInt32LE(4), bytes.readUInt32LE(40)];
      const right = way === "whole" ? [bytes.length - 8, 2 * samples] : [0xffff_ffff, 0xffff_ffff];
      must(sizes.join() === right.join(), `the sizes in the header are ${sizes.join(" and ")}`);
      return `sizes ${sizes.map((size) => `0x${size.toString(16)}`).join(" ")}`;
    },
  },
  mp3: {
    container: "mp3",
    codec: "mp3",
    // The header of a complete file contains the number of padding samples, so that decoders remove them.
    padding: { streamed: MP3_PADDING, whole: 0 },
    headerS: MP3_PADDING / HZ,
    check({ bytes, packets }, way) {
      const xing = hasXing(bytes);
      must(
        xing === (way === "whole"),
        xing ? "the stream has a Xing header" : "the file has no Xing header",
      );
      const sizes = new Set(packets.map((packet) => packet.bytes));
      must(sizes.size === 1, `not CBR: the frames have ${[...sizes].join(", ")} bytes`);
      return `${xing ? "Xing" : "no Xing"}, frames of ${[...sizes].join()} bytes`;
    },
  },
  opus: {
    container: "ogg",
    codec: "opus",
    decodedHz: 48_000,
    padding: { streamed: 0, whole: 0 },
    headerS: 312 / 48_000, // the pre-skip
    check({ bytes, packets, samples }) {
      const odd = packets
        .slice(0, -1)
        .filter(({ seconds }) => Math.abs(seconds - 0.02) > TOLERANCE_S);
      must(odd.length === 0, `${odd.length} of ${packets.length} frames are not 20 ms`);
      const { closed, granule, preSkip } = oggEnd(bytes);
      must(closed, "the last page does not end the stream");
      must(
        granule - preSkip === 2 * samples,
        `the stream ends at ${granule}, not ${2 * samples + preSkip}`,
      );
      return `${packets.length} frames of 20 ms, last page closed at ${granule}`;
    },
  },
  aac: {
    container: "aac",
    codec: "aac",
    // The encoder's delay of one frame, and the padding of the last frame: ADTS has no field for either.
    padding: { streamed: 2 * 1024, whole: 2 * 1024 },
    headerS: null,
    // ADTS has no length, so ffmpeg estimates it.
    allowedWarnings: { whole: [/Estimating duration from bitrate/] },
    check: ({ packets }) => `${packets.length} frames`,
  },
  flac: {
    container: "flac",
    codec: "flac",
    padding: { streamed: 0, whole: 0 },
    headerS: 0,
    check({ bytes, samples }, way) {
      const streamInfo = flacSamples(bytes);
      must(streamInfo === (way === "whole" ? samples : 0), `STREAMINFO has ${streamInfo} samples`);
      return `STREAMINFO has ${streamInfo} samples`;
    },
  },
};

/** Cases that check every format with ffprobe and ffmpeg. Streams are piped to both, as to a player. */
export const FORMATS: readonly Case<TestServer>[] = (
  ["wav", "mp3", "opus", "aac", "flac"] as const
).flatMap((format) =>
  (["streamed", "whole"] as const).map((way) => ({
    id: `formats-${format}-${way}`,
    claim: `${format} ${way}: ffprobe and ffmpeg agree on the format, and the audio is as long as the PCM`,
    run: ({ url }: TestServer) => checkFormat(url, format, way),
  })),
);

async function checkFormat(url: string, format: keyof typeof FORMS, way: Way): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "utter-interop-"));
  try {
    const samples = (await speech(url, "pcm", way)).length / 2;
    const bytes = await speech(url, format, way);
    const file = join(folder, `speech.${format}`);
    await Bun.write(file, bytes);
    const audio = way === "whole" ? file : bytes;
    const form = FORMS[format];
    const probed = await probe(audio);
    must(probed.container === form.container, `the container is ${probed.container}`);
    must(probed.codec === form.codec, `the codec is ${probed.codec}`);
    must(probed.channels === 1, `the audio has ${probed.channels} channels`);
    const pcmS = samples / HZ;
    const maxPaddingS = form.padding[way] / HZ;
    const decodedS = await decodedSeconds(audio, {
      sampleRateHz: form.decodedHz ?? HZ,
      allowedWarnings: form.allowedWarnings?.[way] ?? [],
    });
    within(decodedS - pcmS, maxPaddingS, "decoded");
    const headerS = way === "whole" && form.headerS !== null ? probed.seconds : null;
    if (headerS !== null) within(headerS - pcmS, form.headerS ?? 0, "header");
    const more = form.check({ bytes, packets: probed.packets, samples }, way);
    const header = headerS === null ? "" : `, by its header ${headerS.toFixed(4)} s`;
    return `PCM ${pcmS.toFixed(4)} s, decoded ${decodedS.toFixed(4)} s${header}; ${more}`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function within(differenceS: number, maxS: number, label: string): void {
  must(
    differenceS >= -TOLERANCE_S && differenceS <= maxS + TOLERANCE_S,
    `the ${label} length exceeds the PCM by ${(differenceS * 1000).toFixed(2)} ms, at most ${(maxS * 1000).toFixed(2)} are allowed`,
  );
}

async function speech(url: string, format: AudioFormat, way: Way): Promise<Buffer> {
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input: TEXT, response_format: format, stream: way === "streamed" }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  must(response.status === 200, `${response.status}: ${bytes.toString().slice(0, 200)}`);
  const length = response.headers.get("content-length");
  must(way === "streamed" || length === String(bytes.length), `the Content-Length is ${length}`);
  return bytes;
}
