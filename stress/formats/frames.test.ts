import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createBodyReader } from "./body.ts";
import type { AudioChunk } from "./chunk.ts";
import { createRandom } from "../../src/stats/random.ts";

/** Reads a file with a tone of one second. ffmpeg encoded the files (LAME, libopus, and its own FLAC and AAC encoders). */
const fixture = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dir, "../../fixtures", name)));
const mp3 = fixture("tone.mp3"); // ID3v2, an Info frame, 44 frames of 24 kHz
const vbr = fixture("tone_vbr.mp3"); // ID3v2, a Xing frame, 44.1 kHz stereo, variable bitrate
const opus = fixture("tone.opus");
const flac = fixture("tone.flac");
const aac = fixture("tone.aac");
const ID3_BYTES = 45;

function chunksOf(bytes: Uint8Array, step = bytes.length, type = ""): AudioChunk[] {
  const reader = createBodyReader(formatOf(bytes), type);
  const chunks: AudioChunk[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    chunks.push(...reader.push(bytes.subarray(at, at + step)));
  }
  return [...chunks, ...reader.end()];
}

/** Returns the format that a request for `bytes` names. */
function formatOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && ((bytes[1] ?? 0) & 6) === 0) return "aac";
  return (
    { OggS: "opus", fLaC: "flac" }[Buffer.from(bytes.subarray(0, 4)).toString("latin1")] ?? "mp3"
  );
}

const totalMs = (chunks: readonly AudioChunk[]) =>
  chunks.reduce((sum, { audioMs }) => sum + audioMs, 0);

/** ADTS declares neither the encoder delay of one frame nor the padding of the last frame. */
const AAC_MS = (25 * 1024 * 1000) / 24_000;

/** Returns the offset of the last frame of `bytes`, found by the lengths in the frame headers. */
function lastAdtsFrame(bytes: Uint8Array): number {
  let [at, next] = [0, 0];
  while (next < bytes.length) {
    at = next;
    const [, , , high = 0, middle = 0, low = 0] = bytes.subarray(at);
    next += ((high & 3) << 11) | (middle << 3) | (low >> 5);
  }
  return at;
}

test.each([
  ["mp3", mp3, 1000],
  ["mp3 of variable bitrate", vbr, 1000],
  ["opus", opus, 1000],
  ["flac", flac, 1000],
  ["aac", aac, AAC_MS],
])("the measured length of %s is the true length for every size of reads", (_, bytes, ms) => {
  for (const step of [bytes.length, 1, 7, 100, 999]) {
    const chunks = chunksOf(bytes, step);
    expect(totalMs(chunks)).toBeCloseTo(ms, 6);
    expect(chunks.every(({ audioMs, spans }) => audioMs > 0 && spans.length === 0)).toBe(true);
    expect(Buffer.concat(chunks.flatMap(({ coded }) => coded)).subarray(0, 100)).toEqual(
      Buffer.from(bytes.subarray(0, 100)),
    );
  }
});

test("each read counts the frames that it completes", () => {
  expect(chunksOf(flac, 400).length).toBeGreaterThan(1);
  const lengths = chunksOf(aac, 400).map(({ audioMs }) => audioMs);
  expect(lengths.length).toBe(6);
  for (const ms of lengths) expect((ms * 24) / 1024).toBeCloseTo(Math.round((ms * 24) / 1024), 6);
});

test.each([
  ["mp3", mp3],
  ["mp3 of variable bitrate", vbr],
  ["opus", opus],
  ["flac", flac],
  ["aac", aac],
])("a truncated %s is refused", (_, bytes) => {
  for (const cut of [1, 40, 100, bytes.length >> 1])
    expect(() => chunksOf(bytes.subarray(0, bytes.length - cut))).toThrow();
});

test.each([
  ["mp3", mp3.subarray(ID3_BYTES + 192), 96, 4],
  ["aac", aac, null, 7],
])(
  "%s truncated inside the header of its last frame is refused",
  (_, frames, frameBytes, headerBytes) => {
    const last = frameBytes === null ? lastAdtsFrame(frames) : frames.length - frameBytes;
    for (let kept = 1; kept < headerBytes; kept++) {
      const body = frames.subarray(0, last + kept);
      for (const step of [body.length, 5])
        expect(() => chunksOf(body, step)).toThrow("the body ended inside a frame");
    }
    expect(totalMs(chunksOf(frames.subarray(0, last)))).toBeGreaterThan(0);
  },
);

