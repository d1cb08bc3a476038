import type { AudioChunk } from "../formats/chunk.ts";
import { g711Values, toS16 } from "../formats/g711.ts";
import type { PcmFormat } from "../formats/pcm.ts";
import { wavFile } from "../formats/wavFile.ts";
import type { FailureKind } from "../http/failure.ts";
import { type RequestRecord, serviceMs } from "../records/record.ts";

/** The audio of one request, as a file that a browser can play. */
export interface KeptAudio {
  readonly seq: number;
  readonly serviceMs: number;
  readonly error: FailureKind | null;
  readonly extension: "wav" | "mp3" | "opus" | "flac" | "aac";
  readonly bytes: Uint8Array;
  /** Seconds of audio in the answer. */
  readonly audioS: number;
  /** False if the file holds only the beginning of the answer. */
  readonly whole: boolean;
}

/** Number of slowest requests to keep. */
export const SLOWEST = 3;
/** Number of failed requests to keep. */
export const FAILED = 5;
/** Number of successes sampled evenly over the level. Afterwards the sampled answer nearest to the median is chosen. */
const SAMPLED = 8;
/** Maximum bytes of one capture: 87 s of 16-bit mono PCM at 24 kHz. */
const MAX_REQUEST_BYTES = 4 * 2 ** 20;
/** Maximum bytes of all captures of a process, so that the memory does not grow with the duration of a level. */
const MAX_PROCESS_BYTES = 64 * 2 ** 20;

/** Bytes captured for one request; the capture grows until the request ends. */
interface Capture {
  codec: AudioChunk["codec"] | null;
  format: PcmFormat | null;
  readonly pieces: Uint8Array[];
  bytes: number;
  whole: boolean;
}

/** The capture of a request that has ended. */
interface EndedCapture extends Capture {
  readonly seq: number;
  readonly serviceMs: number;
  readonly error: FailureKind | null;
  readonly audioS: number;
}

export type Keeper = ReturnType<typeof createKeeper>;

/**
 * Keeps the audio of a level's slowest requests, of an even sample, and of the first failures with audio. Audio beyond
 * the memory bounds is dropped, and its file is marked as incomplete. Bytes are not copied while the level runs.
 *
 * @example
 * const keeper = createKeeper(Math.random);
 * const { take, audio } = keeper.open();
 * take(chunk);
 * keeper.end(record, audio);
 * keeper.kept();
 */
export function createKeeper(random: () => number) {
  let slowest: EndedCapture[] = [];
  const sampled: EndedCapture[] = [];
  const failed: EndedCapture[] = [];
  let successes = 0;
  let usedBytes = 0;

  const release = (dropped: ReadonlySet<EndedCapture>): void => {
    for (const capture of dropped) {
      if ([slowest, sampled, failed].some((list) => list.includes(capture))) continue;
      usedBytes -= capture.bytes;
    }
  };
  /**
   * Offers a successful capture to the slowest and to the sample; returns the captures that a list may have dropped.
   */
  const keepSuccess = (capture: EndedCapture): Set<EndedCapture> => {
    const dropped = new Set([capture]);
    slowest = [...slowest, capture].sort((a, b) => b.serviceMs - a.serviceMs);
    for (const each of slowest.splice(SLOWEST)) dropped.add(each);
    const place = successes < SAMPLED ? successes : Math.floor(random() * (successes + 1));
    successes++;
    if (place >= SAMPLED) return dropped;
    const replaced = sampled[place];
    if (replaced !== undefined) dropped.add(replaced);
    sampled[place] = capture;
    return dropped;
  };
  return {
    /** Starts a capture. `take` adds a chunk to `audio`. */
    open() {
      const audio: Capture = { codec: null, format: null, pieces: [], bytes: 0, whole: true };
      const take = (chunk: AudioChunk): void => {
        usedBytes += addChunk(audio, chunk, MAX_PROCESS_BYTES - usedBytes);
      };
      return { audio, take };
    },
    /** Ends the capture of a request. */
    end(record: RequestRecord, audio: Capture): void {
      const { seq, error, audioS } = record;
      const ended = { ...audio, seq, serviceMs: serviceMs(record), error, audioS: audioS ?? 0 };
      if (ended.bytes === 0) return;
      if (error === null) return release(keepSuccess(ended));
      if (error !== "aborted" && failed.length < FAILED) failed.push(ended);
      release(new Set([ended]));
    },
    /** Returns the kept audio, each request once. */
    kept: (): KeptAudio[] =>
      [...new Set([...slowest, ...sampled, ...failed])].map(toFile).filter((file) => file !== null),
  };
}

/** Adds `chunk` to `audio` if the chunk stays within both bounds and has the same format; returns the added bytes. */
function addChunk(audio: Capture, chunk: AudioChunk, freeBytes: number): number {
  const pieces = chunk.codec === "pcm" ? chunk.spans.map(({ bytes }) => bytes) : chunk.coded;
  const format = chunk.spans[0]?.format ?? null;
  audio.codec ??= chunk.codec;
  audio.format ??= format;
  const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
  audio.whole &&=
    audio.bytes + bytes <= MAX_REQUEST_BYTES &&
    bytes <= freeBytes &&
    audio.codec === chunk.codec &&
    sameFormat(audio.format, format);
  if (!audio.whole) return 0;
  audio.pieces.push(...pieces);
  audio.bytes += bytes;
  return bytes;
}

function sameFormat(a: PcmFormat | null, b: PcmFormat | null): boolean {
  return (
    a?.rateHz === b?.rateHz &&
    a?.channels === b?.channels &&
    a?.bits === b?.bits &&
    a?.encoding === b?.encoding
  );
}

/** Converts a capture to a file, G.711 to 16-bit samples; returns null if the capture is empty. */
function toFile(capture: EndedCapture): KeptAudio | null {
  const { codec, format, pieces, seq, serviceMs, error, audioS, whole } = capture;
  if (codec === null) return null;
  const bytes = format === null ? new Uint8Array(Buffer.concat(pieces)) : playable(format, pieces);
  const extension = codec === "pcm" ? ("wav" as const) : codec;
  return { seq, serviceMs, error, extension, bytes, audioS, whole };
}

function playable(format: PcmFormat, pieces: readonly Uint8Array[]): Uint8Array {
  const values = g711Values(format.encoding);
  if (values === null) return wavFile(format, pieces);
  const samples = pieces.map((piece) => toS16(piece, values));
  return wavFile({ ...format, bits: 16, encoding: "int" }, samples);
}
