import { expect, test } from "bun:test";
import { join } from "node:path";
import { writeCodes } from "./buffers.ts";
import { counting } from "../../ort/ort.fake.ts";
import { decoderModel, probeDecoder } from "./form.ts";
import { loadOrt } from "../../ort/ort.ts";
import { bindRun } from "./bindRun.ts";
import { packagedOrtLibrary } from "../../ort/library.ts";
import { openOrtSession, ortModel } from "../../ort/session.ts";

const FIXTURE = join(import.meta.dir, "../../../fixtures/decoder.onnx");

test("bindRun() - releases every handle, also after a failed run", async () => {
  const ort = loadOrt(packagedOrtLibrary());
  const opened = openOrtSession(ort, FIXTURE, { threads: 1, cuda: null });
  try {
    const form = await probeDecoder(decoderModel(ortModel(ort, opened.session)), FIXTURE);
    const open = new Set<number>();
    const bound = bindRun(counting(ort, open), opened.session, form);
    const before = open.size;
    for (const codes of [[1, 2, 3], [4, 5], [99_999_999]]) {
      const buffers = writeCodes(form, [Int32Array.from(codes), Int32Array.from(codes)], null);
      if (codes.length > 1) bound.run(buffers);
      else expect(() => bound.run(buffers)).toThrow(/ONNX Runtime/);
      expect(open.size).toBe(before);
    }
    bound.close();
    expect(open.size).toBe(0);
  } finally {
    opened.close();
  }
});
