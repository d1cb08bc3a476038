import { expect, test } from "bun:test";
import { wholeFile } from "./encode.ts";
import { readSound, soundFormat } from "./sound.ts";

const LIMITS = { toHz: 16_000, leastS: 0.5, mostS: 3 };

async function file(format: "wav" | "mp3" | "flac" | "opus", seconds: number): Promise<Uint8Array> {
  const tone = Float32Array.from(
    { length: 24_000 * seconds },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * 440 * index) / 24_000),
  );
  async function* chunks(): AsyncGenerator<Float32Array> {
    yield tone;
  }
  return wholeFile(chunks(), 24_000, format);
}

/** How often the sound rises through zero, a second. */
function pitchHz(samples: Float32Array): number {
  const rises = samples.filter((sample, index) => sample >= 0 && samples[index - 1]! < 0).length;
  return (rises * 16_000) / samples.length;
}

test("files are told apart by their first bytes", async () => {
  expect(soundFormat(await file("wav", 1))).toBe("wav");
  expect(soundFormat(await file("mp3", 1))).toBe("mp3");
  expect(soundFormat(new TextEncoder().encode("ID3\u0004 and so on"))).toBe("mp3");
  for (const other of ["flac", "opus"] as const)
    expect(soundFormat(await file(other, 1))).toBeNull();
  expect(soundFormat(new Uint8Array())).toBeNull();
});

test("wav and mp3 become mono at the wanted rate, with their length and pitch", async () => {
  for (const format of ["wav", "mp3"] as const) {
    const samples = await readSound(await file(format, 2), format, LIMITS);
    // An MP3 may keep a frame or two of its encoder's padding.
    expect(Math.abs(samples.length - 32_000)).toBeLessThan(format === "wav" ? 1 : 2500);
    expect(Math.abs(pitchHz(samples) - 440)).toBeLessThan(format === "wav" ? 2 : 40);
  }
});

test("what is too short, too long, cut off or no sound at all is refused and says why", async () => {
  const cases: [Uint8Array, "wav" | "mp3", RegExp][] = [
    [await file("wav", 0.1), "wav", /0\.5 to 3 s/],
    [await file("wav", 4), "wav", /lasts 4\.0 s/],
    [await file("mp3", 4), "mp3", /0\.5 to 3 s/],
    [(await file("wav", 1)).slice(0, 30), "wav", /WAV/],
    [new TextEncoder().encode("ID3"), "mp3", /no sound|broken/],
  ];
  for (const [bytes, format, message] of cases)
    await expect(readSound(bytes, format, LIMITS)).rejects.toThrow(message);
});

test("a header that lies about its rate builds no filter", async () => {
  const bytes = await file("wav", 1);
  for (const rate of [1, 44_101, 4_000_000_000]) {
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(24, rate, true);
    await expect(readSound(bytes, "wav", LIMITS)).rejects.toThrow(`it has ${rate} Hz`);
  }
});
