import { expect, test } from "bun:test";
import { constant, FLOAT, model, node, value } from "../../fixtures/onnx.ts";
import type { SlowRun } from "../../fixtures/slowRun/worker.ts";
import { packagedOrtLibrary } from "./library.ts";
import { loadOrt } from "./ort.ts";
import { openOrtSession, ortModel } from "./session.ts";
import { createStopper } from "./stopper.ts";

const SIZE = 512;
const ort = loadOrt(packagedOrtLibrary());

/** A graph of `products` matrix products, each of which takes about 10 ms. */
function products(count: number): Uint8Array {
  const names = Array.from({ length: count + 1 }, (_, at) => (at === 0 ? "start" : `m${at}`));
  return model({
    inputs: [value("x", FLOAT, [1])],
    outputs: [value("y", FLOAT, [SIZE, SIZE])],
    constants: [constant("square", [SIZE, SIZE], new Float32Array(SIZE * SIZE))],
    nodes: [
      node("Mul", ["square", "x"], "start"),
      ...names.slice(1).map((name, at) => node("MatMul", [names[at]!, "square"], name)),
      node("Add", [names.at(-1)!, "x"], "y"),
    ],
  });
}

test("a run in another thread is stopped in the middle", async () => {
  const opened = openOrtSession(ort, products(500), { threads: 1, cuda: null });
  const stopper = createStopper(ort);
  const { href } = new URL("../../fixtures/slowRun/worker.ts", import.meta.url);
  const worker = new Worker(href);
  const answer = new Promise((resolve) => {
    worker.addEventListener("message", ({ data }) => resolve(data), { once: true });
  });
  const { libraryPath } = ort;
  const run: SlowRun = {
    libraryPath,
    session: opened.session,
    runOptions: stopper.options,
  };
  worker.postMessage(run);
  // A stop before the run has begun has no effect.
  const stops = setInterval(stopper.stop, 5);
  expect(await answer).toContain("terminate");
  clearInterval(stops);
  worker.terminate();
  stopper.close();
  stopper.stop();
  opened.close();
});

test("a stop before a run does not concern it", () => {
  const opened = openOrtSession(ort, products(1), { threads: 1, cuda: null });
  const stopper = createStopper(ort);
  const { run } = ortModel(ort, opened.session, stopper.options);
  stopper.stop();
  const { y } = run({ x: { data: Float32Array.of(1), dims: [1] } });
  expect(y!.data[0]).toBe(1);
  stopper.close();
  opened.close();
});
