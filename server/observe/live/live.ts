import type { Engine } from "../../../src/engine.ts";
import type { Admission } from "../../admission/admission.ts";
import { listenerCapacity } from "../../admission/limits.ts";
import type { AccessRecord } from "../record.ts";
import { createEngineReader } from "./engineReader.ts";
import { groupOf } from "./groups.ts";
import { type LoadHistory, withSample } from "./history.ts";
import { joinedSamples, type GroupSample, type LoadSample } from "./sample.ts";

/** Requests of one second after which they are joined by engine and protocol. */
const MAX_GROUPS = 1000;

/** Follows the load of the server. */
export interface Live {
  /** Counts a request that has ended. */
  finished(record: AccessRecord): void;
  /** Ends a sample; to be called each second. `atS`: seconds since 1970. */
  sample(atS: number): void;
  history(): LoadHistory;
  /** Resolves at the end of the running sample. */
  next(): Promise<LoadSample>;
}

interface LiveSources {
  readonly engines: readonly Engine[];
  readonly admission: Pick<Admission, "listeners" | "inFlight" | "queued" | "maxInFlight">;
}

/**
 * Creates the followed load, without samples. Memory is bounded: 420 samples, each with at most one group for each engine
 * and protocol.
 *
 * @example
 * const live = createLive({ engines, admission });
 * setInterval(() => live.sample(Date.now() / 1000), 1000);
 */
export function createLive({ engines, admission }: LiveSources): Live {
  const capacity = listenerCapacity(engines, admission.maxInFlight);
  const readEngines = engines.map(createEngineReader);
  let groups: GroupSample[] = [];
  /** Highest numbers since the last sample, as far as the ends of requests show them. */
  let peak = { listeners: 0, inFlight: 0 };
  let history: LoadHistory = { minute: [], hour: [] };
  let lastS: number | null = null;
  let sampled = 0;
  let waiting = Promise.withResolvers<LoadSample>();

  /** Returns the load since the last sample. */
  function current(): LoadSample {
    const { queued } = admission;
    const listeners = Math.max(peak.listeners, admission.listeners);
    const inFlight = Math.max(peak.inFlight, admission.inFlight);
    const now = { atS: 0, spanS: 0, listeners, inFlight, queued, capacity, engines: [] };
    return joinedSamples([{ ...now, groups }]);
  }
  /** Counts a request that has just left its slot with those that are still in flight. */
  function notePeak(isLive: boolean): void {
    const { listeners, inFlight, maxInFlight } = admission;
    peak = {
      listeners: Math.max(peak.listeners, Math.min(maxInFlight, listeners + (isLive ? 1 : 0))),
      inFlight: Math.max(peak.inFlight, Math.min(maxInFlight, inFlight + 1)),
    };
  }
  return {
    finished(record) {
      const group = groupOf(record);
      if (group === null) return;
      if (record.speech?.firstAudioMs !== undefined) notePeak(record.speech.live === true);
      groups.push(group);
      if (groups.length > MAX_GROUPS) groups = [...current().groups];
    },
    sample(atS) {
      const spanS = atS - (lastS ?? atS - 1);
      const sample = { ...current(), atS, spanS, engines: readEngines.map((read) => read()) };
      groups = [];
      lastS = atS;
      peak = { listeners: 0, inFlight: 0 };
      sampled += 1;
      history = withSample(history, sample, sampled);
      const { resolve } = waiting;
      waiting = Promise.withResolvers<LoadSample>();
      resolve(sample);
    },
    history: () => history,
    next: () => waiting.promise,
  };
}
