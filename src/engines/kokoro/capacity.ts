import type { Pool } from "../../lanes/pool.ts";
import type { SpokenPart } from "../../lanes/speak.ts";
import type { KokoroJob } from "./synthesizer.ts";

/** Maximum utilisation of the lanes. Above it, queues grow faster than any order of jobs can make up for. */
const UTILISATION = 0.8;

export interface Trial {
  /** A sentence of a few seconds. */
  readonly job: KokoroJob;
  /** Number of jobs that run at a time. */
  readonly lanes: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
}

/**
 * Measures how fast `pool` speaks with all lanes busy, as under load, and returns the number of live listeners that it
 * serves without stalls; 0 if a lane is slower than real time. The first run of each lane is a warm-up and does not
 * count. Takes about twice the time of the sentence. Throws the errors of the pool.
 */
export async function liveListeners(
  pool: Pick<Pool<KokoroJob, SpokenPart>, "run">,
  { job, lanes, sampleRate, now }: Trial,
  signal: AbortSignal,
): Promise<number> {
  const speakOnce = async (): Promise<number> => {
    let samples = 0;
    const onPart = (part: SpokenPart): void => void (samples += part.samples.length);
    await pool.run(job, { deadlineMs: now, onPart }, signal);
    return samples / sampleRate;
  };
  const speakOnAll = () => Promise.all(Array.from({ length: lanes }, speakOnce));
  await speakOnAll();
  const sinceMs = now();
  const seconds = (await speakOnAll()).reduce((sum, each) => sum + each, 0);
  return Math.floor((UTILISATION * seconds * 1000) / (now() - sinceMs));
}
