import type { ChunkReader } from "./chunk.ts";
import { BadAudio } from "./badAudio.ts";
import { tag, view } from "./bytes.ts";
import { crcTable } from "./crc.ts";
import { createFrameReader, type FrameFormat, type Unit } from "./frames.ts";

const CRC32 = crcTable(32, 0x04c1_1db7);
const PAGE_HEAD_BYTES = 27;
/** Opus counts at 48 kHz whatever it holds. */
const RATE_HZ = 48_000;
// RFC 6716, section 3.1: samples of a frame by the configuration in its packet's first byte.
const SILK = [480, 960, 1920, 2880];
const CELT = [120, 240, 480, 960];

/** Counts Ogg Opus by its packets, less the pre-skip; the last page's granule position says where to cut the end. */
export function createOggOpusReader(): ChunkReader {
  return createFrameReader(opusPages());
}

function opusPages(): FrameFormat {
  let serial: number | null = null; // of the stream that is open
  let packets = 0; // that are complete
  let open: number[] | null = null; // first bytes of a packet that goes on in the next page
  let preSkip = 0;
  let samples = 0;
  let startGranule: number | null = null;
  let toldSamples = 0;

  /** A packet's end, of which `first` are the first bytes. */
  const packet = (first: readonly number[]) => {
    if (packets++ >= 2) samples += packetSamples(first); // behind OpusHead and OpusTags
  };

  const begin = (page: Uint8Array, head: Uint8Array) => {
    if (serial !== null) return; // a stream beside ours
    const word = tag(head, 0) + tag(head, 4);
    if (word !== "OpusHead" || head.length < 19)
      throw new BadAudio(`opus: the Ogg stream holds "${word}", not Opus`);
    serial = view(page).getUint32(14, true);
    preSkip = view(head).getUint16(10, true);
    [packets, samples, toldSamples, open, startGranule] = [0, 0, 0, null, null];
  };

  const readPackets = (page: Uint8Array) => {
    const segments = page[26] ?? 0;
    let at = PAGE_HEAD_BYTES + segments;
    const continued = ((page[5] ?? 0) & 1) !== 0;
    let first = continued ? open : null;
    for (const lacing of page.subarray(PAGE_HEAD_BYTES, at)) {
      first ??= [];
      if (first.length < 2) first = [...first, ...page.subarray(at, at + Math.min(2, lacing))];
      at += lacing;
      if (lacing === 255) continue;
      packet(first);
      first = null;
    }
    open = first;
  };

  const takePage = (page: Uint8Array): number => {
    const flags = page[5] ?? 0;
    if (flags & 2) begin(page, page.subarray(PAGE_HEAD_BYTES + (page[26] ?? 0)));
    if (view(page).getUint32(14, true) !== serial) return 0;
    const before = samples;
    readPackets(page);
    const granule = Number(view(page).getBigInt64(6, true));
    const last = (flags & 4) !== 0;
    // A stream that was joined late does not begin at 0 (RFC 7845, section 4.5).
    if (packets > 2) startGranule ??= last ? 0 : Math.max(0, granule - (samples - before));
    if (last) {
      serial = null;
      if (granule >= 0 && startGranule !== null)
        samples = Math.min(samples, granule - startGranule);
    }
    const fresh = Math.max(0, samples - preSkip - toldSamples);
    toldSamples += fresh;
    return (fresh / RATE_HZ) * 1000;
  };

  let ended = false;
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
      const audioMs = takePage(page);
      ended = serial === null;
      return { bytes: size, audioMs };
    },
    end() {
      if (!ended) throw new BadAudio("opus: the body ended before its last Ogg page");
    },
  };
}

/** RFC 6716, section 3.1: frames of a packet, from its first two bytes, times their samples. */
function packetSamples([toc = 0, count = 0]: readonly number[]): number {
  const config = toc >> 3;
  const frames = [1, 2, 2, count & 63][toc & 3] ?? 1;
  if (config < 12) return frames * (SILK[config & 3] ?? 0);
  if (config < 16) return frames * (SILK[config & 1] ?? 0);
  return frames * (CELT[config & 3] ?? 0);
}

/** The page's checksum, its own field read as 0. */
function checksum(page: Uint8Array): number {
  let crc = 0;
  for (let at = 0; at < page.length; at++) {
    const byte = at >= 22 && at < 26 ? 0 : (page[at] ?? 0);
    crc = ((crc << 8) ^ (CRC32[(crc >>> 24) ^ byte] ?? 0)) >>> 0;
  }
  return crc;
}
