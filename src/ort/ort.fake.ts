import type { Ort } from "./ort.ts";

/** `ort`, keeping the handles that were made and not released: they are too small for the resident memory to tell. */
export function counting(ort: Ort, open: Set<number>): Ort {
  return {
    ...ort,
    make(name, ...args) {
      const handle = ort.make(name, ...args);
      if (name.startsWith("Create")) open.add(handle); // others are borrowed
      return handle;
    },
    release(what, handle) {
      open.delete(handle);
      ort.release(what, handle);
    },
  };
}
