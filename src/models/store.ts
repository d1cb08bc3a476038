import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { SpeechError } from "../errors.ts";

/** A file of a model on the hub: `owner/name` and the file's path in it. */
export interface ModelFile {
  readonly repo: string;
  readonly file: string;
}

/** What is known of a pulled file; kept beside it as FILE.json. */
export interface Manifest {
  readonly repo: string;
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

const DEFAULT_FILE = "model.onnx";
const NAME = /^([\w-][\w.-]*\/[\w-][\w.-]*)(?::([\w-][\w.-]*(?:\/[\w-][\w.-]*)*))?$/;

/** `owner/name` (its model.onnx) or `owner/name:path/file`. Throws SpeechError "invalid_input" for anything else. */
export function parseModel(name: string): ModelFile {
  const match = NAME.exec(name);
  const repo = match?.[1];
  if (repo === undefined) {
    throw new SpeechError(
      "invalid_input",
      `${JSON.stringify(name)} is no model: owner/name or owner/name:file is`,
    );
  }
  return { repo, file: match?.[2] ?? DEFAULT_FILE };
}

/** Where a model's file lies, pulled or not. */
export function modelPath(folder: string, { repo, file }: ModelFile): string {
  return join(folder, repo, file);
}

/** All pulled files in `folder`, by name; none when it does not exist. */
export async function listModels(folder: string): Promise<Manifest[]> {
  let names: string[];
  try {
    names = await readdir(folder, { recursive: true });
  } catch {
    return [];
  }
  const manifests = names.filter((name) => name.endsWith(".json")).toSorted();
  const found = await Promise.all(
    manifests.map((name) => readManifest(join(folder, name.slice(0, -5)))),
  );
  return found.filter((manifest) => manifest !== null);
}

/** The manifest beside the file at `path`; null when there is none or it is not ours. */
export async function readManifest(path: string): Promise<Manifest | null> {
  try {
    const value: unknown = await Bun.file(`${path}.json`).json();
    return isManifest(value) ? value : null;
  } catch {
    return null;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (typeof value !== "object" || value === null) return false;
  const { repo, file, bytes, sha256 } = value as Record<string, unknown>;
  return (
    [repo, file, sha256].every((text) => typeof text === "string") && typeof bytes === "number"
  );
}

/** Whether a pulled file still is what was pulled; says what differs, or null when nothing does. */
export async function verifyModel(folder: string, model: ModelFile): Promise<string | null> {
  const path = modelPath(folder, model);
  const manifest = await readManifest(path);
  if (manifest === null) return `${model.repo}:${model.file} was not pulled into ${folder}`;
  const file = Bun.file(path);
  if (!(await file.exists())) return `${path} is missing`;
  if (file.size !== manifest.bytes)
    return `${path} has ${file.size} bytes; ${manifest.bytes} were pulled`;
  const sha256 = await sha256Of(path);
  return sha256 === manifest.sha256
    ? null
    : `${path} has the SHA-256 ${sha256}; ${manifest.sha256} was pulled`;
}

/** Removes a pulled file, its manifest and its rest of an unfinished pull; false when there was nothing. */
export async function removeModel(folder: string, model: ModelFile): Promise<boolean> {
  const path = modelPath(folder, model);
  let found = false;
  for (const name of [path, `${path}.json`, `${path}.part`]) {
    found ||= await Bun.file(name).exists();
    await rm(name, { force: true });
  }
  return found;
}

export async function sha256Of(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const chunk of Bun.file(path).stream()) hasher.update(chunk);
  return hasher.digest("hex");
}
