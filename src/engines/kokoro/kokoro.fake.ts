import { kokoroModel } from "../../../fixtures/makeKokoro.ts";
import { modelFolder } from "../../../fixtures/modelFolder.ts";

/** Amplitude of the fixture's voices with `ids` ids. It shows which style a run got. */
export function amplitude(ids: number): number {
  return 0.1 + ids / 10_000;
}

/** Returns a voice's file: the first number of each style is the amplitude. */
function voiceFile(): Uint8Array {
  const styles = new Float32Array(510 * 256);
  for (let row = 0; row < 510; row += 1) styles[row * 256] = amplitude(row + 1);
  return new Uint8Array(styles.buffer);
}

/** Makes a folder with the files of a small Kokoro and removes it when it is disposed of. */
export function fixtureFolder(files: Readonly<Record<string, Uint8Array>> = {}) {
  return modelFolder({
    "model.onnx": kokoroModel(),
    "voices/af_heart.bin": voiceFile(),
    "voices/zm_yunxi.bin": voiceFile(),
    ...files,
  });
}
