import { expect, test } from "bun:test";
import { encode, wholeFile } from "./encode.ts";
import { readWav } from "./wav.ts";

async function* chunks(): AsyncGenerator<Float32Array> {
  yield Float32Array.from([0.1, 0.2]);
  yield new Float32Array(0);
  yield Float32Array.from([0.3]);
}

async function streamed(format: "wav" | "pcm"): Promise<Uint8Array[]> {
  return Array.fromAsync(encode(chunks(), 24_000, format));
}

test("a streamed WAV sends its header with the first audio and nothing after the last", async () => {
  const parts = await streamed("wav");
  expect(parts.map((part) => part.length)).toEqual([44 + 4, 2]);
});

test("streamed and whole answers carry the same samples", async () => {
  const whole = await wholeFile(chunks(), 24_000, "wav");
  const stream = Buffer.concat(await streamed("wav"));
  expect(readWav(whole).samples).toEqual(readWav(stream).samples);
  const raw = Buffer.concat(await streamed("pcm"));
  expect(new Uint8Array(raw)).toEqual(new Uint8Array(whole.slice(44)));
  expect(new DataView(whole.buffer, whole.byteOffset).getUint32(40, true)).toBe(6);
});
