import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decoderModel, expectedAudio, RECEPTIVE_TOKENS } from "../../../fixtures/makeDecoder.ts";
import { toneGain, toneHz } from "../../../fixtures/makeDecoder.ts";
import { openDecoder, type DecoderOptions } from "./decoder.ts";

const FIXTURE = join(import.meta.dir, "../../../fixtures/decoder.onnx");
const TOLERANCE = 1e-4;
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "decoder-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function open(options: Partial<DecoderOptions> = {}) {
  const log: string[] = [];
  const decoder = await openDecoder({
    file: FIXTURE,
    device: "cpu",
    threads: 1,
    lanes: 1,
    graphs: [],
    libraryPath: null,
    log: (line) => log.push(line),
    ...options,
  });
  return { decoder, log, [Symbol.asyncDispose]: () => decoder.close() };
}

async function variantFile(name: string, variant: Parameters<typeof decoderModel>[0]) {
  const file = join(folder, `${name}.onnx`);
  await Bun.write(file, decoderModel(variant));
  return file;
}

function someCodes(tokens: number, seed: number): Int32Array {
  return Int32Array.from({ length: tokens }, (_, i) => (seed * 9973 + i * 7919) % 65_536);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, sample, i) => Math.max(worst, Math.abs(sample - b[i]!)), 0);
}

/** Returns the amplitude of the tone `hz` in `audio`, by correlation. */
function amplitudeAt(audio: Float32Array, hz: number): number {
  let [re, im] = [0, 0];
  audio.forEach((sample, i) => {
    re += sample * Math.cos((2 * Math.PI * hz * i) / 24_000);
    im += sample * Math.sin((2 * Math.PI * hz * i) / 24_000);
  });
  return (2 * Math.hypot(re, im)) / audio.length;
}

test("decode() - returns the tone of a code at the code's amplitude", async () => {
  await using opened = await open();
  const code = 40_007;
  const [audio] = await opened.decoder.decode([new Int32Array(10).fill(code)]);
  const inner = audio!.subarray(480 * RECEPTIVE_TOKENS, -480 * RECEPTIVE_TOKENS);
  expect(amplitudeAt(inner, toneHz(code))).toBeCloseTo(toneGain(code), 3);
  expect(amplitudeAt(inner, toneHz(code + 1))).toBeLessThan(1e-3);
});

test("decode() - returns equal samples for a window alone and in a batch", async () => {
  await using opened = await open();
  const rows = [1, 2, 3, 4, 5].map((seed) => someCodes(21, seed));
  const together = await opened.decoder.decode(rows);
  for (const [i, row] of rows.entries()) {
    const [alone] = await opened.decoder.decode([row]);
    expect(largestDifference(together[i]!, alone!)).toBeLessThan(TOLERANCE);
    expect(largestDifference(alone!, expectedAudio([...row]))).toBeLessThan(TOLERANCE);
  }
});

test("decode() - the audio of a window with full context equals that part of the whole utterance", async () => {
  await using opened = await open();
  const codes = someCodes(40, 1);
  const [whole] = await opened.decoder.decode([codes]);
  const from = 10;
  const window = codes.slice(from - RECEPTIVE_TOKENS, 30 + RECEPTIVE_TOKENS);
  const [part] = await opened.decoder.decode([window]);
  const inner = part!.subarray(480 * RECEPTIVE_TOKENS, -480 * RECEPTIVE_TOKENS);
  expect(largestDifference(inner, whole!.subarray(480 * from, 480 * 30))).toBeLessThan(TOLERANCE);
});

test("decode() - runs beyond the number of lanes are queued and get their own audio", async () => {
  await using opened = await open({ lanes: 2 });
  const rows = Array.from({ length: 12 }, (_, i) => someCodes(5 + i, i));
  const all = await Promise.all(rows.map((row) => opened.decoder.decode([row])));
  rows.forEach((row, i) => {
    expect(largestDifference(all[i]![0]!, expectedAudio([...row]))).toBeLessThan(TOLERANCE);
  });
});

test("openDecoder() - adapts to 64-bit codes, a batch axis of 1 and other tensor names", async () => {
  const other = { codeBits: 64, oneRow: true, inputName: "vq", outputName: "recon" } as const;
  const file = await variantFile("other", other);
  await using opened = await open({ file });
  expect(opened.decoder.batches).toBe(false);
  const rows = [someCodes(7, 1), someCodes(7, 65_000)];
  const audio = await opened.decoder.decode(rows);
  rows.forEach((row, i) => {
    expect(largestDifference(audio[i]!, expectedAudio([...row]))).toBeLessThan(TOLERANCE);
  });
});

