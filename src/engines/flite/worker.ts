import { serveLane } from "../../lanes/serve.ts";
import type { SpokenPart, WordTime } from "../../lanes/speak.ts";
import { type FliteJob, say, type Spoken } from "./synthesizer.ts";

/** Spoken once before the first job, because the first run of the module compiles its code with optimisation. */
const WARM_UP: FliteJob = { text: "ready", words: ["ready"], voice: "slt", speed: 1 };

serveLane<WebAssembly.Module, FliteJob, SpokenPart>((flite) => {
  say(flite, WARM_UP);
  return (job) => [partOf(say(flite, job))];
});

function partOf({ samples, times }: Spoken): SpokenPart {
  const spoken = times.flatMap((time, word): WordTime[] => (time ? [{ word, ...time }] : []));
  return { samples, times: spoken };
}
