import { SpeechError } from "../../errors.ts";
import { abortReason } from "../../streams.ts";
import { checkCodes } from "../codes.ts";
import type { RunShape } from "../../ort/cuda.ts";
import { recordGraphs, type GraphProgress } from "./graphs.ts";
import { openLane, type Lane, type Read } from "./lane.ts";
import { openDecoderSession, type SessionOptions } from "./session.ts";

/** Decodes codes to audio. The samples of a window do not depend on the other windows of its run. */
export interface Decoder {
  readonly samplesPerToken: number;
  /** "cpu" or "cuda". */
  readonly device: string;
  /** Maximum runs in flight at once. Further runs are queued in order. */
  readonly lanes: number;
  /**
   * Decodes windows of equal length in one run. Returns 24 kHz mono, `samplesPerToken` samples per code, in the order
   * of `codes`. Throws SpeechError "decode" (codes out of range, ORT's error) and "aborted". A run in flight is not
   * interrupted.
   */
  decode(codes: readonly Int32Array[], signal?: AbortSignal): Promise<Float32Array[]>;
  /**
   * Decodes like `decode` and returns what `read` returns for the audio, which is valid and may be changed only during
   * that call. No memory is allocated for the audio.
   */
  borrow<T>(codes: readonly Int32Array[], read: Read<T>, signal?: AbortSignal): Promise<T>;
  /** Waits for the runs in flight, then releases threads and memory. */
  close(): Promise<void>;
}

export interface DecoderOptions extends SessionOptions {
  /**
   * Maximum runs in flight at once on the CPU, each on its own thread with shared weights. Several lanes with one
   * thread each decode more audio in total. One lane with several threads decodes the first chunk earlier.
   */
  readonly lanes: number;
  /** Called after each attempt to record a graph, because recording many graphs takes long. */
  readonly onGraph?: (progress: GraphProgress) => void;
  /** Creates a Worker; for tests that terminate one. */
  readonly spawn?: () => Worker;
}

export interface OpenedDecoder extends Decoder {
  /** Shapes with a recorded CUDA graph. */
  readonly graphs: readonly RunShape[];
  /** Whether the windows of one call are decoded together. Otherwise one after the other, because the model can't. */
  readonly batches: boolean;
}

/**
 * Opens a decoder file. Throws SpeechError "internal" that names the file or the missing requirement of the device.
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
  const borrow: Decoder["borrow"] = async (codes, read, signal) => {
    if (closed) throw new SpeechError("decode", "the decoder is closed");
    checkRows(codes);
    if (codes.length === 0) return read([]);
    const lane = await idle.take();
    try {
      if (signal?.aborted) throw abortReason(signal);
      return await lane.run(codes, read);
    } finally {
      idle.giveBack(lane);
    }
  };

  return {
    samplesPerToken: opening.form.samplesPerToken,
    device,
    graphs,
    batches: opening.form.batches,
    lanes: laneCount,
    decode: (codes, signal) => borrow(codes, copies, signal),
    borrow,
    async close() {
      if (closed) return;
      closed = true;
      // Taking every lane waits for all queued runs. The lanes are not given back, so no later run can start.
      const taken = await Promise.all(lanes.map(() => idle.take()));
      await Promise.all(taken.map((lane) => lane.close()));
      session.close();
    },
  };
}

function copies(audio: readonly Float32Array[]): Float32Array[] {
  return audio.map((row) => {
    const copy = new Float32Array(row.length);
    copy.set(row); // `slice` is slow on shared memory
    return copy;
  });
}

/** Creates the pool of lanes without a run in flight, and a FIFO queue of callers that wait for a lane. */
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
    const message = `Expected windows of equal length, at least 1 token, got ${got} tokens`;
    throw new SpeechError("decode", message);
  }
  rows.forEach(checkCodes);
}

function spawnWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url));
}
