import { SpeechError } from "../errors.ts";
import { cudaOptions } from "./cuda.ts";
import { probeDecoder, type DecoderForm } from "./form.ts";
import { openNodeModel } from "./nodeModel.ts";
import { loadOrt, type Ort } from "./ort.ts";
import { packagedOrtLibrary } from "./ortLibrary.ts";
import { openOrtSession, ortModel, type OrtSession } from "./ortSession.ts";

export interface SessionOptions {
  /** The decoder's ONNX file. */
  readonly file: string;
  /** auto: CUDA where it works, else the CPU, said in `log`. */
  readonly device: "auto" | "cpu" | "cuda";
  /** Threads of one run on the CPU. */
  readonly threads: number;
  /** ONNX Runtime's shared library; null takes the one in the package onnxruntime-node. */
  readonly libraryPath: string | null;
  readonly log: (line: string) => void;
}

/** What a Worker needs to run the session; a bound one is shared by address, another is opened anew there. */
export type WorkerOpening =
  | {
      readonly kind: "bound";
      readonly libraryPath: string;
      readonly session: number;
      readonly form: DecoderForm;
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
  const { held, device } = openOnDevice(ort, options);
  try {
    const form = await probeDecoder(ortModel(ort, held.session), file);
    const { libraryPath } = ort;
    const opening = { kind: "bound", libraryPath, session: held.session, form } as const;
    return { opening, device, close: () => held.close() };
  } catch (error) {
    held.close();
    throw error;
  }
}

/** null where the library can't be bound and the CPU will do. */
function loaded({ libraryPath, device, log }: SessionOptions): Ort | null {
  try {
    return loadOrt(libraryPath ?? packagedOrtLibrary());
  } catch (error) {
    const why = `ONNX Runtime's library can't be bound: ${messageOf(error)}`;
    if (device === "cuda")
      throw new SpeechError("internal", `device cuda: ${why}`, { cause: error });
    log(`${why}; decoding through onnxruntime-node's own binding, on the CPU`);
    return null;
  }
}

function openOnDevice(
  ort: Ort,
  { file, device, threads, log }: SessionOptions,
): { held: OrtSession; device: "cpu" | "cuda" } {
  if (device !== "cpu") {
    try {
      return {
        held: openOrtSession(ort, file, {
          threads,
          cuda: cudaOptions({ deviceId: 0, graphs: false }),
        }),
        device: "cuda",
      };
    } catch (error) {
      const why = `device cuda can't be used with ${ort.libraryPath}: ${messageOf(error)}`;
      if (device === "cuda") throw new SpeechError("internal", why, { cause: error });
      log(`${why}; decoding on the CPU`);
    }
  }
  try {
    return { held: openOrtSession(ort, file, { threads, cuda: null }), device: "cpu" };
  } catch (error) {
    throw notOpened(file, error);
  }
}

async function openUnbound({ file, threads }: SessionOptions): Promise<DecoderSession> {
  const model = await openNodeModel(file, threads).catch((error: unknown) => {
    throw notOpened(file, error);
  });
  try {
    const form = await probeDecoder(model, file);
    return { opening: { kind: "node", file, threads, form }, device: "cpu", close: () => {} };
  } finally {
    await model.close();
  }
}

function notOpened(file: string, cause: unknown): SpeechError {
  const why = `the decoder ${file} can't be opened: ${messageOf(cause)}`;
  return new SpeechError("internal", why, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.trim() : String(error);
}
