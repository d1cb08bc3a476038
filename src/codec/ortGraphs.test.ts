import { toArrayBuffer } from "bun:ffi";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { expectedAudio } from "../../fixtures/make_decoder.ts";
import { readAudio, writeCodes } from "./buffers.ts";
import { probeDecoder } from "./form.ts";
import { loadOrt } from "./ort.ts";
import type { DeviceCopy } from "./ortCudaCopy.ts";
import { bindGraphs } from "./ortGraphs.ts";
import { packagedOrtLibrary } from "./ortLibrary.ts";
import { openOrtSession, ortModel } from "./ortSession.ts";

const FIXTURE = join(import.meta.dir, "../../fixtures/decoder.onnx");

/** The CPU in the role of a device: its memory is reached by address, too. */
function hostCopy(copied: string[]): DeviceCopy {
  const bytesAt = (address: number, bytes: number) =>
    new Uint8Array(toArrayBuffer(address, 0, bytes));
  return {
    toDevice(into, from) {
      copied.push(`in ${from.byteLength}`);
      bytesAt(into, from.byteLength).set(from);
    },
    toHost(into, from) {
      copied.push(`out ${into.byteLength}`);
      into.set(bytesAt(from, into.byteLength));
    },
    close: () => void copied.push("closed"),
  };
}

test("tensors that stay on the device give each run its own audio, also with rows left free", async () => {
  const ort = loadOrt(packagedOrtLibrary());
  const held = openOrtSession(ort, FIXTURE, { threads: 1, cuda: null });
  const { session } = held;
  const form = await probeDecoder(ortModel(ort, session), FIXTURE);
  const copied: string[] = [];
  const device = { memory: "Cpu", deviceId: 0, copy: hostCopy(copied) };
  const shapes = [{ batch: 4, tokens: 8 }];
  const bound = bindGraphs(ort, { session, form, shapes }, device);
  const rowsOf = (seed: number, batch: number, tokens: number) =>
    Array.from({ length: batch }, (_, row) => new Int32Array(tokens).fill(seed * 100 + row));
  for (const rows of [rowsOf(1, 4, 8), rowsOf(2, 3, 8), rowsOf(3, 2, 9), rowsOf(4, 2, 8)]) {
    const buffers = writeCodes(form, rows, null);
    bound.run(buffers);
    const audio = readAudio(form, buffers);
    for (const [i, row] of rows.entries()) {
      const want = expectedAudio([...row]);
      expect(want.every((sample, k) => Math.abs(sample - audio[i]![k]!) < 1e-4)).toBe(true);
    }
  }
  bound.close();
  held.close();
  // One clearing, then three runs with a graph; the run of nine tokens has none.
  const codesIn = copied.filter((line) => line.startsWith("in"));
  expect(codesIn).toEqual(["in 128", "in 128", "in 96", "in 64"]);
  expect(copied.at(-1)).toBe("closed");
});
