import { serveLane } from "../../lanes/serve.ts";
import type { SpokenPart } from "../../lanes/speak.ts";
import { loadOrt } from "../../ort/ort.ts";
import { ortModel } from "../../ort/session.ts";
import { type HibariJob, say } from "./synthesizer.ts";

export interface HibariOpening {
  readonly libraryPath: string;
  /** The opened session of each voice; sessions belong to the main thread. */
  readonly sessions: ReadonlyMap<string, number>;
  /** Spoken once by each voice before the first job, because first runs are slow. */
  readonly warmUp: BigInt64Array;
}

serveLane<HibariOpening, HibariJob, SpokenPart>(({ libraryPath, sessions, warmUp }) => {
  const ort = loadOrt(libraryPath);
  const models = new Map(
    Array.from(sessions, ([voice, session]) => [voice, ortModel(ort, session)]),
  );
  for (const [voice, model] of models)
    Array.from(
      say(model, { voice, ids: warmUp, words: [], keepFrom: 0, speed: 1, seed: 0 }, () => false),
    );
  return (job, stopped) => {
    const model = models.get(job.voice);
    if (model === undefined) throw new Error(`the voice ${job.voice} is not open`);
    return say(model, job, stopped);
  };
});
