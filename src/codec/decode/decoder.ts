import { SpeechError } from "../../errors.ts";
import { abortReason } from "../../streams.ts";
import { checkCodes } from "../codes.ts";
import type { RunShape } from "../../ort/cuda.ts";
import { recordGraphs, type GraphProgress } from "./graphs.ts";
import { openLane, type Lane } from "./lane.ts";
import { openDecoderSession, type SessionOptions } from "./session.ts";

/** Codes in, audio out. Which window shares a run with which never changes its samples. */
export interface Decoder {
  readonly samplesPerToken: number;
  /** "cpu" or "cuda". */
  readonly device: string;
  /** Runs at once; what is asked beyond that waits, in order. */
  readonly lanes: number;
  /**
   * Decodes windows of equal length in one run. Gives 24 kHz mono of `samplesPerToken` samples per code, in the
   * order given. Throws SpeechError "decode" (codes out of range, ORT's error) and "aborted". A run that has
   * begun is not interrupted.
   */
  decode(codes: readonly Int32Array[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** Waits for the runs that have begun, then releases threads and memory. */
  close(): Promise<void>;
}

export interface DecoderOptions extends SessionOptions {
  /**
   * Runs at once on the CPU, each on a thread of its own; they share the weights. Lanes of one thread give more
   * audio in sum, one lane of more threads gives the earlier first chunk.
   */
  readonly lanes: number;
  /** Told as each graph is recorded, for a start that takes its time. */
  readonly recorded?: (progress: GraphProgress) => void;
  /** How a Worker is made; for tests that end one. */
  readonly spawn?: () => Worker;
}

export interface OpenedDecoder extends Decoder {
  /** Shapes that were recorded as CUDA graphs. */
  readonly graphs: readonly RunShape[];
}

/** Opens a decoder file. Throws SpeechError "internal" that names the file, or what the device lacks. */
export async function openDecoder(options: DecoderOptions): Promise<OpenedDecoder> {
  const session = await openDecoderSession(options);
  const { opening, device } = session;
  const { spawn = spawnWorker, log, recorded = () => {} } = options;
  // One device runs one batch at a time, and its graphs belong to one thread.
  const laneCount = device === "cuda" ? 1 : options.lanes;
  const idle = Array.from({ length: laneCount }, () => openLane({ opening, spawn, log }));
  const planned = opening.kind === "bound" ? opening.graphs : [];
  const graphs = await recordGraphs(idle[0]!, planned, recorded);
  const all = [...idle];
  const waiting: ((lane: Lane) => void)[] = [];
  let closed = false;

  const take = (): Promise<Lane> => {
    const lane = idle.pop();
    return lane ? Promise.resolve(lane) : new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (lane: Lane): void => {
    const next = waiting.shift();
    if (next) next(lane);
    else idle.push(lane);
  };

  return {
    samplesPerToken: opening.form.samplesPerToken,
    device,
    graphs,
    lanes: all.length,
    async decode(codes, signal) {
      if (closed) throw new SpeechError("decode", "the decoder is closed");
      checkRows(codes);
      if (codes.length === 0) return [];
      const lane = await take();
      try {
        if (signal?.aborted) throw abortReason(signal);
        return await lane.run(codes);
      } finally {
        giveBack(lane);
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      // Whoever holds a lane gives it back; each is taken once more, for good.
      const lanes = await Promise.all(all.map(take));
      await Promise.all(lanes.map((lane) => lane.close()));
      session.close();
    },
  };
}

function checkRows(rows: readonly Int32Array[]): void {
  const lengths = new Set(rows.map((row) => row.length));
  if (lengths.size > 1 || lengths.has(0)) {
    const found = [...lengths].join(", ");
    throw new SpeechError("decode", `a batch needs windows of one length, not of ${found} tokens`);
  }
  rows.forEach(checkCodes);
}

function spawnWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url));
}
