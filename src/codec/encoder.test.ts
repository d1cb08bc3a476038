import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decoderModel } from "../../fixtures/makeDecoder.ts";
import { encoderModel, expectedCodes } from "../../fixtures/makeEncoder.ts";
import { SpeechError } from "../errors.ts";
import { openEncoder } from "./encoder.ts";

const folder = await mkdtemp(join(tmpdir(), "utter-encoder-"));
afterAll(() => rm(folder, { recursive: true }));
const live = new AbortController().signal;

async function open(bytes: Uint8Array) {
  const file = join(folder, `${crypto.randomUUID()}.onnx`);
  await Bun.write(file, bytes);
  return openEncoder(file, 1);
}

const SOUND = Float32Array.from(
  { length: 4000 },
  (_, index) => Math.sin(index / 50) * (index / 4000),
);

test("encode() - returns 50 codes a second, also for a partial last frame, with models of input rank 2 and 3", async () => {
  for (const flat of [false, true]) {
    const encoder = await open(encoderModel({ flat }));
    expect(await encoder.encode(SOUND, live)).toEqual(expectedCodes(SOUND));
    await encoder.close();
  }
});

test("encode() - concurrent calls get their own codes, and an aborted call is rejected", async () => {
  const encoder = await open(encoderModel());
  const aborted = AbortSignal.abort(new SpeechError("aborted", "client disconnected"));
  const some = [1, 2, 3].map((level) => new Float32Array(640).fill(level / 10));
  const all = some.map((sound) => encoder.encode(sound, live));
  await expect(encoder.encode(SOUND, aborted)).rejects.toMatchObject({ code: "aborted" });
  expect(await Promise.all(all)).toEqual([
    [100, 100],
    [200, 200],
    [300, 300],
  ]);
  await encoder.close();
});

test("openEncoder() - rejects a file that is not an encoder and names the mismatch", async () => {
  await expect(open(new Uint8Array([1, 2, 3]))).rejects.toThrow(/can't be opened/);
  await expect(open(decoderModel())).rejects.toThrow(
    /not a supported encoder: its input is not float32/,
  );
  await expect(open(encoderModel({ half: true }))).rejects.toThrow(/16000 samples gave 100 codes/);
});
