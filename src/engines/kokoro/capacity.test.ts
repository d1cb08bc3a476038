import { expect, test } from "bun:test";
import type { SpokenPart } from "../../lanes/speak.ts";
import type { RunOptions } from "../../lanes/queue.ts";
import { liveListeners } from "./capacity.ts";
import type { KokoroJob } from "./synthesizer.ts";

const JOB: KokoroJob = {
  ids: new BigInt64Array(3),
  words: [],
  style: new Float32Array(256),
  speed: 1,
  gain: 1,
};

/** Measures lanes that speak 2 s each; a run takes `ms` of the clock, the first run of all `warmUpMs`. */
async function measured(ms: number, lanes: number): Promise<number> {
  let clock = 0;
  let runs = 0;
  const run = async (_job: KokoroJob, { onPart }: RunOptions<SpokenPart>): Promise<void> => {
    runs += 1;
    const isLast = runs % lanes === 0;
    if (isLast) clock += runs <= lanes ? 10 * ms : ms;
    onPart({ samples: new Float32Array(2000), times: [] });
  };
  const trial = { job: JOB, lanes, sampleRate: 1000, now: () => clock };
  return liveListeners({ run }, trial, new AbortController().signal);
}

test.each([
  [1000, 1, 1],
  [500, 1, 3],
  [1000, 4, 6],
  [3000, 1, 0],
])(
  "a run of %d ms for 2 s of sound on %d lanes serves %d listeners",
  async (ms, lanes, listeners) => {
    expect(await measured(ms, lanes)).toBe(listeners);
  },
);
