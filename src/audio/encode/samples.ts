import { toS16 } from "../pcm.ts";
import type { Encoder } from "./encoder.ts";
import type { OutputForm } from "./form.ts";
import { toAlaw, toUlaw } from "./g711.ts";

/** Opens an encoder of samples without a header: G.711 for ulaw and alaw, otherwise 16-bit little-endian. */
export function openSamples({ format }: Pick<OutputForm, "format">): Encoder {
  const push = format === "ulaw" ? toUlaw : format === "alaw" ? toAlaw : toS16;
  return { push, end: () => new Uint8Array(0), close: () => {} };
}
