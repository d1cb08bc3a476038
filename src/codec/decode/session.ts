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
  /** auto: CUDA where it works, else the CPU, said in `log`. */
  readonly device: DeviceName;
  /** Threads of one run on the CPU. */
  readonly threads: number;
  /** ONNX Runtime's shared library; null takes the one in the package onnxruntime-node. */
  readonly libraryPath: string | null;
  /** Finds the one in the package; for tests that have none. */
  readonly packaged?: () => string;
  /** Shapes to record as CUDA graphs at start (cuda.ts plans them); the CPU has none. */
  readonly graphs: readonly RunShape[];
  readonly log: (line: string) => void;
}

/** What a Worker needs to run the session; a bound one is shared by address, another is opened anew there. */
export type WorkerOpening =
  | {
      readonly kind: "bound";
      readonly libraryPath: string;
      readonly session: number;
      readonly form: DecoderForm;
      /** Empty where the session records none. */
      readonly graphs: readonly RunShape[];
      /** Ordinal of the device that the graphs are recorded on. */
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
  /** To be called when no Worker runs it any more. */
  close(): void;
}

/**
 * Opens and probes a decoder file on the calling thread: a session made in a Worker would leak when that Worker
 * is terminated. Throws SpeechError "internal" naming the file when it can't be opened or is no decoder.
 */
export async function openDecoderSession(options: SessionOptions): Promise<DecoderSession> {
  const ort = loaded(options);
  if (!ort) return openUnbound(options);
  const { file } = options;
  const { held, device, graphs } = openOnDevice(ort, options);
  try {
    const form = await probeDecoder(decoderModel(ortModel(ort, held.session)), file);
    const { libraryPath } = ort;
    const { session } = held;
    const bound = {
      libraryPath,
      session,
      form,
      graphs: graphs.filter(({ batch }) => form.batches || batch === 1),
      deviceId: deviceIdOf(options.device),
    };
    const opening = { kind: "bound", ...bound } as const;
    return { opening, device, close: () => held.close() };
  } catch (error) {
    held.close();
    throw error;
  }
}

/** null where the package's library can't be bound and the CPU will do; one that was asked for must be. */
function loaded(options: SessionOptions): Ort | null {
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

interface Opened {
  readonly held: OrtSession;
  readonly device: "cpu" | "cuda";
  readonly graphs: readonly RunShape[];
}

function openOnDevice(ort: Ort, options: SessionOptions): Opened {
  const { file, device, threads, log } = options;
  if (device !== "cpu") {
    try {
      return openOnCuda(ort, options);
    } catch (error) {
      const wanted = "it needs a GPU, and ONNX Runtime's CUDA provider beside the library";
      const name = device === "auto" ? "cuda" : device;
      const why = `device ${name} can't be used with ${ort.libraryPath} (${wanted}): ${messageOf(error)}`;
      if (device !== "auto") throw new SpeechError("internal", why, { cause: error });
      log(`${why}; decoding on the CPU`);
    }
  }
  try {
    return { held: openOrtSession(ort, file, { threads, cuda: null }), device: "cpu", graphs: [] };
  } catch (error) {
    throw notOpened(file, error);
  }
}

function openOnCuda(ort: Ort, options: SessionOptions): Opened {
  const { file, device, threads, graphs, log } = options;
  const open = (withGraphs: boolean): OrtSession => {
    const cuda = cudaOptions({ deviceId: deviceIdOf(device), graphs: withGraphs });
    return openOrtSession(ort, file, { threads, cuda });
  };
  if (graphs.length === 0) return { held: open(false), device: "cuda", graphs };
  try {
    return { held: open(true), device: "cuda", graphs };
  } catch (error) {
    // ORT refuses graphs for a model that it can't place on the device as a whole.
    const held = open(false);
    log(`the decoder runs without CUDA graphs: ${messageOf(error)}`);
    return { held, device: "cuda", graphs: [] };
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
