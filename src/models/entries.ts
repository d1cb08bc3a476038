import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";

/** Returns the paths of what lies in `folder` under names that begin with `start`; none if there is no such folder. */
export async function entriesNamed(folder: string, start: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith(start)).map((name) => join(folder, name));
}

/** Returns those of `paths` that exist and were last written more than `ms` milliseconds ago. */
export async function writtenBefore(
  paths: readonly string[],
  ms: number,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const written = await stat(path).catch(() => null);
    if (written !== null && Date.now() - written.mtimeMs > ms) found.push(path);
  }
  return found;
}
