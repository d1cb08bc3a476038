import { serveLane } from "../../lanes/serve.ts";
import type { SpokenPart } from "../../lanes/speak.ts";
import { loadOrt } from "../../ort/ort.ts";
import { ortModel } from "../../ort/session.ts";
import { type KokoroJob, say } from "./synthesizer.ts";

export interface KokoroOpening {
  readonly libraryPath: string;
  /** The opened session, which belongs to the main thread. */
  readonly session: number;
  /** The options of its runs, with which the main thread stops them. */
  readonly runOptions: number;
}

serveLane<KokoroOpening, KokoroJob, SpokenPart>(({ libraryPath, session, runOptions }) => {
  const model = ortModel(loadOrt(libraryPath), session, runOptions);
  return (job, stopped) => say(model, job, stopped);
});
