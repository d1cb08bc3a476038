import { messageOf } from "../../src/message.ts";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { calibrationFile } from "../../src/codec/calibrate/calibrationFile.ts";
import {
  type DecoderOptions,
  type OpenedDecoder,
  openDecoder,
} from "../../src/codec/decode/decoder.ts";
import { loadOrt } from "../../src/ort/ort.ts";
import { type GraphProgress, graphLengths, graphShapes } from "../../src/codec/decode/graphs.ts";
import { openTuned, type Tuned } from "../../src/codec/calibrate/tune.ts";
import { firstTokens } from "../../src/codec/schedule/cuts.ts";
import type { Config } from "../config.ts";
import type { Log } from "../observe/log.ts";
import { modelFile } from "./modelFile.ts";

/** Returns the maximum number of windows in one codec run. */
export function batchLimit(config: Config): number {
  return config.DYNAMIC_BATCHING ? config.MAX_BATCH_SIZE : 1;
}

/**
 * Opens the configured decoder, calibrated on this machine. The calibration is saved in MODEL_DIR. Throws an Error that
 * names the setting to change, or the reason of `signal` if it aborts.
 */
export async function openConfiguredDecoder(
  config: Config,
  log: Log,
  signal: AbortSignal,
): Promise<Tuned> {
  checkLibrary(config.ORT_LIBRARY);
  const file = await modelFile("DECODER_MODEL", config);
  const subject = { file, library: config.ORT_LIBRARY, device: config.DEVICE };
  const onNoCuda = tellNoCuda(config, log);
  const tuned = openTuned(
    {
      open: (threads) => openWith(config, { file, threads, onNoCuda }, log),
      cores: availableParallelism(),
      store: await calibrationFile(join(config.MODEL_DIR, "calibration"), subject),
      now: () => performance.now(),
    },
    signal,
  );
  const { decoder, calibration } = await tuned.catch((cause: unknown) => {
    if (signal.aborted || !config.DEVICE.startsWith("cuda")) throw cause;
    const why = messageOf(cause);
    const wayOut = "set ORT_LIBRARY to a CUDA build of ONNX Runtime, or DEVICE to auto or cpu";
    throw new Error(`DEVICE=${config.DEVICE}: ${why}; ${wayOut}`, { cause });
  });
  if (config.CUDA_GRAPH_BATCH.length > 0 && decoder.device === "cpu")
    log("info", "graphs", { message: "CUDA_GRAPH_BATCH is ignored: the codec runs on the CPU" });
  return { decoder, calibration };
}

function checkLibrary(path: string): void {
  if (path === "") return;
  try {
    loadOrt(path);
  } catch (cause) {
    const wayOut = "set it to the path of a libonnxruntime, or leave it empty for onnxruntime-node";
    throw new Error(`ORT_LIBRARY=${path} can't be loaded: ${messageOf(cause)}; ${wayOut}`, {
      cause,
    });
  }
}

function openWith(
  config: Config,
  { file, threads, onNoCuda }: Pick<DecoderOptions, "file" | "threads" | "onNoCuda">,
  log: Log,
): Promise<OpenedDecoder> {
  const lengths = graphLengths(config.CUDA_GRAPH_BATCH);
  const first = firstTokens({ kind: "live", targetMs: 0 });
  return openDecoder({
    file,
    device: config.DEVICE,
    threads,
    lanes: 1,
    graphs: graphShapes({ lengths, maxBatch: batchLimit(config), firstTokens: first }),
    libraryPath: config.ORT_LIBRARY || null,
    log: (message) => log("warn", "decoder", { message }),
    ...(onNoCuda === undefined ? {} : { onNoCuda }),
    onGraph: (progress) => logGraph(progress, log),
  });
}

/** Present where NVIDIA's driver is loaded (Linux). */
const NVIDIA_DEVICE = "/dev/nvidiactl";

/**
 * Returns a function that says once why the codec runs on the CPU: a warning with the reason where a GPU was probably
 * meant, elsewhere one short line.
 */
function tellNoCuda({ ORT_LIBRARY }: Config, log: Log): (why: string) => void {
  const isMeant = ORT_LIBRARY !== "" || existsSync(NVIDIA_DEVICE);
  let isTold = false;
  return (why) => {
    if (isTold) return;
    isTold = true;
    if (isMeant) log("warn", "decoder", { message: `${why}; the codec runs on the CPU` });
    else {
      log("info", "decoder", { message: "no CUDA: the codec runs on the CPU" });
      log("debug", "decoder", { message: why });
    }
  };
}

/** Returns the configured window lengths for which a CUDA graph is recorded, tokens. */
export function recordedLengths(config: Config, { graphs }: OpenedDecoder): readonly number[] {
  const wanted = graphLengths(config.CUDA_GRAPH_BATCH);
  return wanted.filter((length) => graphs.some(({ tokens }) => tokens === length));
}

function logGraph({ done, total, shape, ms, failure }: GraphProgress, log: Log): void {
  log(failure === null ? "info" : "warn", "graph", {
    recorded: `${done}/${total}`,
    batch: shape.batch,
    tokens: shape.tokens,
    ms: Math.round(ms),
    failure: failure ?? undefined,
  });
}
