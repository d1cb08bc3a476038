import { hibariModel } from "../../../fixtures/makeHibari.ts";
import { modelFolder } from "../../../fixtures/modelFolder.ts";

/** Makes a folder with the files of a small voice. Disposing of it removes the folder. */
export function fixtureFolder(files: Readonly<Record<string, Uint8Array>> = {}) {
  return modelFolder({ "hibari.onnx": hibariModel(), ...files });
}
