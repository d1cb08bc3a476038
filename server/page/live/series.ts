import {
  type EngineSample,
  firstAudioMs,
  type GroupSample,
  type LoadSample,
} from "../../observe/live/sample.ts";

/** What is shown; null: all. */
export interface Filter {
  readonly engine: string | null;
  readonly face: string | null;
}

/** Figures of a sample for the chosen engine and protocol. */
export interface Figures {
  readonly atS: number;
  readonly listeners: number;
  /** Requests of complete files too. */
  readonly inFlight: number;
  readonly queued: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly ok: number;
  readonly refused: number;
  readonly failed: number;
  readonly stalls: number;
  /** Share of time in the codec, percent; null without a codec run. */
  readonly busy: number | null;
  /** Windows in a codec run on average; null without a run. */
  readonly batch: number | null;
}

/** Returns the figures of a sample. Listeners and queue belong to all engines and protocols together. */
export function figuresOf(sample: LoadSample, filter: Filter): Figures {
  const groups = sample.groups.filter(
    ({ engine, face }) => isWanted(engine, filter.engine) && isWanted(face, filter.face),
  );
  const engines = sample.engines.filter(({ id }) => isWanted(id, filter.engine));
  const count = (name: keyof GroupSample): number =>
    groups.reduce((sum, group) => sum + Number(group[name]), 0);
  const sum = (name: keyof EngineSample): number =>
    engines.reduce((total, engine) => total + Number(engine[name]), 0);
  const runs = sum("codecRuns");
  return {
    atS: sample.atS,
    listeners: sample.listeners,
    inFlight: sample.inFlight,
    queued: sample.queued,
    p50: firstAudioMs(groups, 0.5),
    p95: firstAudioMs(groups, 0.95),
    ok: count("ok"),
    refused: count("refused"),
    failed: count("failed"),
    stalls: count("stalls"),
    busy: runs === 0 ? null : sum("codecBusyMs") / sample.spanS / 10,
    batch: runs === 0 ? null : sum("codecWindows") / runs,
  };
}

function isWanted(value: string, wanted: string | null): boolean {
  return wanted === null || value === wanted;
}

/** Returns the engines and protocols that the samples have. */
export function choicesOf(samples: readonly LoadSample[]) {
  const groups = samples.flatMap((sample) => sample.groups);
  const engines = samples.at(-1)?.engines.map(({ id }) => id) ?? [];
  return { engines, faces: [...new Set(groups.map(({ face }) => face))].sort() };
}
