import type { Engine } from "../../src/engine.ts";

/** Maximum work that the server accepts at a time. */
export interface Limits {
  /** Requests in flight. */
  readonly maxInFlight: number;
  /** Requests that wait for a slot. */
  readonly maxQueue: number;
  /**
   * Seconds of audio in flight; null if unlimited. A request counts with at most MAX_ACTIVE_S (occupancy.ts), the
   * seconds of a request that an engine works on at a time.
   */
  readonly maxAudioS: number | null;
}

/**
 * Default limits by engine. flite can serve a burst of 100 listeners, and neucodec as many as a codec on a CPU can.
 * hibari's limit is for one Worker, which serves about 75 listeners when nothing else uses its core. kokoro's is the
 * number of listeners that it was measured to serve, at least one.
 */
export const ENGINE_LIMITS = {
  hibari: { maxInFlight: 64, maxQueue: 128 },
  kokoro: { maxInFlight: 1, maxQueue: 16 },
  flite: { maxInFlight: 128, maxQueue: 128 },
  neucodec: { maxInFlight: 32, maxQueue: 96 },
} as const;

/** Maximum of the default, even if an engine can serve more: the generations that one speech LM runs at a time. */
const MAX_DEFAULT_IN_FLIGHT = 256;
/** Seconds of audio per request in flight for the default limit. Memory of LM and codec grows with these seconds. */
const NEUCODEC_S_PER_REQUEST = 16;

type LimitedEngine = Pick<Engine, "id" | "liveCapacity">;

interface SetLimits {
  readonly MAX_IN_FLIGHT: number | null;
  readonly MAX_QUEUE: number | null;
  readonly MAX_AUDIO_S: number | null;
}

/**
 * Returns the engine whose limits apply to the one gate that all engines share: neucodec if it is open, because the codec
 * is the bottleneck, else the default engine.
 */
export function limitingEngine<E extends LimitedEngine>(engines: readonly E[]): E | undefined {
  return engines.find(({ id }) => id === "neucodec") ?? engines[0];
}

/** Returns how many live listeners a server with these engines carries, at most `maxInFlight`. */
export function listenerCapacity(engines: readonly LimitedEngine[], maxInFlight: number): number {
  return Math.min(maxInFlight, limitingEngine(engines)?.liveCapacity ?? maxInFlight);
}

/** Returns the configured limits. A limit that is not set (null) gets the engine's default. */
export function admissionLimits({ id, liveCapacity }: LimitedEngine, set: SetLimits): Limits {
  const own = ENGINE_LIMITS[isLimited(id) ? id : "flite"];
  const capacity = Math.min(MAX_DEFAULT_IN_FLIGHT, liveCapacity ?? 0);
  const maxInFlight = set.MAX_IN_FLIGHT ?? Math.max(own.maxInFlight, capacity);
  const ownAudioS = id === "neucodec" ? NEUCODEC_S_PER_REQUEST * maxInFlight : null;
  return {
    maxInFlight,
    maxQueue: set.MAX_QUEUE ?? own.maxQueue,
    maxAudioS: set.MAX_AUDIO_S ?? ownAudioS,
  };
}

function isLimited(id: string): id is keyof typeof ENGINE_LIMITS {
  return Object.hasOwn(ENGINE_LIMITS, id);
}
