import { stat } from "node:fs/promises";

/** Throws Error with `path` and the advice `wayOut` if there is no such file. */
export async function requireFile(path: string, wayOut: string): Promise<void> {
  const stats = await stat(path).catch(() => null);
  if (stats === null) throw new Error(`${path} does not exist: ${wayOut}`);
  if (!stats.isFile()) throw new Error(`${path} is not a file: ${wayOut}`);
}

/**
 * Reads the JSON file `path`. Throws Error that names the file, with the advice `wayOut` if the file does not exist.
 */
export async function readJsonFile(path: string, wayOut: string): Promise<unknown> {
  await requireFile(path, wayOut);
  const json = parseJson(await Bun.file(path).text());
  if (json !== undefined) return json;
  throw new Error(
    `${path} is not complete JSON: the run was killed while it wrote the file; measure again`,
  );
}

/** Parses `text`; returns undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
