import type { Ort } from "../../ort/ort.ts";
import { ortModel } from "../../ort/session.ts";
import { decoderModel, probeDecoder } from "../decode/form.ts";
import { openOnCpu } from "../decode/session.ts";

/** Tokens of a window: the default hop of 75 and its context of 10 on both sides. */
export const WINDOW_TOKENS = 95;

interface DecodeOptions {
  readonly ort: Ort;
  /** Number of threads of a run. */
  readonly threads: number;
}

/** A decoded recording. */
export interface Decoded {
  /** The audio of each window, 24 kHz. */
  readonly windows: readonly Float32Array[];
  /** Time that the runs took. */
  readonly ms: number;
}

/**
 * Decodes recorded codes with the decoder in `file` on the CPU, in windows of WINDOW_TOKENS; a shorter rest is left out.
 * Blocks the thread during a run. Throws SpeechError "internal" that names the file if it is not a decoder.
 */
export async function decodeWindows(
  file: string,
  codes: readonly number[],
  { ort, threads }: DecodeOptions,
): Promise<Decoded> {
  const opened = openOnCpu(ort, file, threads);
  try {
    const model = decoderModel(ortModel(ort, opened.session));
    const { codeBits } = await probeDecoder(model, file);
    const windows: Float32Array[] = [];
    const startMs = performance.now();
    for (let at = 0; at + WINDOW_TOKENS <= codes.length; at += WINDOW_TOKENS) {
      const window = codes.slice(at, at + WINDOW_TOKENS);
      const data = codeBits === 64 ? BigInt64Array.from(window, BigInt) : Int32Array.from(window);
      const { samples } = await model.run(data, [1, 1, WINDOW_TOKENS]);
      windows.push(samples);
    }
    return { windows, ms: performance.now() - startMs };
  } finally {
    opened.close();
  }
}
