import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { diskError } from "../diskError.ts";
import { entriesNamed, writtenBefore } from "../entries.ts";

/** No pull takes longer, milliseconds; an older work folder is what a killed process left. */
const ABANDONED_MS = 3_600_000;

/**
 * Calls `work` with the path of a new folder beside the folder of the model `name`, on the same disk, so that a rename
 * moves files out of it. Deletes the folder afterwards, and those of killed processes. Throws SpeechError "internal" if
 * `folder` can't be written.
 */
export async function withWorkFolder<T>(
  folder: string,
  name: string,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = await create(folder, name).catch((error) => diskError(folder, error));
  try {
    return await work(path);
  } finally {
    await rm(path, { force: true, recursive: true });
  }
}

async function create(folder: string, name: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const path of await writtenBefore(await workFolders(folder, name), ABANDONED_MS))
    await rm(path, { force: true, recursive: true });
  return mkdtemp(join(folder, start(name)));
}

/** Returns the work folders for the model `name`, also those in use. */
export function workFolders(folder: string, name: string): Promise<readonly string[]> {
  return entriesNamed(folder, start(name));
}

function start(name: string): string {
  return `.${name}-`;
}
