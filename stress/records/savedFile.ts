import { stat } from "node:fs/promises";

/** Throws Error that names `path` and `wayOut` if there is no such file. */
export async function requireFile(path: string, wayOut: string): Promise<void> {
  const stats = await stat(path).catch(() => null);
  if (stats === null) throw new Error(`${path} does not exist: ${wayOut}`);
  if (!stats.isFile()) throw new Error(`${path} is not a file: ${wayOut}`);
}

/** Content of the JSON file `path`. Throws Error that names it, with `wayOut` if it does not exist. */
export async function readJsonFile(path: string, wayOut: string): Promise<unknown> {
  await requireFile(path, wayOut);
  const json = parseJson(await Bun.file(path).text());
  if (json !== undefined) return json;
  throw new Error(
    `${path} is not complete JSON: its run was killed while writing it; measure again`,
  );
}

/** `text` parsed; undefined if it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
