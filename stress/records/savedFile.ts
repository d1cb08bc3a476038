import { stat } from "node:fs/promises";

/** Throws Error that names `path` and `wayOut` where there is no such file. */
export async function requireFile(path: string, wayOut: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new Error(`${path} does not exist: ${wayOut}`);
  if (!found.isFile()) throw new Error(`${path} is no file: ${wayOut}`);
}

/** What the JSON file `path` holds. Throws Error that names it, and `wayOut` where there is none. */
export async function readJsonFile(path: string, wayOut: string): Promise<unknown> {
  await requireFile(path, wayOut);
  const json = parseJson(await Bun.file(path).text());
  if (json !== undefined) return json;
  throw new Error(
    `${path} is no whole JSON: its run was killed while it was written; measure again`,
  );
}

/** `text` parsed; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
