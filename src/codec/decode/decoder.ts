import { SpeechError } from "../../errors.ts";
import { abortReason } from "../../streams.ts";
import { checkCodes } from "../codes.ts";
import type { RunShape } from "../../ort/cuda.ts";
import { recordGraphs, type GraphProgress } from "./graphs.ts";
import { openLane, type Lane } from "./lane.ts";
import { openDecoderSession, type SessionOptions } from "./session.ts";

/** Decodes codes to audio. The samples of a window do not depend on the other windows of its run. */
export interface Decoder {
  readonly samplesPerToken: number;
  /** "cpu" or "cuda". */
  readonly device: string;
  /** Runs in flight at once; further runs are queued in order. */
  readonly lanes: number;
  /**
   * Decodes windows of equal length in one run. Returns 24 kHz mono, `samplesPerToken` samples per code, in the order
   * of `codes`. Throws SpeechError "decode" (codes out of range, ORT's error) and "aborted". A run in flight is not
   * interrupted.
   */
  decode(codes: readonly Int32Array[], signal?: AbortSignal): Promise<Float32Array[]>;
  /** Waits for the runs in flight, then releases threads and memory. */
  close(): Promise<void>;
}

export interface DecoderOptions extends SessionOptions {
  /**
   * Runs in flight at once on the CPU, each on its own thread with shared weights. Several lanes of one thread decode
   * more audio in total; one lane of several threads decodes the first chunk earlier.
   */
  readonly lanes: number;
  /** Called after each recorded graph: a start with many graphs takes long. */
  readonly onGraph?: (progress: GraphProgress) => void;
  /** Creates a Worker; for tests that terminate one. */
  readonly spawn?: () => Worker;
}

export interface OpenedDecoder extends Decoder {
  /** Shapes with a recorded CUDA graph. */
  readonly graphs: readonly RunShape[];
}

/**
 * Opens a decoder file. Throws SpeechError "internal" that names the file, or what the device lacks.
 *
 * @example
 * const cpu = { device: "cpu", threads: 2, lanes: 1, graphs: [], libraryPath: null } as const;
 * const decoder = await openDecoder({ file: "decoder.onnx", ...cpu, log: console.log });
 * const [pcm] = await decoder.decode([Int32Array.of(1, 2, 3)]); // 1,440 samples
 */
export async function openDecoder(options: DecoderOptions): Promise<OpenedDecoder> {
  const session = await openDecoderSession(options);
  const { opening, device } = session;
  const { spawn = spawnWorker, log, onGraph = () => {} } = options;
  // A GPU runs one batch at a time, and its graphs belong to one thread.
  const laneCount = device === "cuda" ? 1 : options.lanes;
  const lanes = Array.from({ length: laneCount }, () => openLane({ opening, spawn, log }));
  const planned = opening.kind === "bound" ? opening.graphs : [];
  const graphs = await recordGraphs(lanes[0]!, planned, onGraph);
  const idle = createIdleLanes(lanes);
  let closed = false;

  return {
    samplesPerToken: opening.form.samplesPerToken,
    device,
    graphs,
    lanes: laneCount,
    async decode(codes, signal) {
      if (closed) throw new SpeechError("decode", "the decoder is closed");
      checkRows(codes);
      if (codes.length === 0) return [];
      const lane = await idle.take();
      try {
        if (signal?.aborted) throw abortReason(signal);
        return await lane.run(codes);
      } finally {
        idle.giveBack(lane);
      }
    },
    async close() {
      if (closed) return;
      closed = true;
      // Every lane is taken once its queued runs have ended, and not given back.
      const taken = await Promise.all(lanes.map(() => idle.take()));
      await Promise.all(taken.map((lane) => lane.close()));
      session.close();
    },
  };
}

/** The lanes without a run in flight, and a FIFO queue of callers that wait for one. */
function createIdleLanes(lanes: readonly Lane[]) {
  const idle = [...lanes];
  const waiting: ((lane: Lane) => void)[] = [];
  return {
    take(): Promise<Lane> {
      const lane = idle.pop();
      return lane ? Promise.resolve(lane) : new Promise((resolve) => waiting.push(resolve));
    },
    giveBack(lane: Lane): void {
      const next = waiting.shift();
      if (next) next(lane);
      else idle.push(lane);
    },
  };
}

function checkRows(rows: readonly Int32Array[]): void {
  const lengths = new Set(rows.map((row) => row.length));
  if (lengths.size > 1 || lengths.has(0)) {
    const got = [...lengths].join(", ");
    const message = `Expected a batch of windows of one length above 0, got ${got} tokens`;
    throw new SpeechError("decode", message);
  }
  rows.forEach(checkCodes);
}

function spawnWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url));
}
