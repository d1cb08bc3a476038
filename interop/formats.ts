import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AudioFormat } from "../src/audio/encode/encode.ts";
import { type Case, must } from "./cases.ts";
import { flacSamples, hasXing, oggEnd } from "./containers.ts";
import { decodedSeconds, probe, type Probed } from "./ffmpeg.ts";
import type { House } from "./house.ts";

const TEXT =
  "The quick brown fox jumps over the lazy dog. It was a bright cold day in April, and the clocks were striking thirteen. That is all.";
const HZ = 24_000;
/** Seconds; ffmpeg prints microseconds. */
const EXACT_S = 1.5e-6;
/** LAME's delay and the last frame, samples. */
const MP3_PADDING = 1105 + 2 * 576;

interface Judged {
  readonly bytes: Buffer;
  readonly packets: Probed["packets"];
  /** Samples of the same text as PCM. */
  readonly samples: number;
}

interface Form {
  readonly container: string;
  readonly codec: string;
  /** Opus always decodes to 48 kHz. */
  readonly decodedHz?: number;
  /** What the codec may add to the sound when it streams and when it is whole, samples at 24 kHz. */
  readonly padding: Readonly<Record<Way, number>>;
  /** Seconds that a whole file's header may tell beyond the sound; null: it tells no length. */
  readonly headerS: number | null;
  /** What ffmpeg can't but say of such bytes. */
  readonly known?: Readonly<Partial<Record<Way, readonly RegExp[]>>>;
  /** What else must hold; resolves with what was seen. */
  readonly check: (judged: Judged, way: Way) => string;
}

type Way = "streamed" | "whole";

/** ffmpeg says so of every WAV without a channel mask. */
const MONO = /Guessed Channel Layout/;

const FORMS: Readonly<Record<Exclude<AudioFormat, "pcm">, Form>> = {
  wav: {
    container: "wav",
    codec: "pcm_s16le",
    padding: { streamed: 0, whole: 0 },
    headerS: 0,
    // Of the sizes 0xFFFFFFFF, and of the last packet, shorter than it asked for since it knows no end.
    known: {
      whole: [MONO],
      streamed: [MONO, /Ignoring maximum wav data size/, /Packet corrupt|corrupt input packet/],
    },
    check({ bytes, samples }, way) {
      const sizes = [bytes.readUInt32LE(4), bytes.readUInt32LE(40)];
      const right = way === "whole" ? [bytes.length - 8, 2 * samples] : [0xffff_ffff, 0xffff_ffff];
      must(sizes.join() === right.join(), `its sizes are ${sizes.join(" and ")}`);
      return `sizes ${sizes.map((size) => `0x${size.toString(16)}`).join(" ")}`;
    },
  },
  mp3: {
    container: "mp3",
    codec: "mp3",
    // A whole file says how much of them to cut.
    padding: { streamed: MP3_PADDING, whole: 0 },
    headerS: MP3_PADDING / HZ,
    check({ bytes, packets }, way) {
      const xing = hasXing(bytes);
      must(xing === (way === "whole"), xing ? "it has a Xing header" : "it has no Xing header");
      const sizes = new Set(packets.map((packet) => packet.bytes));
      must(sizes.size === 1, `its frames have ${[...sizes].join(", ")} bytes: not CBR`);
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
      const odd = packets.slice(0, -1).filter(({ seconds }) => Math.abs(seconds - 0.02) > EXACT_S);
      must(odd.length === 0, `${odd.length} of ${packets.length} frames are not 20 ms`);
      const { closed, granule, preSkip } = oggEnd(bytes);
      must(closed, "its last page does not end the stream");
      must(
        granule - preSkip === 2 * samples,
        `it ends at ${granule}, not ${2 * samples + preSkip}`,
      );
      return `${packets.length} frames of 20 ms, last page closed at ${granule}`;
    },
  },
  aac: {
    container: "aac",
    codec: "aac",
    // The encoder's first frame, and the rest of the last one: ADTS can't tell of either.
    padding: { streamed: 2 * 1024, whole: 2 * 1024 },
    headerS: null,
    // ADTS has no length, so a file's is guessed.
    known: { whole: [/Estimating duration from bitrate/] },
    check: ({ packets }) => `${packets.length} frames`,
  },
  flac: {
    container: "flac",
    codec: "flac",
    padding: { streamed: 0, whole: 0 },
    headerS: 0,
    check({ bytes, samples }, way) {
      const told = flacSamples(bytes);
      must(told === (way === "whole" ? samples : 0), `STREAMINFO tells ${told} samples`);
      return `STREAMINFO tells ${told} samples`;
    },
  },
};

/** ffprobe and ffmpeg as judges of every format; streams come to them through a pipe, as they do to a player. */
export const FORMATS: readonly Case<House>[] = (
  ["wav", "mp3", "opus", "aac", "flac"] as const
).flatMap((format) =>
  (["streamed", "whole"] as const).map((way) => ({
    id: `formats-${format}-${way}`,
    says: `${format} ${way} is what ffprobe and ffmpeg take it for, as long as its PCM`,
    run: ({ url }: House) => judge(url, format, way),
  })),
);

async function judge(url: string, format: keyof typeof FORMS, way: Way): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "utter-interop-"));
  try {
    const samples = (await speech(url, "pcm", way)).length / 2;
    const bytes = await speech(url, format, way);
    const file = join(folder, `speech.${format}`);
    await Bun.write(file, bytes);
    const given = way === "whole" ? file : bytes;
    const form = FORMS[format];
    const seen = await probe(given);
    must(seen.container === form.container, `the container is ${seen.container}`);
    must(seen.codec === form.codec, `the codec is ${seen.codec}`);
    must(seen.channels === 1, `it has ${seen.channels} channels`);
    const pcmS = samples / HZ;
    const mostS = form.padding[way] / HZ;
    const decodedS = await decodedSeconds(given, {
      sampleRateHz: form.decodedHz ?? HZ,
      known: form.known?.[way] ?? [],
    });
    within(decodedS - pcmS, mostS, "decoded");
    const headerS = way === "whole" && form.headerS !== null ? seen.seconds : null;
    if (headerS !== null) within(headerS - pcmS, form.headerS ?? 0, "by its header");
    const more = form.check({ bytes, packets: seen.packets, samples }, way);
    const header = headerS === null ? "" : `, by its header ${headerS.toFixed(4)} s`;
    return `PCM ${pcmS.toFixed(4)} s, decoded ${decodedS.toFixed(4)} s${header}; ${more}`;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function within(difference: number, most: number, what: string): void {
  must(
    difference >= -EXACT_S && difference <= most + EXACT_S,
    `${what} it is ${(difference * 1000).toFixed(2)} ms longer than PCM, ${(most * 1000).toFixed(2)} are allowed`,
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
  must(way === "streamed" || length === String(bytes.length), `its Content-Length is ${length}`);
  return bytes;
}
