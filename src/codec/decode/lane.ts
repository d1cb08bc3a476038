import { SpeechError } from "../../errors.ts";
import { messageOf } from "../../message.ts";
import { readAudio, type RunBuffers, type RunMemory, writeCodes } from "./buffers.ts";
import type { WorkerOpening } from "./session.ts";
import type { WorkerReply, WorkerRequest } from "./worker.ts";

/** A Worker that answers each request once, in order. */
interface Connection {
  readonly dead: boolean;
  /** Resolves with the runtime's error text, or null on success. Rejects if the Worker dies before it answers. */
  run(buffers: RunBuffers): Promise<string | null>;
  close(): Promise<string | null>;
  kill(): void;
}

/** Decodes one batch at a time on its own Worker. */
export interface Lane {
  /**
   * Decodes rows of equal length and returns what `read` returns for their audio, which is valid only during that call:
   * the next run uses the same memory. All codes must be in range. Throws SpeechError "decode".
   */
  run<T>(rows: readonly Int32Array[], read: Read<T>): Promise<T>;
  close(): Promise<void>;
}

/** Reads the audio of a run, one array of samples per row. */
export type Read<T> = (audio: readonly Float32Array[]) => T;

export interface LaneOptions {
  readonly opening: WorkerOpening;
  readonly spawn: () => Worker;
  readonly log: (line: string) => void;
}

/** Maximum retries of a run whose Worker died. Each retry uses a new Worker. */
const RETRIES = 1;

/**
 * Opens a lane, which runs one batch at a time and reuses its shared memory from run to run. A Worker that died is
 * replaced, and its run is retried once.
 */
export function openLane({ opening, spawn, log }: LaneOptions): Lane {
  let buffers: RunBuffers | null = null;
  let worker = connect(opening, spawn);
  const attempt = async (current: RunBuffers, retries: number): Promise<string | null> => {
    if (worker.dead) worker = connect(opening, spawn);
    try {
      return await worker.run(current);
    } catch (death) {
      log(`a decoder Worker died and is replaced: ${messageOf(death)}`);
      if (retries > 0) return attempt(current, retries - 1);
      throw new SpeechError("decode", "the decoder's Worker died twice on this batch", {
        cause: death,
      });
    }
  };
  return {
    async run(rows, read) {
      buffers = writeCodes(opening.form, rows, buffers);
      const error = await attempt(buffers, RETRIES);
      if (error !== null) throw new SpeechError("decode", `the decoder failed: ${error}`);
      return read(readAudio(opening.form, buffers));
    },
    async close() {
      // A dead Worker can't answer. It holds only memory that belongs to the process.
      if (!worker.dead) await worker.close().catch(() => {});
      worker.kill();
    },
  };
}

/** Spawns a Worker and opens the decoder in it. */
function connect(opening: WorkerOpening, spawn: () => Worker): Connection {
  const worker = spawn();
  const waiting: PromiseWithResolvers<string | null>[] = [];
  let death: string | null = null;
  const die = (reason: string): void => {
    death ??= reason;
    for (const answer of waiting.splice(0)) answer.reject(new Error(death));
  };
  worker.addEventListener("message", ({ data }: MessageEvent<WorkerReply>) => {
    waiting.shift()?.resolve(data.error);
  });
  worker.addEventListener("error", (event) => {
    event.preventDefault();
    die(event.message);
  });
  worker.addEventListener("close", () => die("it was closed"));
  const ask = (request: WorkerRequest): Promise<string | null> => {
    if (death !== null) return Promise.reject(new Error(death));
    const answer = Promise.withResolvers<string | null>();
    waiting.push(answer);
    worker.postMessage(request);
    return answer.promise;
  };
  // If opening fails, each request returns the error text of the opening. If the Worker dies, `ask` rejects.
  let openError: string | null = null;
  const opened = ask({ kind: "open", opening }).then(
    (error) => void (openError = error),
    () => {},
  );
  const answerTo = async (request: WorkerRequest): Promise<string | null> => {
    const [error] = await Promise.all([ask(request), opened]);
    return error === null ? null : (openError ?? error);
  };
  /** The memory that the Worker has. */
  let known: RunMemory | null = null;
  return {
    get dead() {
      return death !== null;
    },
    run({ memory, batch, tokens }) {
      const isKnown = memory === known;
      known = memory;
      return answerTo({ kind: "run", batch, tokens, memory: isKnown ? null : memory });
    },
    close: () => answerTo({ kind: "close" }),
    kill: () => worker.terminate(),
  };
}
