import { expect, test } from "bun:test";
import { probeDecoder, type DecoderModel } from "./form.ts";
import type { TensorInfo } from "../../ort/model.ts";

const CODES: TensorInfo = { name: "codes", element: "int32", dims: [-1, 1, -1] };
const AUDIO: TensorInfo = { name: "audio", element: "float32", dims: [-1, 1, -1] };

/**
 * Returns a fake decoder model. Each sample is the result of `sample` for its token's code, by default the code
 * itself.
 */
function fakeModel(
  changes: { input?: Partial<TensorInfo>; output?: Partial<TensorInfo> } = {},
  sample: (code: number, batch: number) => number = (code) => code,
): DecoderModel {
  return {
    inputs: [{ ...CODES, ...changes.input }],
    outputs: [{ ...AUDIO, ...changes.output }],
    run(codes, [batch = 0, , tokens = 0]) {
      const from = (i: number) => sample(Number(codes[Math.floor(i / 480)]), batch);
      const samples = Float32Array.from({ length: batch * tokens * 480 }, (_, i) => from(i));
      return { dims: [batch, 1, tokens * 480], samples };
    },
  };
}

test("probeDecoder() - reads tensor names, code width and axes from the model", async () => {
  const model = fakeModel(
    { input: { name: "vq", element: "int64" }, output: { name: "recon", dims: [-1, -1] } },
    (code) => code / 65_536,
  );
  expect(await probeDecoder(model, "a.onnx")).toEqual({
    input: "vq",
    output: "recon",
    codeBits: 64,
    outputRank: 2,
    batches: true,
    samplesPerToken: 480,
    croppedSamples: 0,
  });
});

test("probeDecoder() - disables batches if rows of a run influence each other", async () => {
  const form = await probeDecoder(
    fakeModel({}, (code, batch) => code / batch),
    "a.onnx",
  );
  expect(form.batches).toBe(false);
});

test("probeDecoder() - rejects an unsupported model and names the mismatch", async () => {
  const wrong: readonly (readonly [DecoderModel, string])[] = [
    [fakeModel({ input: { element: "float32" } }), "its input is codes float32 [-1, 1, -1]"],
    [fakeModel({ input: { dims: [-1, 80, -1] } }), "its input is codes int32 [-1, 80, -1]"],
    [fakeModel({ input: { dims: [4, 1, -1] } }), "its batch axis is fixed at 4"],
    [fakeModel({ input: { dims: [1, 1, 50] } }), "its window is fixed at 50 tokens"],
    [fakeModel({ output: { element: "float16" } }), "its output is audio float16 [-1, 1, -1]"],
    [{ ...fakeModel(), inputs: [CODES, AUDIO] }, "its inputs are codes int32"],
    [fakeModel({}, () => Number.NaN), "its audio is not finite"],
  ];
  for (const [model, found] of wrong) {
    await expect(probeDecoder(model, "a.onnx")).rejects.toMatchObject({
      code: "internal",
      message: expect.stringContaining(`a.onnx is not a supported decoder: ${found}`),
    });
  }
});
