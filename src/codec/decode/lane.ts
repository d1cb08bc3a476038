import { SpeechError } from "../../errors.ts";
import { readAudio, writeCodes, type RunBuffers } from "./buffers.ts";
import type { WorkerOpening } from "./session.ts";
import type { WorkerReply, WorkerRequest } from "./worker.ts";

/** A Worker that is told what to do and answers once per request. Rejects when it dies before it answers. */
interface Hand {
  readonly dead: boolean;
  /** Resolves with the runtime's error text, or null when the request was fulfilled. */
  ask(request: WorkerRequest): Promise<string | null>;
  kill(): void;
}

/** One run at a time, on a Worker of its own. */
export interface Lane {
  /** Rows of equal length; the codes are taken to be in range. */
  run(rows: readonly Int32Array[]): Promise<Float32Array[]>;
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly opening: WorkerOpening;
  readonly spawn: () => Worker;
  readonly log: (line: string) => void;
}

/** A run whose Worker dies is given to a new one, this many times. */
const RETRIES = 1;

/**
 * Opens a lane. The caller runs one batch at a time. Shared memory is kept from run to run; a Worker that died
 * is replaced, and its run is posted once more as it stands. Throws SpeechError "decode" with ORT's text.
 */
export function openLane({ opening, spawn, log }: LaneOptions): Lane {
  let buffers: RunBuffers | null = null;
  let hand = start(opening, spawn);
  const attempt = async (current: RunBuffers, retries: number): Promise<string | null> => {
    if (hand.dead) hand = start(opening, spawn);
    try {
      return await hand.ask({ kind: "run", buffers: current });
    } catch (death) {
      log(`a decoder Worker died (${String(death)}); it is replaced`);
      if (retries > 0) return attempt(current, retries - 1);
      throw new SpeechError("decode", "the decoder died on this batch twice", { cause: death });
    }
  };
  return {
    async run(rows) {
      buffers = writeCodes(opening.form, rows, buffers);
      const error = await attempt(buffers, RETRIES);
      if (error !== null) throw new SpeechError("decode", `the decoder failed: ${error}`);
      return readAudio(opening.form, buffers);
    },
    async close() {
      // A Worker that died has nothing left to release but what its process shares.
      if (!hand.dead) await hand.ask({ kind: "close" }).catch(() => {});
      hand.kill();
    },
  };
}

function start(opening: WorkerOpening, spawn: () => Worker): Hand {
  const worker = spawn();
  const waiting: PromiseWithResolvers<string | null>[] = [];
  let death: string | null = null;
  const die = (reason: string): void => {
    death ??= reason;
    for (const one of waiting.splice(0)) one.reject(new Error(death));
  };
  worker.addEventListener("message", ({ data }: MessageEvent<WorkerReply>) => {
    waiting.shift()?.resolve(data.error);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    die(event.message);
  });
  worker.addEventListener("close", () => die("it ended"));
  const ask = (request: WorkerRequest): Promise<string | null> => {
    if (death !== null) return Promise.reject(new Error(death));
    const answer = Promise.withResolvers<string | null>();
    waiting.push(answer);
    worker.postMessage(request);
    return answer.promise;
  };
  // An opening that failed makes the first run fail with its text; a death shows there too.
  let opened: string | null = null;
  const opens = ask({ kind: "open", opening }).then(
    (error) => void (opened = error),
    () => {},
  );
  return {
    get dead() {
      return death !== null;
    },
    async ask(request) {
      const [error] = await Promise.all([ask(request), opens]);
      return error === null ? null : (opened ?? error);
    },
    kill: () => worker.terminate(),
  };
}
