import type { Engine } from "../../../src/engine.ts";
import type { Admission } from "../../admission/admission.ts";
import { listenerCapacity } from "../../admission/limits.ts";
import type { AccessRecord } from "../record.ts";
import { groupOf } from "./groups.ts";
import { type EngineSample, joinedSamples, type GroupSample, type LoadSample } from "./sample.ts";

/** Samples that are kept: a minute of seconds, and an hour of spans of ten seconds. */
const MINUTE = 60;
const SPAN = 10;
const HOUR = 360;

/** The load of the last minute and of the last hour. */
export interface LoadHistory {
  readonly minute: readonly LoadSample[];
  readonly hour: readonly LoadSample[];
}

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
  const minute: LoadSample[] = [];
  const hour: LoadSample[] = [];
  const capacity = listenerCapacity(engines, admission.maxInFlight);
  const readEngines = engines.map(createReader);
  let groups: GroupSample[] = [];
  /** Highest numbers since the last sample, as far as the ends of requests show them. */
  let peak = { listeners: 0, inFlight: 0 };
  let lastS: number | null = null;
  let sampled = 0;
  let waiting = Promise.withResolvers<LoadSample>();

  /** Joins the groups when they are many, so that their number is bounded within a second too. */
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
      if (groups.length > 1000) groups = [...current().groups];
    },
    sample(atS) {
      const spanS = atS - (lastS ?? atS - 1);
      const sample = { ...current(), atS, spanS, engines: readEngines.map((read) => read()) };
      [groups, lastS] = [[], atS];
      peak = { listeners: 0, inFlight: 0 };
      add(minute, sample, MINUTE);
      sampled += 1;
      if (sampled % SPAN === 0) add(hour, joinedSamples(minute.slice(-SPAN)), HOUR);
      const { resolve } = waiting;
      waiting = Promise.withResolvers<LoadSample>();
      resolve(sample);
    },
    history: () => ({ minute: [...minute], hour: [...hour] }),
    next: () => waiting.promise,
  };
}

function add(samples: LoadSample[], sample: LoadSample, limit: number): void {
  samples.push(sample);
  if (samples.length > limit) samples.shift();
}

/** Returns a function that tells what an engine has done since its last call. */
function createReader(engine: Engine): () => EngineSample {
  let last: Readonly<Record<string, number>> = engine.figures?.() ?? {};
  return () => {
    const figures = engine.figures?.() ?? {};
    const since = (name: string): number => (figures[name] ?? 0) - (last[name] ?? 0);
    const faults = Object.keys(figures).filter((name) => name.startsWith("lm_failed_"));
    const sample = {
      id: engine.id,
      unready: engine.unready()?.message ?? null,
      codecRuns: since("codec_runs"),
      codecWindows: since("codec_windows"),
      codecBusyMs: since("codec_busy_ms"),
      lmFailures: faults.length === 0 ? null : faults.reduce((sum, name) => sum + since(name), 0),
      upstreams: engine.upstreams?.() ?? [],
    };
    last = figures;
    return sample;
  };
}
