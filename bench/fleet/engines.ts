import { admissionLimits } from "../../server/admission/limits.ts";
import type { CostModel } from "../../src/codec/schedule/cost.ts";
import { liveCapacity } from "../../src/codec/schedule/capacity.ts";
import { CPU_LIMITS } from "../../src/codec/schedule/deviceLimits.ts";
import { codecEngine, type LmPace, liveShape } from "./codecEngine.ts";
import type { ServerOptions } from "./server.ts";
import { voiceEngine, type VoiceCost } from "./voiceEngine.ts";

/**
 * The natural voice with one core for Worker and event loop, as measured (docs/measure.md, `bench voice`): 12 ms of
 * processor time for a second of speech in utterances of 4 s, and a first audio after 27 ms, of which HTTP takes some.
 */
const HIBARI: VoiceCost = { workers: 1, fixedMs: 20, perSecondMs: 7 };
/** Time from the start of its server to ready, milliseconds. */
const HIBARI_START_MS = 830;

/** The int8 decoder on one thread, as measured (docs/serve.md): 95 tokens in 56 ms. */
const INT8: CostModel = { fixedMs: 3, perTokenMs: 0.56 };
/** Time to load a decoder of full size, milliseconds. */
const CODEC_START_MS = 5000;
/** A speech LM that is not the bottleneck. */
const LM: LmPace = { firstTokenMs: 50, tokensPerS: 150 };

const NO_SETTINGS = { MAX_IN_FLIGHT: null, MAX_QUEUE: null, MAX_AUDIO_S: null };

/** The simulated servers by the name of their engine. */
export const SERVERS = {
  hibari: {
    limits: admissionLimits({ id: "hibari" }, NO_SETTINGS),
    openEngine: voiceEngine(HIBARI),
    startMs: HIBARI_START_MS,
  },
  neucodec: codecServer(),
} as const satisfies Record<string, ServerOptions>;

function codecServer(): ServerOptions {
  const limits = { ...CPU_LIMITS, cost: INT8 };
  const capacity = liveCapacity(limits, 1, liveShape(limits));
  return {
    limits: admissionLimits({ id: "neucodec", liveCapacity: capacity }, NO_SETTINGS),
    openEngine: codecEngine(limits, LM),
    startMs: CODEC_START_MS,
  };
}
