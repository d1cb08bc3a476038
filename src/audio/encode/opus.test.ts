import { expect, test } from "bun:test";
import { inChunks, voiceLike } from "../../../fixtures/sound.ts";
import { decodeOpus } from "../decode/opus.ts";
import { encode } from "./encode.ts";
import { encodeWith } from "./encoder.ts";
import { formOf } from "./form.ts";
import { openOpus, wholeOpus } from "./opus.ts";

interface Page {
  readonly flags: number;
  readonly granule: number;
  readonly packets: readonly Buffer[];
}

/** The Ogg pages of a file; checks the number, serial and checksum of each. */
function pages(ogg: Buffer): Page[] {
  const found: Page[] = [];
  for (let at = 0; at < ogg.length;) {
    expect(ogg.toString("latin1", at, at + 4)).toBe("OggS");
    expect(ogg.readUInt32LE(at + 14)).toBe(ogg.readUInt32LE(14));
    expect(ogg.readUInt32LE(at + 18)).toBe(found.length);
    const lacings = [...ogg.subarray(at + 27, at + 27 + ogg.readUInt8(at + 26))];
    const packets: Buffer[] = [];
    let body = at + 27 + lacings.length;
    let bytes = 0;
    for (const lacing of lacings) {
      bytes += lacing;
      if (lacing === 255) continue;
      packets.push(ogg.subarray(body, body + bytes));
      body += bytes;
      bytes = 0;
    }
    const page = Buffer.from(ogg.subarray(at, body));
    page.writeUInt32LE(0, 22);
    expect(oggChecksum(page)).toBe(ogg.readUInt32LE(at + 22));
    const granule = Number(ogg.readBigInt64LE(at + 6));
    found.push({ flags: ogg.readUInt8(at + 5), granule, packets });
    at = body;
  }
  return found;
}

/** Computed bit by bit, as RFC 3533 defines it, unlike the writer's table. */
function oggChecksum(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
  }
  return crc >>> 0;
}

/** Milliseconds of audio in a packet, from its first byte (RFC 6716, section 3.1). */
function packetMs(packet: Buffer): number {
  const toc = packet.readUInt8(0);
  expect(toc & 3).toBe(0); // one frame
  const config = toc >> 3;
  const silk = [10, 20, 40, 60];
  const hybrid = [10, 20];
  const celt = [2.5, 5, 10, 20];
  if (config < 12) return silk[config % 4] ?? 0;
  return (config < 16 ? hybrid[config % 2] : celt[config % 4]) ?? 0;
}

function encodeOpus(samples: number, chunk: number, rateHz = 24_000): AsyncGenerator<Uint8Array> {
  return encodeWith(inChunks(voiceLike(samples), chunk), () =>
    openOpus({ format: "opus", rateHz }),
  );
}

async function streamed(samples: number, chunk = 1000): Promise<Page[]> {
  const parts = encodeOpus(samples, chunk);
  return pages(Buffer.concat(await Array.fromAsync(parts)));
}

test("the stream begins with OpusHead and OpusTags on pages of their own", async () => {
  const [head, tags] = await streamed(5000);
  expect([head?.flags, head?.granule, tags?.flags, tags?.granule]).toEqual([2, 0, 0, 0]);
  const opusHead = head?.packets[0] ?? Buffer.alloc(0);
  expect(opusHead.toString("latin1", 0, 8)).toBe("OpusHead");
  expect([opusHead.length, opusHead[8], opusHead[9]]).toEqual([19, 1, 1]);
  expect(opusHead.readUInt16LE(10)).toBe(312); // 6.5 ms of lookahead at 48 kHz
  expect(opusHead.readUInt32LE(12)).toBe(24_000);
  expect(tags?.packets[0]?.toString("latin1", 0, 8)).toBe("OpusTags");
});

test("a stream has frames of 20 ms, the first on a page of its own, and pages of at most 100 ms", async () => {
  const [, , ...audio] = await streamed(30_000);
  expect(audio[0]?.packets).toHaveLength(1);
  let coded = 0;
  for (const { packets, granule, flags } of audio.slice(0, -1)) {
    for (const packet of packets) expect(packetMs(packet)).toBe(20);
    expect(packets.length).toBeLessThanOrEqual(5);
    coded += packets.length;
    expect([granule, flags]).toEqual([coded * 960, 0]);
  }
});

test("the last page ends the stream at the last sample, for any length", async () => {
  for (const samples of [1, 323, 324, 325, 480, 960, 24_000, 24_001]) {
    const audio = (await streamed(samples)).slice(2);
    const last = audio.at(-1);
    expect(last?.flags).toBe(4);
    expect(last?.granule).toBe(312 + samples * 2);
    const coded = audio.reduce((sum, { packets }) => sum + packets.length, 0) * 960;
    expect(coded).toBeGreaterThanOrEqual(312 + samples * 2);
    expect(coded - (312 + samples * 2)).toBeLessThan(960);
    // Only the end of the last packet may be cut.
    expect(last?.packets.length).toBeGreaterThan(0);
  }
});

test("the first frame is sent with the first 20 ms of audio", async () => {
  const stream = encodeOpus(2400, 480);
  const first = await stream.next();
  expect(pages(Buffer.from(first.value ?? []))).toHaveLength(3);
  await stream.return(undefined);
});

test("a file has the same packets in pages of one second", async () => {
  const file = pages(
    Buffer.from(await wholeOpus(inChunks(voiceLike(60_000), 1000), formOf("opus"))),
  );
  const live = await streamed(60_000);
  const packets = (all: Page[]): Buffer[] => all.flatMap((page) => [...page.packets]);
  expect(packets(file)).toEqual(packets(live));
  expect(file.length).toBe(2 + 1 + 3);
});

test("an unsupported sample rate is refused with the supported ones", async () => {
  const stream = encodeOpus(100, 100, 22_050);
  expect(stream.next()).rejects.toThrow(
    "Opus does not support 22050 Hz; supported: 8000, 12000, 16000, 24000, 48000",
  );
});

test("a higher bit rate gives a larger stream, and the length stays exact at 48 kHz", async () => {
  const sound = voiceLike(60_000);
  const sizes: number[] = [];
  for (const bitrateKbps of [32, 64, 96, 128, 192]) {
    const form = { format: "opus", rateHz: 48_000, bitrateKbps } as const;
    const ogg = Buffer.concat(await Array.fromAsync(encode(inChunks(sound, 1000), form)));
    const last = pages(ogg).at(-1);
    expect([last?.flags, last?.granule]).toEqual([4, 312 + 120_000]);
    let decoded = 0;
    for (const { samples } of decodeOpus(new Uint8Array(ogg))) decoded += samples.length;
    expect(decoded / 16_000).toBeGreaterThanOrEqual(2.5);
    sizes.push((ogg.length * 8) / 2500);
  }
  // libopus varies the rate of single frames around the asked one.
  for (const [index, kbps] of [32, 64, 96, 128, 192].entries()) {
    expect(sizes[index]).toBeGreaterThan(kbps * 0.7);
    expect(sizes[index]).toBeLessThan(kbps * 1.4);
  }
});
