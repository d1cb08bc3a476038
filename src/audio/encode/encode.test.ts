import { describe, expect, test } from "bun:test";
import { inChunks, voiceLike } from "../../../fixtures/sound.ts";
import { yieldToEventLoop } from "../../eventLoop.ts";
import { encode, openEncoder, wholeFile } from "./encode.ts";
import { encodeWith } from "./encoder.ts";
import { AUDIO_FORMATS, contentType, formOf, type OutputForm } from "./form.ts";
import { readWav } from "../wav.ts";

async function* chunks(): AsyncGenerator<Float32Array> {
  yield Float32Array.from([0.1, 0.2]);
  yield new Float32Array(0);
  yield Float32Array.from([0.3]);
}

async function streamed(format: "wav" | "pcm"): Promise<Uint8Array[]> {
  return Array.fromAsync(encode(chunks(), formOf(format)));
}

test("the header of a streamed WAV is sent with the first audio", async () => {
  const parts = await streamed("wav");
  expect(parts.map((part) => part.length)).toEqual([44 + 4, 2]);
});

test("a stream and a file have the same samples", async () => {
  const whole = await wholeFile(chunks(), formOf("wav"));
  const stream = Buffer.concat(await streamed("wav"));
  expect(readWav(whole).samples).toEqual(readWav(stream).samples);
  const raw = Buffer.concat(await streamed("pcm"));
  expect(new Uint8Array(raw)).toEqual(new Uint8Array(whole.slice(44)));
  expect(new DataView(whole.buffer, whole.byteOffset).getUint32(40, true)).toBe(6);
});

describe.each([...AUDIO_FORMATS])("%s", (format) => {
  const sound = voiceLike(30_123);
  const bytesOf = async (size: number): Promise<Buffer> =>
    Buffer.concat(await Array.fromAsync(encode(inChunks(sound, size), formOf(format))));

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
    const stream = encode(live(), formOf(format));
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
    expect(await wholeFile(empty, formOf(format))).toBeInstanceOf(Uint8Array);
  });

  test("the format has its own Content-Type", () => {
    const types = AUDIO_FORMATS.map((each) => contentType(formOf(each)));
    expect(types.filter((type) => type === contentType(formOf(format)))).toHaveLength(1);
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

test.each(["pcm", "wav"] as const)(
  "%s does not wait for the encoders of other streams",
  async (format) => {
    let turns = 0;
    const others = Array.from({ length: 20 }, async () => {
      await yieldToEventLoop();
      turns += 1;
    });
    const sound = voiceLike(24_000);
    await Array.fromAsync(encode(inChunks(sound, sound.length), formOf(format)));
    expect(turns).toBe(0);
    await Promise.all(others);
  },
);

const RATES_HZ = [8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];

async function bytesAt(form: OutputForm, sound: Float32Array, size = 997): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(encode(inChunks(sound, size), form)));
}

test("an answer has round(n · rate / 24000) samples at every rate, streamed and as a file", async () => {
  for (const rateHz of [...RATES_HZ, 8001, 12_345]) {
    for (const length of [1, 2399, 24_000]) {
      const samples = Math.round((length * rateHz) / 24_000);
      const sound = voiceLike(length);
      expect(await bytesAt({ format: "pcm", rateHz }, sound)).toHaveLength(2 * samples);
      const file = await wholeFile(inChunks(sound, 997), { format: "wav", rateHz });
      expect(readWav(file)).toMatchObject({ sampleRateHz: rateHz, samples: { length: samples } });
      expect(await bytesAt({ format: "ulaw", rateHz }, sound)).toHaveLength(samples);
    }
  }
});

test("a tone above half of the new rate is silent, one below keeps its level", async () => {
  const tone = (hz: number): Float32Array =>
    Float32Array.from({ length: 24_000 }, (_, at) => Math.sin((2 * Math.PI * hz * at) / 24_000));
  const rms = async (hz: number): Promise<number> => {
    const file = await wholeFile(inChunks(tone(hz), 2400), { format: "wav", rateHz: 8000 });
    const middle = readWav(file).samples.subarray(500, 7500);
    return Math.sqrt(middle.reduce((sum, sample) => sum + sample ** 2, 0) / middle.length);
  };
  expect(await rms(4100)).toBeLessThan(1e-4);
  expect(await rms(7000)).toBeLessThan(1e-4);
  expect(await rms(3500)).toBeCloseTo(Math.SQRT1_2, 3);
});

test("G.711 in a WAV file has the coding, the rate and the sizes in its header", async () => {
  for (const [format, tag] of [
    ["ulaw", 7],
    ["alaw", 6],
  ] as const) {
    const form = { format, rateHz: 8000, container: "wav" } as const;
    const sound = voiceLike(3003); // 1001 samples: the data chunk needs a byte of padding
    const file = Buffer.from(await wholeFile(inChunks(sound, 997), form));
    expect([file.readUInt16LE(20), file.readUInt32LE(24), file.readUInt16LE(34)]).toEqual([
      tag,
      8000,
      8,
    ]);
    expect(file.toString("latin1", 38, 42)).toBe("fact");
    expect([file.readUInt32LE(46), file.readUInt32LE(54)]).toEqual([1001, 1001]);
    expect([file.length, file.readUInt32LE(4)]).toEqual([58 + 1002, 58 + 1002 - 8]);
    const raw = await bytesAt({ format, rateHz: 8000 }, sound);
    expect(file.subarray(58, -1).equals(raw)).toBe(true);
    expect(contentType(form)).toBe("audio/wav");
  }
});

test("the frames of an encoder that is fed piece by piece are the stream, in whole samples", async () => {
  const sound = voiceLike(30_123);
  const forms: OutputForm[] = [
    ...AUDIO_FORMATS.map(formOf),
    { format: "pcm", rateHz: 44_100 },
    { format: "mp3", rateHz: 44_100, bitrateKbps: 32 },
    { format: "opus", rateHz: 48_000, bitrateKbps: 64 },
  ];
  for (const form of forms) {
    const encoder = await openEncoder(form);
    const frames: Uint8Array[] = [];
    for await (const chunk of inChunks(sound, 12_000)) frames.push(encoder.push(chunk));
    frames.push(encoder.end());
    encoder.close();
    expect(Buffer.concat(frames).equals(await bytesAt(form, sound))).toBe(true);
    for (const { length } of frames) {
      expect(length).toBeLessThan(65_536);
      if (form.format === "pcm") expect(length % 2).toBe(0);
    }
  }
});
