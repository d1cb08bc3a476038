import type { Ort } from "./ort.ts";

/** `ort` with its unreleased handles in `open`: their leak is too small to show in resident memory. */
export function counting(ort: Ort, open: Set<number>): Ort {
  return {
    ...ort,
    make(name, ...args) {
      const handle = ort.make(name, ...args);
      if (name.startsWith("Create")) open.add(handle); // the others are owned by ORT
      return handle;
    },
    release(what, handle) {
      open.delete(handle);
      ort.release(what, handle);
    },
  };
}
