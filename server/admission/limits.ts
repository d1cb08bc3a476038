import type { Engine } from "../../src/engine.ts";

/** How much the server takes at once. */
export interface Limits {
  /** Requests in flight. */
  readonly maxInFlight: number;
  readonly maxQueue: number;
  /** Seconds of audio in flight, each request with no more than the engine holds of it at a time; null: any. */
  readonly maxAudioS: number | null;
}

/** What each engine takes by itself: a burst of 50 and 100 listeners, or as much as a codec on a CPU can bear. */
export const ENGINE_LIMITS = {
  flite: { maxInFlight: 128, maxQueue: 128 },
  neucodec: { maxInFlight: 32, maxQueue: 96 },
} as const;

/** Where the codec can serve more live listeners, so many; as many generations has one speech LM at once. */
const MOST_IN_FLIGHT = 256;
/** What a speech LM and its codec hold grows with the seconds of audio: so many for each request in flight. */
const NEUCODEC_S_A_REQUEST = 16;

interface SetLimits {
  readonly MAX_IN_FLIGHT: number | null;
  readonly MAX_QUEUE: number | null;
  readonly MAX_AUDIO_S: number | null;
}

/** The limits that were set, and where none was those that suit the engine. */
export function admissionLimits(
  { id, liveCapacity }: Pick<Engine, "id" | "liveCapacity">,
  set: SetLimits,
): Limits {
  if (id === "neucodec") {
    const own = ENGINE_LIMITS.neucodec;
    const capacity = Math.min(MOST_IN_FLIGHT, liveCapacity ?? 0);
    const maxInFlight = set.MAX_IN_FLIGHT ?? Math.max(own.maxInFlight, capacity);
    return {
      maxInFlight,
      maxQueue: set.MAX_QUEUE ?? own.maxQueue,
      maxAudioS: set.MAX_AUDIO_S ?? NEUCODEC_S_A_REQUEST * maxInFlight,
    };
  }
  const own = ENGINE_LIMITS.flite;
  return {
    maxInFlight: set.MAX_IN_FLIGHT ?? own.maxInFlight,
    maxQueue: set.MAX_QUEUE ?? own.maxQueue,
    maxAudioS: set.MAX_AUDIO_S,
  };
}
