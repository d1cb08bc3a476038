import { rename, rm } from "node:fs/promises";

/** A file that is written anew while what stood there before stays until the new one is whole. */
export interface FreshFile {
  write(text: string): Promise<void>;
  /** Puts the new file in the old one's place. */
  done(): Promise<void>;
  /** Drops it: what stood there before stays. Nothing after `done`. */
  close(): Promise<void>;
}

/** Opens `path` to be written from nothing: Bun's writer would leave the rest of a longer file behind its end. */
export async function openFresh(path: string): Promise<FreshFile> {
  const unfinished = `${path}.unfinished`;
  await rm(unfinished, { force: true }); // of a run that was killed
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