test("openDecoder() - pads an export that is cropped by 240 samples at both ends", async () => {
  const file = await variantFile("cropped", { cropped: true });
  await using opened = await open({ file });
  const codes = someCodes(12, 4);
  const [audio] = await opened.decoder.decode([codes]);
  expect(audio!.length).toBe(480 * 12);
  const inner = (samples: Float32Array) => samples.subarray(240, 480 * 12 - 600);
  const want = expectedAudio([...codes]);
  expect(largestDifference(inner(audio!), inner(want))).toBeLessThan(TOLERANCE);
  expect(audio!.subarray(0, 240).every((sample) => sample === 0)).toBe(true);
});

test("openDecoder() - rejects an unsupported model and names the file and the mismatch", async () => {
  const file = await variantFile("half", { half: true });
  await expect(open({ file })).rejects.toMatchObject({
    code: "internal",
    message: expect.stringMatching(/half\.onnx.*13 codes gave 3120 samples/),
  });
});

test("openDecoder() - rejects a file that is not a model and gives its name and ONNX Runtime's text", async () => {
  const file = join(folder, "text.onnx");
  await Bun.write(file, "no model");
  await expect(open({ file })).rejects.toMatchObject({
    code: "internal",
    message: expect.stringMatching(/text\.onnx.*Protobuf parsing failed/),
  });
});

test("decode() - out-of-range codes fail only their own call", async () => {
  await using opened = await open();
  for (const code of [-1, 65_536]) {
    const bad = opened.decoder.decode([Int32Array.of(1, code, 2)]);
    await expect(bad).rejects.toMatchObject({
      code: "decode",
      message: expect.stringContaining(`${code}`),
    });
  }
  const [audio] = await opened.decoder.decode([Int32Array.of(65_535)]);
  expect(audio!.length).toBe(480);
});

test("decode() - rejects windows of unequal length", async () => {
  await using opened = await open();
  const uneven = opened.decoder.decode([someCodes(5, 1), someCodes(6, 1)]);
  await expect(uneven).rejects.toMatchObject({ code: "decode" });
});

test("decode() - rejects before the run if the signal is aborted", async () => {
  await using opened = await open();
  const aborted = opened.decoder.decode([someCodes(5, 1)], AbortSignal.abort());
  await expect(aborted).rejects.toMatchObject({ code: "aborted" });
});

test("openDecoder() - logs a missing library and falls back to onnxruntime-node's own binding", async () => {
  await using opened = await open({ packaged: () => join(folder, "nothing.so") });
  const rows = [someCodes(9, 1), someCodes(9, 2)];
  const audio = await opened.decoder.decode(rows);
  expect(largestDifference(audio[1]!, expectedAudio([...rows[1]!]))).toBeLessThan(TOLERANCE);
  expect(opened.log.join()).toContain("onnxruntime-node's own binding");
});

test("openDecoder() - rejects a configured library that can't be loaded and names its path", async () => {
  const libraryPath = join(folder, "nothing.so");
  for (const device of ["cpu", "auto", "cuda"] as const) {
    await expect(open({ libraryPath, device })).rejects.toMatchObject({
      code: "internal",
      message: expect.stringContaining(`library ${libraryPath} can't be bound`),
    });
  }
});

test("openDecoder() - without a CUDA provider, rejects device cuda and logs the fallback of device auto", async () => {
  for (const device of ["cuda", "cuda:1"] as const) {
    await expect(open({ device })).rejects.toMatchObject({
      code: "internal",
      message: expect.stringContaining(`device ${device} can't be used`),
    });
  }
  await using opened = await open({ device: "auto" });
  expect(opened.decoder.device).toBe("cpu");
  expect(opened.log.join()).toContain("decoding on the CPU");
});

test("close() - waits for the run in flight and rejects later runs", async () => {
  const { decoder } = await open();
  const last = decoder.decode([someCodes(30, 1)]);
  await decoder.close();
  await decoder.close();
  expect((await last)[0]!.length).toBe(480 * 30);
  await expect(decoder.decode([someCodes(3, 1)])).rejects.toMatchObject({ code: "decode" });
});
