import { resolve } from "node:path";
import type { Case } from "./cases.ts";
import { scriptCase } from "./script.ts";
import type { TestServer } from "./testServer.ts";

/** Returns the case of ElevenLabs' JavaScript package, which is installed in `folder`: it has 100 MB. */
export function elevenLabsJs(folder: string): Case<TestServer> {
  return scriptCase({
    id: "talk-elevenlabs-js",
    claim:
      "ElevenLabs' JavaScript package gets audio, the times of all characters, voices and errors",
    command: [
      process.execPath,
      `${import.meta.dir}/js/drive_elevenlabs.mjs`,
      resolve(process.cwd(), folder),
    ],
  });
}
