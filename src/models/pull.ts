import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { SpeechError } from "../errors.ts";
import { type Manifest, type ModelFile, modelPath, sha256Of } from "./store.ts";

export interface PullOptions {
  /** Base URL of the hub or of a mirror. */
  readonly endpoint: string;
  readonly token: string | null;
  /** Folder of the models. */
  readonly folder: string;
  /** Called for each chunk with bytes so far and in total; null: the hub does not report the total. */
  readonly progress: (done: number, total: number | null) => void;
}

const MAX_TRIES = 3;
const CONNECTION_LOST = `the connection was lost ${MAX_TRIES} times; pull again to resume`;
const MAX_REDIRECTS = 5;

/**
 * Pulls a model's file from the hub into the folder and returns its manifest. A partial download is resumed, a lost
 * connection is retried, and the file gets its name only once it is complete and has the SHA-256 that the hub reports.
 * Throws SpeechError "upstream" with the way out.
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
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  let hubSha256 = await download(model, { part, options }, signal);
  for (let tries = 1; hubSha256 === "cut"; tries += 1) {
    if (tries === MAX_TRIES) throw failed(model, options, { reason: CONNECTION_LOST });
    hubSha256 = await download(model, { part, options }, signal);
  }
  const sha256 = await sha256Of(part);
  if (hubSha256 !== null && hubSha256 !== sha256) {
    await rm(part, { force: true });
    const reason = `expected the SHA-256 ${hubSha256} of the hub, got ${sha256}; pull again`;
    throw failed(model, options, { reason });
  }
  const manifest = { repo: model.repo, file: model.file, bytes: Bun.file(part).size, sha256 };
  await Bun.write(`${path}.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(part, path);
  return manifest;
}

interface Download {
  readonly part: string;
  readonly options: PullOptions;
}

/**
 * Downloads the rest of `part`. Returns the SHA-256 that the hub reports (null: it reports none), or "cut" when the
 * connection was lost.
 */
async function download(
  model: ModelFile,
  { part, options }: Download,
  signal: AbortSignal,
): Promise<string | null> {
  const partBytes = (await Bun.file(part).exists()) ? Bun.file(part).size : 0;
  const { response, sha256 } = await request(model, { partBytes, options }, signal);
  const resumed = response.status === 206;
  if (response.status === 416) return sha256; // the part is complete
  const start = resumed ? partBytes : 0;
  const length = response.headers.get("content-length");
  const total = length === null ? null : start + Number(length);
  const file = await open(part, resumed ? "a" : "w");
  let done = start;
  try {
    for await (const chunk of response.body ?? []) {
      await file.write(chunk);
      done += chunk.length;
      options.progress(done, total);
    }
    await file.sync();
  } catch (error) {
    if (signal.aborted) throw error;
    return "cut";
  } finally {
    await file.close();
  }
  return total === null || done === total ? sha256 : "cut";
}

interface RangeRequest {
  /** Bytes to skip. */
  readonly partBytes: number;
  readonly options: PullOptions;
}

interface HubResponse {
  readonly response: Response;
  /** The SHA-256 in the hub's redirect or in its response; null: none. */
  readonly sha256: string | null;
}

/** Follows redirects itself: the hub reports the SHA-256 in its redirect, and the token is for the hub's host only. */
async function request(
  model: ModelFile,
  { partBytes, options }: RangeRequest,
  signal: AbortSignal,
): Promise<HubResponse> {
  const hub = new URL(
    `${options.endpoint.replace(/\/+$/, "")}/${model.repo}/resolve/main/${model.file}`,
  );
  let url = hub;
  let sha256: string | null = null;
  for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
    const headers = {
      "accept-encoding": "identity",
      ...(options.token !== null && url.host === hub.host
        ? { authorization: `Bearer ${options.token}` }
        : {}),
      ...(partBytes > 0 ? { range: `bytes=${partBytes}-` } : {}),
    };
    const response = await fetch(url, { headers, redirect: "manual", signal }).catch(
      (error: unknown) => {
        if (signal.aborted) throw error;
        throw failed(model, options, { reason: `${url.host} can't be reached`, cause: error });
      },
    );
    sha256 ??= reportedSha256(response);
    if (response.ok || response.status === 416) return { response, sha256 };
    await response.body?.cancel();
    const location = response.headers.get("location");
    if (response.status >= 400 || location === null)
      throw failed(model, options, { reason: refusal(response.status) });
    url = new URL(location, url);
  }
  const reason = `the hub redirects more than ${MAX_REDIRECTS} times`;
  throw failed(model, options, { reason });
}

function refusal(status: number): string {
  if (status === 401 || status === 403)
    return `the hub refuses it (${status}); set HF_TOKEN to a token that may read it`;
  return status === 404 ? "the hub has no such file (404)" : `the hub answers ${status}`;
}

/** Large files carry their SHA-256 as entity tag: as x-linked-etag before a redirect, as etag after it. */
function reportedSha256(response: Response): string | null {
  const tags = [response.headers.get("x-linked-etag"), response.headers.get("etag")];
  for (const tag of tags) {
    const sha256 = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(tag ?? "")?.[1];
    if (sha256 !== undefined) return sha256;
  }
  return null;
}

interface Failure {
  /** Completes "… was not pulled: …". */
  readonly reason: string;
  readonly cause?: unknown;
}

function failed(
  model: ModelFile,
  { folder }: PullOptions,
  { reason, cause }: Failure,
): SpeechError {
  return new SpeechError(
    "upstream",
    `${model.repo}:${model.file} was not pulled: ${reason}. Without the hub: set HF_ENDPOINT to a mirror, or copy the file ` +
      `from another machine to ${modelPath(folder, model)} or anywhere, and name it (DECODER_MODEL=/path/to/model.onnx)`,
    { cause },
  );
}
