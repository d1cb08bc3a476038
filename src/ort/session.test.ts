import { expect, test } from "bun:test";
import { join } from "node:path";
import { packagedOrtLibrary } from "./library.ts";
import { openNodeModel } from "./nodeModel.ts";
import { counting } from "./ort.fake.ts";
import { loadOrt, type Ort } from "./ort.ts";
import { openOrtSession, ortModel } from "./session.ts";

const ENCODER = join(import.meta.dir, "../../fixtures/encoder.onnx");
const data = Float32Array.from({ length: 640 }, (_, i) => Math.sin(i / 50) * (i / 640));

test("ortModel() - returns the same named tensors as onnxruntime-node", async () => {
  const node = await openNodeModel(ENCODER, 1);
  const ort = loadOrt(packagedOrtLibrary());
  const opened = openOrtSession(ort, ENCODER, { threads: 1, cuda: null });
  try {
    const model = ortModel(ort, opened.session);
    const [input, output] = [model.inputs[0]!, model.outputs[0]!];
    expect([model.inputs.length, model.outputs.length]).toEqual([1, 1]);
    expect([node.inputs[0]!.name, node.outputs[0]!.name]).toEqual([input.name, output.name]);
    const dims = input.dims.length === 2 ? [1, 640] : [1, 1, 640];
    const feeds = { [input.name]: { data, dims } };
    const result = await model.run(feeds);
    expect(result[output.name]!.data.length).toBe(2);
    expect(result).toEqual(await node.run(feeds));
  } finally {
    opened.close();
    await node.close();
  }
});

test("ortModel() - throws the name of a missing input and leaks no handle", () => {
  const ort = loadOrt(packagedOrtLibrary());
  const opened = openOrtSession(ort, ENCODER, { threads: 1, cuda: null });
  const open = new Set<number>();
  try {
    const model = ortModel(counting(ort, open), opened.session);
    expect(() => model.run({})).toThrow(`tensor ${model.inputs[0]!.name} is missing`);
    expect(open.size).toBe(0);
  } finally {
    opened.close();
  }
});

test("ortModel() - borrowed outputs equal those of a run and are released once", () => {
  const ort = loadOrt(packagedOrtLibrary());
  const opened = openOrtSession(ort, ENCODER, { threads: 1, cuda: null });
  let released = 0;
  const watched: Ort = {
    ...ort,
    release(what, handle) {
      if (what === "Value") released += 1;
      ort.release(what, handle);
    },
  };
  try {
    const model = ortModel(watched, opened.session);
    const input = model.inputs[0]!;
    const dims = input.dims.length === 2 ? [1, 640] : [1, 1, 640];
    const feeds = { [input.name]: { data, dims } };
    const expected = model.run(feeds);
    released = 0;
    const { tensors, release } = model.borrow(feeds);
    expect(tensors).toEqual(expected);
    expect(released).toBe(1); // the input
    release();
    expect(released).toBe(2);
  } finally {
    opened.close();
  }
});
