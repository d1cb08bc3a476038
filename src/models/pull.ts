import { rename, rm } from "node:fs/promises";
import { connectionReason } from "../connection.ts";
import { SpeechError } from "../errors.ts";
import { diskError, isDiskError } from "./diskError.ts";
import { download, type Progress } from "./download.ts";
import { withPart } from "./part.ts";
import { type Manifest, type ModelFile, modelPath, sha256Of, writeManifest } from "./store.ts";

export interface PullOptions {
  /** Base URL of the hub or of a mirror. */
  readonly endpoint: string;
  readonly token: string | null;
  /** Folder of the models. */
  readonly folder: string;
  readonly progress: Progress;
}

/** A complete file, before it gets its name. */
interface Pulled {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Where a file of the hub goes. */
export interface Target {
  readonly path: string;
  /** The SHA-256 that the file must have, hex; null: the one that the hub reports, if any. */
  readonly sha256: string | null;
  /** What else to do without the hub. */
  readonly otherwise: string;
  /** Called with the complete file before it gets its name. */
  readonly describe?: (file: Pulled) => Promise<unknown>;
}

/** Longest time in which the hub sends nothing, milliseconds. A mirror may first download the file itself. */
const SILENCE_MS = 60_000;

/**
 * Pulls a model's file from the hub into the folder and returns its manifest. A partial download is resumed, a lost
 * connection is retried, and the file gets its name only once it is complete and has the SHA-256 that the hub reports.
 * Throws SpeechError "upstream" or "internal" (the disk) with the way out.
 *
 * @example
 * const model = parseModel("neuphonic/neucodec-onnx-decoder");
 * const options = { endpoint: "https://huggingface.co", token: null, folder: "models", progress: () => {} };
 * const { sha256 } = await pullModel(model, options, signal);
 */
export async function pullModel(
  model: ModelFile,
  options: PullOptions,
  signal: AbortSignal,
): Promise<Manifest> {
  const path = modelPath(options.folder, model);
  const manifest = (file: Pulled): Manifest => ({ repo: model.repo, file: model.file, ...file });
  const describe = (file: Pulled) => writeManifest(path, manifest(file));
  const otherwise = `copy the file from another machine to ${path} or anywhere, and name it (DECODER_MODEL=/path/to/model.onnx)`;
  const target = { path, sha256: null, otherwise, describe };
  return manifest(await pullTo(target, { ...options, model }, signal));
}

/** Pulls a file of the hub to the path of `target`, as pullModel does. Returns its length and SHA-256. */
export async function pullTo(
  target: Target,
  options: Omit<PullOptions, "folder"> & { readonly model: ModelFile },
  signal: AbortSignal,
): Promise<Pulled> {
  const { model, endpoint, token, progress } = options;
  const { path } = target;
  const url = new URL(`${endpoint.replace(/\/+$/, "")}/${model.repo}/resolve/main/${model.file}`);
  const authorization = token === null ? null : `Bearer ${token}`;
  const remedy = "set HF_TOKEN to a token that may read it";
  const site = { origin: url.origin, authorization, remedy };
  try {
    return await withPart(path, async (part) => {
      const file = { url, site, part, progress, silenceMs: SILENCE_MS };
      const reported = await download(file, signal);
      const pulled = await checked(part, target.sha256 ?? reported);
      await target.describe?.(pulled);
      await rename(part, path).catch((error) => diskError(path, error));
      return pulled;
    });
  } catch (error) {
    if (signal.aborted) throw error;
    const name = `${model.repo}:${model.file}`;
    const message = `${name} was not pulled: ${connectionReason(error)}. ${wayOut(error, target)}`;
    throw new SpeechError("upstream", message, { cause: error });
  }
}

/** Returns the file's facts. Deletes it and throws SpeechError "upstream" if its SHA-256 is not `wanted`. */
async function checked(part: string, wanted: string | null): Promise<Pulled> {
  const sha256 = await sha256Of(part);
  if (wanted === null || wanted === sha256) return { bytes: Bun.file(part).size, sha256 };
  await rm(part, { force: true });
  throw new SpeechError("upstream", `expected the SHA-256 ${wanted}, got ${sha256}; pull again`);
}

function wayOut(error: unknown, { otherwise }: Target): string {
  if (isDiskError(error)) return "Then pull again";
  return `Without the hub: set HF_ENDPOINT to a mirror, or ${otherwise}`;
}
