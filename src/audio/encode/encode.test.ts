import { describe, expect, test } from "bun:test";
import { inChunks, voiceLike } from "../../../fixtures/sound.ts";
import { AUDIO_FORMATS, contentType, encode, wholeFile } from "./encode.ts";
import { encodeWith } from "./encoder.ts";
import { readWav } from "../wav.ts";

async function* chunks(): AsyncGenerator<Float32Array> {
  yield Float32Array.from([0.1, 0.2]);
  yield new Float32Array(0);
  yield Float32Array.from([0.3]);
}

async function streamed(format: "wav" | "pcm"): Promise<Uint8Array[]> {
  return Array.fromAsync(encode(chunks(), 24_000, format));
}

test("the header of a streamed WAV is sent with the first audio", async () => {
  const parts = await streamed("wav");
  expect(parts.map((part) => part.length)).toEqual([44 + 4, 2]);
});

test("a stream and a file have the same samples", async () => {
  const whole = await wholeFile(chunks(), 24_000, "wav");
  const stream = Buffer.concat(await streamed("wav"));
  expect(readWav(whole).samples).toEqual(readWav(stream).samples);
  const raw = Buffer.concat(await streamed("pcm"));
  expect(new Uint8Array(raw)).toEqual(new Uint8Array(whole.slice(44)));
  expect(new DataView(whole.buffer, whole.byteOffset).getUint32(40, true)).toBe(6);
});

describe.each([...AUDIO_FORMATS])("%s", (format) => {
  const sound = voiceLike(30_123);
  const bytesOf = async (size: number): Promise<Buffer> =>
    Buffer.concat(await Array.fromAsync(encode(inChunks(sound, size), 24_000, format)));

  test("the bytes are the same for all chunk sizes", async () => {
    const whole = await bytesOf(sound.length);
    expect(whole.length).toBeGreaterThan(1000);
    expect((await bytesOf(777)).equals(whole)).toBe(true);
    expect((await bytesOf(4800)).equals(whole)).toBe(true);
  });

  test("the first 100 ms of audio give bytes before the rest is made", async () => {
    let made = 0;
    async function* live(): AsyncGenerator<Float32Array> {
      for await (const chunk of inChunks(sound, 2400)) {
        made += 1;
        yield chunk;
      }
    }
    const stream = encode(live(), 24_000, format);
    const first = await stream.next();
    expect(first.value?.length).toBeGreaterThan(0);
    expect(made).toBe(1);
    await stream.return(undefined);
  });

  test("encoders of several answers are independent", async () => {
    const alone = await bytesOf(1000);
    const together = await Promise.all([bytesOf(1000), bytesOf(1000), bytesOf(1000)]);
    for (const bytes of together) expect(bytes.equals(alone)).toBe(true);
  });

  test("an answer without samples ends without an error", async () => {
    const empty = inChunks(new Float32Array(0), 1);
    expect(await wholeFile(empty, 24_000, format)).toBeInstanceOf(Uint8Array);
  });

  test("the format has its own Content-Type", () => {
    const types = AUDIO_FORMATS.map((each) => contentType(each, 24_000));
    expect(types.filter((type) => type === contentType(format, 24_000))).toHaveLength(1);
  });
});

test("a closed stream closes its source and its encoder once", async () => {
  const closed: string[] = [];
  async function* source(): AsyncGenerator<Float32Array> {
    try {
      while (true) yield new Float32Array(10);
    } finally {
      closed.push("source");
    }
  }
  const stream = encodeWith(source(), () => ({
    push: () => new Uint8Array(1),
    end: () => new Uint8Array(0),
    close: () => void closed.push("encoder"),
  }));
  await stream.next();
  await stream.return(undefined);
  expect(closed).toEqual(["source", "encoder"]);
});
