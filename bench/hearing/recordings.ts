import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loudness } from "../../src/audio/loudness.ts";
import { filtered, joined, toS16 } from "../../src/audio/pcm.ts";
import { createResampler } from "../../src/audio/resample.ts";
import { readWav, wavHeader } from "../../src/audio/wav.ts";
import type { Mark, Sound } from "../../src/sound.ts";

/** Sample rate that every judge expects. */
const JUDGE_HZ = 16_000;
/** Level of the first sound, a root mean square in a frame. */
const SOUND = 10 ** (-54 / 20);
const FRAME_S = 0.005;

/** A spoken text on disk (WAV, mono, 16 bit, JUDGE_HZ). */
export interface Recording {
  readonly path: string;
  /** Silence before the first sound, milliseconds. */
  readonly leadMs: number;
  /** Loudness by ITU-R BS.1770, LUFS. */
  readonly lufs: number;
}

/** Runs `use` with a temporary folder, which is removed afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "utter-hearing-"));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Requests speech from a server and writes it to `path`. */
export async function record(
  url: string,
  request: Readonly<Record<string, unknown>>,
  path: string,
): Promise<Recording> {
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...request, response_format: "wav", stream: false }),
  });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  const { sampleRateHz, samples } = readWav(await response.bytes());
  await writeForJudge(path, samples, sampleRateHz);
  const lufs = loudness(samples, sampleRateHz);
  return { path, leadMs: leadSilenceMs(samples, sampleRateHz), lufs };
}

/** Writes samples as a WAV file at JUDGE_HZ. */
export async function writeForJudge(
  path: string,
  samples: Float32Array,
  rateHz: number,
): Promise<void> {
  const pcm = toS16(filtered(samples, createResampler(rateHz, JUDGE_HZ)));
  await Bun.write(path, new Blob([wavHeader(JUDGE_HZ, pcm.length), pcm]));
}

/** Returns the silence before the first frame of 5 ms at −54 dBFS or more, milliseconds. */
export function leadSilenceMs(samples: Float32Array, rateHz: number): number {
  const frame = Math.round(FRAME_S * rateHz);
  for (let at = 0; at < samples.length; at += frame) {
    const part = samples.subarray(at, at + frame);
    const energy = part.reduce((sum, sample) => sum + sample * sample, 0);
    if (Math.sqrt(energy / part.length) >= SOUND) return (1000 * at) / rateHz;
  }
  return (1000 * samples.length) / rateHz;
}

/** Gathers a whole answer: its samples and its marks. */
export async function collect(sounds: AsyncIterable<Sound>) {
  const chunks: Float32Array[] = [];
  const marks: Mark[] = [];
  for await (const sound of sounds) {
    chunks.push(sound.pcm);
    marks.push(...(sound.marks ?? []));
  }
  return { samples: joined(chunks), marks };
}
