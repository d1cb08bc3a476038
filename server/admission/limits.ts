import type { Engine } from "../../src/engine.ts";

/** What the server accepts at a time. */
export interface Limits {
  /** Requests in flight. */
  readonly maxInFlight: number;
  /** Requests that wait for a slot. */
  readonly maxQueue: number;
  /**
   * Seconds of audio in flight; null: unlimited. A request counts with at most what an engine works on at a time
   * (MAX_ACTIVE_S of gate.ts).
   */
  readonly maxAudioS: number | null;
}

/** Defaults of each engine: flite takes a burst of 100 listeners, neucodec what a codec on a CPU can serve. */
export const ENGINE_LIMITS = {
  flite: { maxInFlight: 128, maxQueue: 128 },
  neucodec: { maxInFlight: 32, maxQueue: 96 },
} as const;

/** Maximum default where the codec can serve more live listeners: the generations that one speech LM runs at a time. */
const MAX_DEFAULT_IN_FLIGHT = 256;
/** The memory of a speech LM and its codec grows with the seconds of audio: seconds per request in flight. */
const NEUCODEC_S_PER_REQUEST = 16;

interface SetLimits {
  readonly MAX_IN_FLIGHT: number | null;
  readonly MAX_QUEUE: number | null;
  readonly MAX_AUDIO_S: number | null;
}

/** The limits that are set; a limit that is not set (null) has the engine's default. */
export function admissionLimits(
  { id, liveCapacity }: Pick<Engine, "id" | "liveCapacity">,
  set: SetLimits,
): Limits {
  if (id === "neucodec") {
    const own = ENGINE_LIMITS.neucodec;
    const capacity = Math.min(MAX_DEFAULT_IN_FLIGHT, liveCapacity ?? 0);
    const maxInFlight = set.MAX_IN_FLIGHT ?? Math.max(own.maxInFlight, capacity);
    return {
      maxInFlight,
      maxQueue: set.MAX_QUEUE ?? own.maxQueue,
      maxAudioS: set.MAX_AUDIO_S ?? NEUCODEC_S_PER_REQUEST * maxInFlight,
    };
  }
  const own = ENGINE_LIMITS.flite;
  return {
    maxInFlight: set.MAX_IN_FLIGHT ?? own.maxInFlight,
    maxQueue: set.MAX_QUEUE ?? own.maxQueue,
    maxAudioS: set.MAX_AUDIO_S,
  };
}
