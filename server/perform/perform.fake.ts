import type { Engine } from "../../src/engine.ts";
import type { Work } from "../admission/fairQueue.ts";
import type { PerformanceRequest } from "./perform.ts";
import { createDrain } from "../drain.ts";
import { createFakeEngine } from "../engine.fake.ts";
import type { AccessRecord } from "../observe/record.ts";
import type { Watched } from "../observe/watchdog.ts";
import { openPerformance } from "./perform.ts";

const REQUEST: PerformanceRequest = {
  input: "Hello there.",
  voice: "anna",
  speed: 1,
  normalize: null,
  sampling: {
    temperature: 1,
    topP: 1,
    repetitionPenalty: 1,
    maxTokens: 3072,
    maxTokensSet: false,
  },
  listener: { kind: "live", targetMs: 300 },
};

type Fields = Pick<AccessRecord, "id" | "startedMs" | "trace" | "speech">;

/** Creates fake services for a performance, with counts of their calls. */
export function build(engine = createFakeEngine(), others: readonly Engine[] = []) {
  const clock = { nowMs: 0 };
  const drain = createDrain();
  const client = new AbortController();
  const seen = {
    entered: 0,
    released: 0,
    watched: 0,
    unwatched: 0,
    waiting: 0,
    paused: 0,
    audioS: 0,
  };
  const works: Work[] = [];
  const requests: Watched[] = [];
  /** The wait in the queue. Tests in which the request has to queue replace it through `queueWith`. */
  let queue: (signal: AbortSignal) => Promise<void> = async () => {};
  const services = {
    admission: {
      async enter(work: Work, signal: AbortSignal) {
        seen.entered += 1;
        works.push(work);
        await queue(signal);
        return {
          release: () => void (seen.released += 1),
          onPaused: () => void (seen.paused += 1),
          onWaiting: () => void (seen.waiting += 1),
          onAudio: (audioS: number) => void (seen.audioS += audioS),
        };
      },
    },
    watchdog: {
      watch(request: Watched) {
        seen.watched += 1;
        requests.push(request);
        return () => void (seen.unwatched += 1);
      },
    },
    drain,
    config: { REQUEST_TIMEOUT_S: 30 },
    catalogue: { engines: [engine, ...others] },
    now: () => clock.nowMs,
  };
  const record: Fields = { id: "a1", startedMs: -5 };
  const open = (request: Partial<PerformanceRequest> = {}) =>
    openPerformance(
      { engine, request: { ...REQUEST, ...request }, key: "7", record },
      services,
      client.signal,
    );
  return {
    engine,
    services,
    open,
    record,
    seen,
    works,
    requests,
    drain,
    client,
    clock,
    queueWith: (wait: typeof queue) => void (queue = wait),
  };
}

/** Creates a fake engine that hangs at `chunk` until `open` is called. */
export function hangingAt(chunk: number) {
  const gate = Promise.withResolvers<void>();
  const engine = createFakeEngine({ before: (at) => (at < chunk ? undefined : gate.promise) });
  return { engine, open: gate.resolve };
}
