import { messageOf } from "../../message.ts";
import { SpeechError } from "../../errors.ts";
import { cudaOptions, deviceIdOf, type DeviceName, type RunShape } from "../../ort/cuda.ts";
import { decoderModel, probeDecoder, type DecoderForm } from "./form.ts";
import { openNodeModel } from "../../ort/nodeModel.ts";
import { loadOrt, type Ort } from "../../ort/ort.ts";
import { packagedOrtLibrary } from "../../ort/library.ts";
import { openOrtSession, ortModel, type OrtSession } from "../../ort/session.ts";

export interface SessionOptions {
  /** The decoder's ONNX file. */
  readonly file: string;
  /** "auto" uses CUDA if it works, otherwise the CPU. */
  readonly device: DeviceName;
  /** Called with the reason why "auto" does not use CUDA; absent: the reason is logged. */
  readonly onNoCuda?: (why: string) => void;
  /** Number of threads that one run uses on the CPU. */
  readonly threads: number;
  /** Path of ONNX Runtime's shared library, or null for the library in the package onnxruntime-node. */
  readonly libraryPath: string | null;
  /** Returns the path of the package's library. Tests replace this function to simulate a missing library. */
  readonly packaged?: () => string;
  /** Shapes to record as CUDA graphs at start (see `planGraphs`); ignored on the CPU. */
  readonly graphs: readonly RunShape[];
  readonly log: (line: string) => void;
}

/**
 * Data that a Worker needs to run the session. "bound" shares the session by its address. "node" opens the file again
 * in the Worker.
 */
export type WorkerOpening =
  | {
      readonly kind: "bound";
      readonly libraryPath: string;
      readonly session: number;
      readonly form: DecoderForm;
      /** Shapes to record as CUDA graphs. */
      readonly graphs: readonly RunShape[];
      /** Ordinal of the GPU. */
      readonly deviceId: number;
    }
  | {
      readonly kind: "node";
      readonly file: string;
      readonly threads: number;
      readonly form: DecoderForm;
    };

export interface DecoderSession {
  readonly opening: WorkerOpening;
  readonly device: "cpu" | "cuda";
  /** Closes the session. Call this only after every Worker has stopped using the session. */
  close(): void;
}

/**
 * Opens and probes a decoder file on the calling thread, because a session created in a Worker leaks when that Worker
 * is terminated. Throws SpeechError "internal" that names the file if the file can't be opened or is not a decoder.
 */
export async function openDecoderSession(options: SessionOptions): Promise<DecoderSession> {
  const ort = loadedOrt(options);
  if (!ort) return openUnbound(options);
  const { file } = options;
  const { opened, device, graphs } = openOnDevice(ort, options);
  try {
    const form = await probeDecoder(decoderModel(ortModel(ort, opened.session)), file);
    const { libraryPath } = ort;
    const { session } = opened;
    const bound = {
      libraryPath,
      session,
      form,
      graphs: graphs.filter(({ batch }) => form.batches || batch === 1),
      deviceId: deviceIdOf(options.device),
    };
    const opening = { kind: "bound", ...bound } as const;
    return { opening, device, close: () => opened.close() };
  } catch (error) {
    opened.close();
    throw error;
  }
}

/**
 * Loads the library. Returns null if the package's library can't be bound and the CPU suffices. Throws SpeechError
 * "internal" if binding fails and `libraryPath` or a CUDA device was requested.
 */
function loadedOrt(options: SessionOptions): Ort | null {
  const { libraryPath, packaged = packagedOrtLibrary, device, log } = options;
  try {
    return loadOrt(libraryPath ?? packaged());
  } catch (error) {
    const named = libraryPath === null ? "" : ` ${libraryPath}`;
    const why = `ONNX Runtime's library${named} can't be bound: ${messageOf(error)}`;
    if (libraryPath !== null) throw new SpeechError("internal", why, { cause: error });
    if (device.startsWith("cuda"))
      throw new SpeechError("internal", `device ${device}: ${why}`, { cause: error });
    log(`${why}; decoding through onnxruntime-node's own binding, on the CPU`);
    return null;
  }
}

interface OnDevice {
  readonly opened: OrtSession;
  readonly device: "cpu" | "cuda";
  readonly graphs: readonly RunShape[];
}

function openOnDevice(ort: Ort, options: SessionOptions): OnDevice {
  const { file, device, threads, log } = options;
  const { onNoCuda = (why) => log(`${why}; decoding on the CPU`) } = options;
  if (device !== "cpu") {
    try {
      return openOnCuda(ort, options);
    } catch (error) {
      const needs = "it needs a GPU, and ONNX Runtime's CUDA provider next to the library";
      const name = device === "auto" ? "cuda" : device;
      const why = `device ${name} can't be used with ${ort.libraryPath} (${needs}): ${messageOf(error)}`;
      if (device !== "auto") throw new SpeechError("internal", why, { cause: error });
      onNoCuda(why);
    }
  }
  return { opened: openOnCpu(ort, file, threads), device: "cpu", graphs: [] };
}

/** Opens a decoder file for runs of `threads` threads. Throws SpeechError "internal" that names the file. */
export function openOnCpu(ort: Ort, file: string, threads: number): OrtSession {
  try {
    return openOrtSession(ort, file, { threads, cuda: null });
  } catch (error) {
    throw notOpened(file, error);
  }
}

function openOnCuda(ort: Ort, options: SessionOptions): OnDevice {
  const { file, device, threads, graphs, log } = options;
  const open = (withGraphs: boolean): OrtSession => {
    const cuda = cudaOptions({ deviceId: deviceIdOf(device), graphs: withGraphs });
    return openOrtSession(ort, file, { threads, cuda });
  };
  if (graphs.length === 0) return { opened: open(false), device: "cuda", graphs };
  try {
    return { opened: open(true), device: "cuda", graphs };
  } catch (error) {
    // ORT rejects graphs if any part of the model stays on the CPU.
    const opened = open(false);
    log(`the decoder runs without CUDA graphs: ${messageOf(error)}`);
    return { opened, device: "cuda", graphs: [] };
  }
}

async function openUnbound({ file, threads }: SessionOptions): Promise<DecoderSession> {
  const model = await openNodeModel(file, threads).catch((error: unknown) => {
    throw notOpened(file, error);
  });
  try {
    const form = await probeDecoder(decoderModel(model), file);
    return { opening: { kind: "node", file, threads, form }, device: "cpu", close: () => {} };
  } finally {
    await model.close();
  }
}

function notOpened(file: string, cause: unknown): SpeechError {
  const why = `the decoder ${file} can't be opened: ${messageOf(cause)}`;
  return new SpeechError("internal", why, { cause });
}
