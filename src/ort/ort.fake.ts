import type { Ort } from "./ort.ts";

/**
 * Wraps `ort` so that `open` holds the unreleased handles, because leaked handles are too small to show in memory
 * use.
 */
export function counting(ort: Ort, open: Set<number>): Ort {
  return {
    ...ort,
    make(name, ...args) {
      const handle = ort.make(name, ...args);
      if (name.startsWith("Create")) open.add(handle); // ORT owns the other results
      return handle;
    },
    release(what, handle) {
      open.delete(handle);
      ort.release(what, handle);
    },
  };
}
