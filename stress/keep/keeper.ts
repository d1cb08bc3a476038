import type { AudioChunk } from "../formats/chunk.ts";
import type { FailureKind } from "../http/failure.ts";
import type { PcmFormat } from "../formats/pcm.ts";
import { wavFile } from "../formats/wavFile.ts";
import { type RequestRecord, serviceMs } from "../records/record.ts";

/** The audio of one request, as a file that a browser plays. */
export interface KeptAudio {
  readonly seq: number;
  readonly serviceMs: number;
  readonly error: FailureKind | null;
  readonly extension: "wav" | "mp3" | "opus" | "flac" | "aac";
  readonly bytes: Uint8Array;
  /** Of the answer; the file holds less where it is not whole. */
  readonly audioS: number;
  readonly whole: boolean;
}

/** Collects what one request hears. */
export interface Capture {
  take(chunk: AudioChunk): void;
}

export const WORST = 3;
export const FAILED = 5;
/** Successes drawn evenly over the level: the one nearest to the median is told at its end. */
const DRAWN = 8;
/** 87 s of 24 kHz, and what all requests of a process hold together: a level of hours needs no more. */
const REQUEST_BYTES = 4 * 2 ** 20;
const PROCESS_BYTES = 64 * 2 ** 20;

/**
 * Keeps the audio of a level's slowest requests, of some drawn evenly, and of the first failures with audio. What is
 * beyond the bounds is left out, and the file is not whole. Nothing is copied while the level runs.
 */
export function createKeeper(random: () => number) {
  let slowest: Held[] = [];
  const drawn: Held[] = [];
  const failed: Held[] = [];
  let successes = 0;
  let spent = 0;

  const dropUnlessKept = (held: Held | undefined) => {
    if (held !== undefined && ![slowest, drawn, failed].some((list) => list.includes(held)))
      spent -= held.bytes;
  };
  return {
    open(): Capture & { readonly held: Holding } {
      const held: Holding = { codec: null, format: null, pieces: [], bytes: 0, whole: true };
      return {
        held,
        take(chunk) {
          const pieces =
            chunk.codec === "pcm" ? chunk.spans.map(({ bytes }) => bytes) : chunk.coded;
          const format = chunk.spans[0]?.format ?? null;
          held.codec ??= chunk.codec;
          held.format ??= format;
          const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
          held.whole &&=
            held.bytes + bytes <= REQUEST_BYTES &&
            spent + bytes <= PROCESS_BYTES &&
            held.codec === chunk.codec &&
            sameFormat(held.format, format);
          if (!held.whole) return;
          held.pieces.push(...pieces);
          held.bytes += bytes;
          spent += bytes;
        },
      };
    },
    /** Takes the end of the request that `held` was filled by. */
    end(record: RequestRecord, holding: Holding): void {
      const { seq, error, audioS } = record;
      const tookMs = serviceMs(record);
      const held: Held = { ...holding, seq, serviceMs: tookMs, error, audioS: audioS ?? 0 };
      if (held.bytes === 0) return;
      if (error !== null) {
        if (error !== "aborted" && failed.length < FAILED) failed.push(held);
        return dropUnlessKept(held);
      }
      const evicted: (Held | undefined)[] = [held];
      slowest = [...slowest, held].sort((a, b) => b.serviceMs - a.serviceMs);
      evicted.push(...slowest.splice(WORST));
      const place = successes < DRAWN ? successes : Math.floor(random() * (successes + 1));
      successes++;
      if (place < DRAWN) {
        evicted.push(drawn[place]);
        drawn[place] = held;
      }
      for (const each of new Set(evicted)) dropUnlessKept(each);
    },
    /** Everything that was kept, each request once. */
    kept: (): KeptAudio[] =>
      [...new Set([...slowest, ...drawn, ...failed])].map(toFile).filter((file) => file !== null),
  };
}

/** Bytes of one request while they come. */
interface Holding {
  codec: AudioChunk["codec"] | null;
  format: PcmFormat | null;
  readonly pieces: Uint8Array[];
  bytes: number;
  whole: boolean;
}

interface Held extends Holding {
  readonly seq: number;
  readonly serviceMs: number;
  readonly error: FailureKind | null;
  readonly audioS: number;
}

function sameFormat(a: PcmFormat | null, b: PcmFormat | null): boolean {
  return a?.rateHz === b?.rateHz && a?.channels === b?.channels && a?.bits === b?.bits;
}

function toFile({ codec, format, pieces, seq, serviceMs, error, audioS, whole }: Held) {
  if (codec === null || format?.encoding === "other") return null;
  const bytes = format === null ? new Uint8Array(Buffer.concat(pieces)) : wavFile(format, pieces);
  const extension = codec === "pcm" ? ("wav" as const) : codec;
  return { seq, serviceMs, error, extension, bytes, audioS, whole };
}
