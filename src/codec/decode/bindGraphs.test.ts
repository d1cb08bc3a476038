import { toArrayBuffer } from "bun:ffi";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { expectedAudio } from "../../../fixtures/makeDecoder.ts";
import { readAudio, writeCodes } from "./buffers.ts";
import type { RunShape } from "../../ort/cuda.ts";
import { counting } from "../../ort/ort.fake.ts";
import { decoderModel, type DecoderForm, probeDecoder } from "./form.ts";
import { loadOrt } from "../../ort/ort.ts";
import type { DeviceCopy } from "../../ort/cudaCopy.ts";
import type { BoundRun } from "./bindRun.ts";
import { bindGraphs } from "./bindGraphs.ts";
import { packagedOrtLibrary } from "../../ort/library.ts";
import { openOrtSession, ortModel } from "../../ort/session.ts";

const FIXTURE = join(import.meta.dir, "../../../fixtures/decoder.onnx");

/**
 * Returns copies within the CPU's memory, which replaces a device's memory in these tests. Logs each copy in
 * `copied`.
 */
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

test("bindGraphs() - each replay returns the audio of its own codes, also if some rows of the graph are unused", async () => {
  const copied: string[] = [];
  await withGraphs([{ batch: 4, tokens: 8 }], hostCopy(copied), ({ bound, form, open }) => {
    const before = open.size;
    for (const rows of [rowsOf(1, 4, 8), rowsOf(2, 3, 8), rowsOf(3, 2, 9), rowsOf(4, 2, 8)]) {
      const buffers = writeCodes(form, rows, null);
      bound.run(buffers);
      const audio = readAudio(form, buffers);
      for (const [i, row] of rows.entries()) {
        const want = expectedAudio([...row]);
        expect(want.every((sample, k) => Math.abs(sample - audio[i]![k]!) < 1e-4)).toBe(true);
      }
    }
    // A graph holds four handles: two tensors, a binding and run options.
    expect(open.size).toBe(before + 4);
  });
  // The first copy clears the codes, and three runs with a graph follow. The run of nine tokens has no graph.
  const codesIn = copied.filter((line) => line.startsWith("in"));
  expect(codesIn).toEqual(["in 128", "in 128", "in 96", "in 64"]);
  expect(copied.at(-1)).toBe("closed");
});

test("bindGraphs() - a failed recording releases its handles, and later runs use no graph", async () => {
  let full = true;
  const copy = hostCopy([]);
  const failing: DeviceCopy = {
    ...copy,
    toDevice(into, from) {
      if (full) throw new Error("out of memory");
      copy.toDevice(into, from);
    },
  };
  await withGraphs([{ batch: 2, tokens: 8 }], failing, ({ bound, form, open }) => {
    const before = open.size;
    const buffers = writeCodes(form, rowsOf(1, 2, 8), null);
    expect(() => bound.run(buffers)).toThrow("out of memory");
    expect(open.size).toBe(before);
    full = false;
    bound.run(buffers);
    expect(open.size).toBe(before);
  });
});

interface Trial {
  readonly bound: BoundRun;
  readonly form: DecoderForm;
  /** Unreleased handles. */
  readonly open: ReadonlySet<number>;
}

/** Calls `check` with `shapes` bound on the CPU in place of a device, then expects that every handle is released. */
async function withGraphs(
  shapes: readonly RunShape[],
  copy: DeviceCopy,
  check: (trial: Trial) => void,
): Promise<void> {
  const ort = loadOrt(packagedOrtLibrary());
  const opened = openOrtSession(ort, FIXTURE, { threads: 1, cuda: null });
  const { session } = opened;
  const form = await probeDecoder(decoderModel(ortModel(ort, session)), FIXTURE);
  const open = new Set<number>();
  const device = { memory: "Cpu", deviceId: 0, copy };
  const bound = bindGraphs(counting(ort, open), { session, form, shapes }, device);
  check({ bound, form, open });
  bound.close();
  opened.close();
  expect(open.size).toBe(0);
}

function rowsOf(seed: number, batch: number, tokens: number): Int32Array[] {
  return Array.from({ length: batch }, (_, row) => new Int32Array(tokens).fill(seed * 100 + row));
}
