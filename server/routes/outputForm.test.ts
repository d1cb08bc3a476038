import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech } from "../app.fake.ts";

async function ask(fields: Readonly<Record<string, unknown>>): Promise<Response> {
  return build().app.request(PATH, speech({ input: HELLO, ...fields }));
}

test("pcm and wav come at the sample rate that was asked for, streamed and as a file", async () => {
  const plain = (await (await ask({ response_format: "pcm" })).bytes()).length / 2;
  for (const sample_rate of [8000, 16_000, 22_050, 24_000, 44_100, 48_000, 12_345, null]) {
    const rate = sample_rate ?? 24_000;
    const samples = Math.round((plain * rate) / 24_000);
    for (const stream of [true, false]) {
      const pcm = await ask({ response_format: "pcm", sample_rate, stream });
      expect(pcm.headers.get("content-type")).toBe(`audio/pcm;rate=${rate};channels=1`);
      expect(await pcm.bytes()).toHaveLength(2 * samples);
      const wav = Buffer.from(
        await (await ask({ response_format: "wav", sample_rate, stream })).bytes(),
      );
      expect([wav.readUInt32LE(24), wav.length]).toEqual([rate, 44 + 2 * samples]);
    }
  }
});

test("G.711 has a byte for each sample at 8 kHz", async () => {
  const plain = (await (await ask({ response_format: "pcm" })).bytes()).length / 2;
  for (const response_format of ["ulaw", "alaw"]) {
    for (const sample_rate of [8000, undefined]) {
      const bytes = await (await ask({ response_format, sample_rate })).bytes();
      expect(bytes).toHaveLength(Math.round(plain / 3));
    }
  }
});

test("a sample rate for another format is refused with the formats that take one", async () => {
  for (const response_format of ["mp3", "opus", "aac", "flac", "ulaw", undefined]) {
    const response = await ask({ response_format, sample_rate: 16_000 });
    expect(response.status).toBe(400);
    const name = response_format ?? "mp3";
    expect(await response.json()).toMatchObject({
      error: {
        message: `Expected \`sample_rate\` to be absent for the response_format ${name}: only pcm and wav take a sample_rate (ulaw and alaw: 8000), got 16000`,
        param: "sample_rate",
      },
    });
  }
});

test("a sample rate out of range is refused with the range", async () => {
  for (const sample_rate of [7999, 48_001, 16_000.5, "16000", 0]) {
    const response = await ask({ response_format: "pcm", sample_rate });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: {
        message: `Expected \`sample_rate\` to be a whole number of hertz from 8000 to 48000, got ${JSON.stringify(sample_rate)}`,
      },
    });
  }
});
