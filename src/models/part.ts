import { mkdir, rename, rm, utimes } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { diskError, isDiskError } from "./diskError.ts";
import { entriesNamed, writtenBefore } from "./entries.ts";

/** A download writes at least once in this time, milliseconds; a partial file that is older has no writer any more. */
const ABANDONED_MS = 60_000;

/**
 * Calls `work` with the path of a partial file for `path` that no other process writes. It is the file that an earlier
 * download left, if any. `work` moves the file when it is complete or deletes it; otherwise the next download resumes
 * it, unless the disk could not be written. Throws SpeechError "internal" if the folder can't be written.
 *
 * @example
 * await withPart("models/model.onnx", async (part) => rename(await fill(part), "models/model.onnx"));
 */
export async function withPart<T>(path: string, work: (part: string) => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true }).catch((error) => diskError(path, error));
  const own = `${path}.part-${process.pid}-${crypto.randomUUID().slice(0, 8)}`;
  await claim(path, own);
  try {
    return await work(own);
  } catch (error) {
    if (isDiskError(error)) await rm(own, { force: true }); // leaves the room on a full disk to others
    throw error;
  } finally {
    await rename(own, `${path}.part`).catch(() => {}); // it was moved, deleted or never written
  }
}

/**
 * Renames an earlier partial file to `own`. This succeeds in one process only, so two pulls never write to the same file.
 */
async function claim(path: string, own: string): Promise<void> {
  const abandoned = await writtenBefore(await ownedParts(path), ABANDONED_MS);
  for (const part of [`${path}.part`, ...abandoned]) {
    try {
      await utimes(part, new Date(), new Date()); // from here on it does not look abandoned
      return await rename(part, own);
    } catch {
      // There is no such file, or another process has just claimed it.
    }
  }
}

/** Returns the paths of all partial files of `path`. The first one may not exist. */
export async function partsOf(path: string): Promise<readonly string[]> {
  return [`${path}.part`, ...(await ownedParts(path))];
}

/** Returns the partial files of `path` that belong to a running or killed process. */
function ownedParts(path: string): Promise<readonly string[]> {
  return entriesNamed(dirname(path), `${basename(path)}.part-`);
}
