import { rename, rm } from "node:fs/promises";

/** A file that is being written. An earlier file at the same path stays until `done`. */
export interface FreshFile {
  write(text: string): Promise<void>;
  /** Closes the file and replaces the earlier one. */
  done(): Promise<void>;
  /** Removes the unfinished file; does nothing after `done`. */
  close(): Promise<void>;
}

/**
 * Opens a temporary file that `done` renames to `path`. Bun's writer does not truncate, so the end of an existing
 * longer file would remain.
 */
export async function openFresh(path: string): Promise<FreshFile> {
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { force: true }); // left by a killed run
  const file = Bun.file(unfinished).writer();
  let open = true;
  return {
    async write(text) {
      await file.write(text);
    },
    async done() {
      open = false;
      await file.end();
      await rename(unfinished, path);
    },
    async close() {
      if (!open) return;
      open = false;
      await file.end();
      await rm(unfinished, { force: true });
    },
  };
}
