import { exists, readdir, rm } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { z } from "zod";
import { SpeechError } from "../errors.ts";
import { expected } from "../message.ts";
import { partsOf } from "./part.ts";

/** A file of a model on the hub: `owner/name` and the file's path in it. */
export interface ModelFile {
  readonly repo: string;
  readonly file: string;
}

const manifestSchema = z.object({
  repo: z.string(),
  file: z.string(),
  bytes: z.number(),
  /** SHA-256 of the file, hex. */
  sha256: z.string(),
  /** How a file that `bun run models quantize` wrote differs from its source. */
  quantized: z
    .object({
      /** Name of the float file, and the number of its layers. */
      source: z.string(),
      layers: z.number(),
      /** Layers that kept their floats. */
      floatLayers: z.array(z.string()),
      /** Recorded tokens on which the loss was measured. */
      tokens: z.number(),
      /** Version of ONNX Runtime that decoded them. */
      runtime: z.string(),
      snrDb: z.number(),
      spectralDb: z.number(),
      worstWindow: z.object({ atS: z.number(), snrDb: z.number(), spectralDb: z.number() }),
    })
    .optional(),
});

/** Describes a pulled or quantized file; stored next to it as FILE.json. */
export type Manifest = Readonly<z.output<typeof manifestSchema>>;

const DEFAULT_FILE = "model.onnx";
const NAME = /^([\w-][\w.-]*\/[\w-][\w.-]*)(?::([\w-][\w.-]*(?:\/[\w-][\w.-]*)*))?$/;

/**
 * Parses `owner/name` (its model.onnx) or `owner/name:path/file`. Throws SpeechError "invalid_input" for anything else.
 *
 * @example
 * parseModel("neuphonic/neucodec-onnx-decoder"); // { repo: "neuphonic/neucodec-onnx-decoder", file: "model.onnx" }
 */
export function parseModel(name: string): ModelFile {
  const match = NAME.exec(name);
  const repo = match?.[1];
  if (repo === undefined) {
    throw new SpeechError(
      "invalid_input",
      expected("model", "owner/name or owner/name:file", JSON.stringify(name)),
    );
  }
  return { repo, file: match?.[2] ?? DEFAULT_FILE };
}

/** Returns the path of a model's file, pulled or not. */
export function modelPath(folder: string, { repo, file }: ModelFile): string {
  return join(folder, repo, file);
}

/** Returns the name under which the file at `path` is managed in `folder`, or null if it is not in a folder owner/name of it. */
export function modelAt(folder: string, path: string): ModelFile | null {
  const [owner, name, ...rest] = relative(folder, path).split(sep);
  if (rest.length === 0) return null;
  const file = { repo: `${owner}/${name}`, file: rest.join("/") };
  return NAME.test(`${file.repo}:${file.file}`) ? file : null;
}

/** Writes the manifest of the file at `path`. Without a name the file is not managed, and the manifest only informs. */
export async function writeManifest(
  path: string,
  manifest: Omit<Manifest, keyof ModelFile> & Partial<ModelFile>,
): Promise<void> {
  await Bun.write(`${path}.json`, `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Reads the manifests of all pulled files in `folder`, by name; empty if the folder does not exist. */
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

/** Reads the manifest of the file at `path`; null if the manifest is missing or does not parse. */
async function readManifest(path: string): Promise<Manifest | null> {
  try {
    return manifestSchema.safeParse(await Bun.file(`${path}.json`).json()).data ?? null;
  } catch {
    return null;
  }
}

/** Compares a pulled file with its manifest. Returns the difference in words, or null if there is none. */
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

/** Removes a pulled file, its manifest and its partial downloads. Returns false if none of them existed. */
export async function removeModel(folder: string, model: ModelFile): Promise<boolean> {
  const path = modelPath(folder, model);
  return removeAll([path, `${path}.json`, ...(await partsOf(path))]);
}

/** Removes files and folders. Returns false if none of them existed. */
export async function removeAll(paths: readonly string[]): Promise<boolean> {
  const present = await Promise.all(paths.map((path) => exists(path)));
  for (const path of paths) await rm(path, { force: true, recursive: true });
  return present.includes(true);
}

/** Computes the SHA-256 of a file, hex. */
export async function sha256Of(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const chunk of Bun.file(path).stream()) hasher.update(chunk);
  return hasher.digest("hex");
}
