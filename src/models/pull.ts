import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { SpeechError } from "../errors.ts";
import { type Manifest, type ModelFile, modelPath, sha256Of } from "./store.ts";

export interface PullOptions {
  /** Base URL of the hub or of a mirror. */
  readonly endpoint: string;
  readonly token: string | null;
  /** Where models live. */
  readonly folder: string;
  /** Called as bytes come in; `total` is null while it is not known. */
  readonly progress: (done: number, total: number | null) => void;
}

const TRIES = 3;
const MAX_REDIRECTS = 5;

/**
 * Pulls a model's file from the hub into the folder and returns its manifest. What an earlier pull left is resumed,
 * a lost connection is tried again, the SHA-256 that the hub names is checked, and the file appears under its name only
 * when it is whole. Throws SpeechError "upstream" that says what to do.
 */
export async function pullModel(
  model: ModelFile,
  options: PullOptions,
  signal: AbortSignal,
): Promise<Manifest> {
  const path = modelPath(options.folder, model);
  const part = `${path}.part`;
  await mkdir(dirname(path), { recursive: true });
  let expected = await download(model, { part, options }, signal);
  for (let tries = 1; expected === "cut"; tries += 1) {
    if (tries === TRIES)
      throw failed(model, options, `the connection was lost ${TRIES} times; pull again to go on`);
    expected = await download(model, { part, options }, signal);
  }
  const sha256 = await sha256Of(part);
  if (expected !== null && expected !== sha256) {
    await rm(part, { force: true });
    throw failed(model, options, `its SHA-256 is ${sha256}, the hub says ${expected}; pull again`);
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

/** Fetches what `part` lacks; gives the SHA-256 that the hub names (null when it names none), or "cut". */
async function download(
  model: ModelFile,
  { part, options }: Download,
  signal: AbortSignal,
): Promise<string | null> {
  const have = (await Bun.file(part).exists()) ? Bun.file(part).size : 0;
  const { response, sha256 } = await request(model, { have, options }, signal);
  const resumed = response.status === 206;
  if (response.status === 416) return sha256; // all bytes are there already
  const start = resumed ? have : 0;
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

interface Ask {
  readonly have: number;
  readonly options: PullOptions;
}

interface Answer {
  readonly response: Response;
  /** The SHA-256 that the hub names, in its redirect or in the answer itself. */
  readonly sha256: string | null;
}

/** Follows redirects by hand: the hub names the SHA-256 in its redirect, and the token is for the hub's own host only. */
async function request(
  model: ModelFile,
  { have, options }: Ask,
  signal: AbortSignal,
): Promise<Answer> {
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
      ...(have > 0 ? { range: `bytes=${have}-` } : {}),
    };
    const response = await fetch(url, { headers, redirect: "manual", signal }).catch(
      (error: unknown) => {
        if (signal.aborted) throw error;
        throw failed(model, options, `${url.host} can't be reached`, error);
      },
    );
    sha256 ??= namedSha256(response);
    if (response.ok || response.status === 416) return { response, sha256 };
    await response.body?.cancel();
    const location = response.headers.get("location");
    if (response.status >= 400 || location === null) throw refused(model, options, response.status);
    url = new URL(location, url);
  }
  throw failed(model, options, `the hub redirects more than ${MAX_REDIRECTS} times`);
}

function refused(model: ModelFile, options: PullOptions, status: number): SpeechError {
  if (status === 401 || status === 403) {
    return failed(
      model,
      options,
      `the hub refuses it (${status}); set HF_TOKEN to a token that may read it`,
    );
  }
  return failed(
    model,
    options,
    status === 404 ? "the hub has no such file (404)" : `the hub answers ${status}`,
  );
}

/** Large files carry their SHA-256 as entity tag: as x-linked-etag before a redirect, as etag after it. */
function namedSha256(response: Response): string | null {
  const tags = [response.headers.get("x-linked-etag"), response.headers.get("etag")];
  for (const tag of tags) {
    const sha256 = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(tag ?? "")?.[1];
    if (sha256 !== undefined) return sha256;
  }
  return null;
}

function failed(model: ModelFile, options: PullOptions, why: string, cause?: unknown): SpeechError {
  const path = modelPath(options.folder, model);
  return new SpeechError(
    "upstream",
    `${model.repo}:${model.file} was not pulled: ${why}. Without the hub: set HF_ENDPOINT to a mirror, or bring the file ` +
      `from another machine, put it at ${path} or anywhere, and name it (DECODER_MODEL=/path/to/model.onnx)`,
    { cause },
  );
}
