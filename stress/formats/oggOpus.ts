import { Failure } from "../http/failure.ts";
import type { ChunkReader } from "./chunk.ts";
import { BadAudio } from "./badAudio.ts";
import { tag, view } from "./bytes.ts";
import { crcTable } from "./crc.ts";
import { createFrameReader, type FrameFormat, type Unit } from "./frames.ts";

const CRC32 = crcTable(32, 0x04c1_1db7);
const PAGE_HEAD_BYTES = 27;
/** Granule positions count samples at 48 kHz for every input rate. */
const RATE_HZ = 48_000;
// RFC 6716, section 3.1: samples of a frame by the configuration in its packet's first byte.
const SILK = [480, 960, 1920, 2880];
const CELT = [120, 240, 480, 960];

/** Counts Ogg Opus by its packets, without the pre-skip. The granule position of the last page trims the end. */
export function createOggOpusReader(): ChunkReader {
  return createFrameReader(opusPages());
}

/** State of a reader within an Ogg stream. */
interface OpusState {
  /** Serial number of the open stream; null if no stream is open. */
  serial: number | null;
  /** Number of complete packets. */
  packets: number;
  /** First bytes of a packet that continues on the next page. */
  openPacket: number[] | null;
  preSkip: number;
  samples: number;
  /** Granule position before the first sample. */
  startGranule: number | null;
  countedSamples: number;
}

function opusPages(): FrameFormat {
  const state: OpusState = { serial: null, preSkip: 0, ...STREAM_START };
  let isComplete = false;
  return {
    name: "opus",
    step(bytes): Unit | null {
      if (bytes.length < PAGE_HEAD_BYTES) return null;
      if (tag(bytes, 0) !== "OggS") {
        const next = bytes.indexOf(0x4f, 1);
        return { bytes: next < 0 ? bytes.length : next, audioMs: 0, junk: true };
      }
      const bodyAt = PAGE_HEAD_BYTES + (bytes[26] ?? 0);
      if (bytes.length < bodyAt) return null;
      const size = bytes.subarray(PAGE_HEAD_BYTES, bodyAt).reduce((sum, n) => sum + n, bodyAt);
      if (bytes.length < size) return null;
      const page = bytes.subarray(0, size);
      if (checksum(page) !== view(page).getUint32(22, true))
        throw new BadAudio("opus: an Ogg page with a wrong checksum");
      const audioMs = takePage(state, page);
      isComplete = state.serial === null;
      return { bytes: size, audioMs };
    },
    end() {
      if (!isComplete)
        throw new Failure("truncated", "opus: the body ended before its last Ogg page");
    },
  };
}

const STREAM_START = {
  packets: 0,
  openPacket: null,
  samples: 0,
  startGranule: null,
  countedSamples: 0,
} as const;

function openStream(state: OpusState, page: Uint8Array): void {
  if (state.serial !== null) return; // another stream is multiplexed with the open one, and is ignored
  const head = page.subarray(PAGE_HEAD_BYTES + (page[26] ?? 0));
  const word = tag(head, 0) + tag(head, 4);
  if (word !== "OpusHead" || head.length < 19)
    throw new BadAudio(`opus: the Ogg stream holds "${word}", not Opus`);
  const preSkip = view(head).getUint16(10, true);
  Object.assign(state, STREAM_START, { serial: view(page).getUint32(14, true), preSkip });
}

/** Counts the packets that `page` completes. */
function readPackets(state: OpusState, page: Uint8Array): void {
  let at = PAGE_HEAD_BYTES + (page[26] ?? 0);
  const isContinued = ((page[5] ?? 0) & 1) !== 0;
  let first = isContinued ? state.openPacket : null;
  for (const lacing of page.subarray(PAGE_HEAD_BYTES, at)) {
    first ??= [];
    if (first.length < 2) first = [...first, ...page.subarray(at, at + Math.min(2, lacing))];
    at += lacing;
    if (lacing === 255) continue;
    if (state.packets >= 2) state.samples += packetSamples(first); // the first two are OpusHead and OpusTags
    state.packets++;
    first = null;
  }
  state.openPacket = first;
}

/** Counts the audio of `page`; returns the milliseconds that the page completes. */
function takePage(state: OpusState, page: Uint8Array): number {
  const flags = page[5] ?? 0;
  if (flags & 2) openStream(state, page);
  if (view(page).getUint32(14, true) !== state.serial) return 0;
  const previousSamples = state.samples;
  readPackets(state, page);
  const granule = Number(view(page).getBigInt64(6, true));
  const isLast = (flags & 4) !== 0;
  // A stream that was joined late does not start at 0 (RFC 7845, section 4.5).
  if (state.packets > 2)
    state.startGranule ??= isLast ? 0 : Math.max(0, granule - (state.samples - previousSamples));
  if (isLast) {
    state.serial = null;
    if (granule >= 0 && state.startGranule !== null)
      state.samples = Math.min(state.samples, granule - state.startGranule);
  }
  const newSamples = Math.max(0, state.samples - state.preSkip - state.countedSamples);
  state.countedSamples += newSamples;
  return (newSamples / RATE_HZ) * 1000;
}

/** Returns the samples of a packet, given its first two bytes (RFC 6716, section 3.1). */
function packetSamples([toc = 0, count = 0]: readonly number[]): number {
  const config = toc >> 3;
  const frames = [1, 2, 2, count & 63][toc & 3] ?? 1;
  if (config < 12) return frames * (SILK[config & 3] ?? 0);
  if (config < 16) return frames * (SILK[config & 1] ?? 0);
  return frames * (CELT[config & 3] ?? 0);
}

/** Computes the CRC of a page, with its checksum field taken as 0. */
function checksum(page: Uint8Array): number {
  let crc = 0;
  for (let at = 0; at < page.length; at++) {
    const byte = at >= 22 && at < 26 ? 0 : (page[at] ?? 0);
    crc = ((crc << 8) ^ (CRC32[(crc >>> 24) ^ byte] ?? 0)) >>> 0;
  }
  return crc;
}