test("an Ogg stream truncated between two pages is refused", () => {
  const lastPage = Buffer.from(opus).lastIndexOf("OggS");
  expect(() => chunksOf(opus.subarray(0, lastPage))).toThrow("before its last Ogg page");
});

test("an mp3 stream with fewer frames than its Info header declares is refused", () => {
  const frame = mp3.length - 96;
  expect(() => chunksOf(mp3.subarray(0, frame - 96))).toThrow("of the 44 frames");
});

test("a FLAC stream with fewer samples than its STREAMINFO declares is refused", () => {
  const flac8191 = flac.slice();
  flac8191[25] = 0xff; // the last byte of STREAMINFO's samples: 8000 becomes 8191
  expect(() => chunksOf(flac8191)).toThrow("of the 8191 samples");
});

test("an mp3 stream without an Info frame is counted by its frames", () => {
  const frames = mp3.subarray(ID3_BYTES + 192);
  expect(frames[0]).toBe(0xff);
  expect(totalMs(chunksOf(frames, 50))).toBeCloseTo(44 * 24, 6);
});

test("tags and junk before, between and after frames are skipped", () => {
  const frames = Buffer.from(mp3.subarray(ID3_BYTES + 192));
  const junk = Buffer.from("\xff\xf3some bytes\xff\xfb that are not a frame", "latin1");
  const id3v1 = Buffer.concat([Buffer.from("TAG"), Buffer.alloc(125, 0xff)]);
  const half = frames.subarray(0, 10 * 96);
  const body = Buffer.concat([half, junk, mp3, junk, frames, id3v1]);
  for (const step of [body.length, 1, 64])
    expect(totalMs(chunksOf(body, step))).toBeCloseTo(10 * 24 + 1000 + 44 * 24, 6);
  const behind = Buffer.concat([Buffer.from("some bytes"), junk, frames]);
  expect(totalMs(chunksOf(behind, 3, "audio/mpeg"))).toBeCloseTo(44 * 24, 6);
});

test("the lengths of concatenated streams add up", () => {
  expect(totalMs(chunksOf(Buffer.concat([mp3, vbr]), 77))).toBeCloseTo(2000, 6);
  expect(totalMs(chunksOf(Buffer.concat([opus, opus]), 77))).toBeCloseTo(2000, 6);
  expect(totalMs(chunksOf(Buffer.concat([flac, flac]), 77))).toBeCloseTo(2000, 6);
});

test("a flipped bit in an Ogg page or a FLAC frame is refused", () => {
  for (const bytes of [opus, flac]) {
    const damaged = bytes.slice();
    damaged[bytes.length - 50] = (damaged[bytes.length - 50] ?? 0) ^ 1;
    expect(() => chunksOf(damaged)).toThrow();
  }
});

test.each([
  ["an error page", Buffer.from("<html><body>Bad gateway, try later</body></html>")],
  ["zeros", Buffer.alloc(5000)],
  ["noise after one header", Buffer.concat([mp3.subarray(237, 241), Buffer.alloc(5000, 0x55)])],
  ["Ogg without Opus", Buffer.from(opus).fill("\x7fFLAC", 28, 33)],
])("%s is refused even if its Content-Type is audio/mpeg", (_, bytes) => {
  expect(() => chunksOf(bytes, 100)).toThrow();
  expect(() => chunksOf(bytes, 100, "audio/mpeg")).toThrow();
});

test("a damaged body has the same result for every size of reads", () => {
  const random = createRandom("damage");
  const upTo = (count: number) => Math.floor(random() * count);
  const verdict = (bytes: Uint8Array, step: number) => {
    try {
      return totalMs(chunksOf(bytes, step, "audio/mpeg")).toFixed(3);
    } catch (error) {
      return String(error).replace(/ that starts with .*/s, ""); // the excerpt is as long as the read
    }
  };
  for (const bytes of [mp3, vbr, opus, flac, aac]) {
    for (let round = 0; round < 40; round++) {
      const noise = Uint8Array.from({ length: upTo(80) }, () => upTo(256));
      const [from, to] = [upTo(bytes.length), upTo(bytes.length)];
      const damaged = Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(to)]);
      const once = verdict(damaged, damaged.length);
      for (const step of [7, 500]) expect(verdict(damaged, step)).toBe(once);
    }
  }
});
