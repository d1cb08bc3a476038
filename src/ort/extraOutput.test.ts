import { expect, test } from "bun:test";
import { FLOAT, model, node, value } from "../../fixtures/onnx.ts";
import { withExtraOutputs } from "./extraOutput.ts";
import { packagedOrtLibrary } from "./library.ts";
import type { NamedTensors } from "./model.ts";
import { loadOrt } from "./ort.ts";
import { openOrtSession, ortModel } from "./session.ts";

/** b = x + x; c = b · b; d = c − x, of which only d is an output. */
const MODEL = model({
  inputs: [value("x", FLOAT, ["length"])],
  outputs: [value("d", FLOAT, ["length"])],
  constants: [],
  nodes: [
    node("Add", ["x", "x"], "b"),
    node("Mul", ["b", "b"], "/a/long/name/of/a/tensor".repeat(8)),
    node("Sub", ["/a/long/name/of/a/tensor".repeat(8), "x"], "d"),
  ],
});

function run(bytes: Uint8Array): NamedTensors {
  const ort = loadOrt(packagedOrtLibrary());
  const opened = openOrtSession(ort, bytes, { threads: 1, cuda: null });
  try {
    const feeds = { x: { data: Float32Array.of(1, 2, 3), dims: [3] } };
    return ortModel(ort, opened.session).run(feeds);
  } finally {
    opened.close();
  }
}

test("withExtraOutputs() - inner tensors become outputs beside the model's own", () => {
  const names = ["b", "/a/long/name/of/a/tensor".repeat(8)];
  const result = run(withExtraOutputs(MODEL, names));
  expect(Object.keys(result)).toEqual(["d", ...names]);
  expect(Object.values(result).map(({ data }) => [...data])).toEqual([
    [3, 14, 33],
    [2, 4, 6],
    [4, 16, 36],
  ]);
});

test("withExtraOutputs() - a name that the graph lacks makes the opening fail", () => {
  expect(() => run(withExtraOutputs(MODEL, ["none"]))).toThrow("none");
});

test("openOrtSession() - bytes that are no model throw ORT's text", () => {
  expect(() => run(Uint8Array.of(1, 2, 3))).toThrow("ONNX Runtime");
});
