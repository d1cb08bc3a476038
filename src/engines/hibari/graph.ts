import { SpeechError } from "../../errors.ts";
import { messageOf } from "../../message.ts";
import { withExtraOutputs } from "../../ort/extraOutput.ts";
import type { NamedTensors } from "../../ort/model.ts";
import { tensorNamed } from "../../ort/model.ts";
import type { Ort } from "../../ort/ort.ts";
import { openOrtSession, type OrtModel, ortModel, type OrtSession } from "../../ort/session.ts";
import type { ModelOutputs } from "./vocoder/spectra.ts";

/** Inner tensors of the graph, float32 [L]: units of 25 ms for each id; the same before speed and rounding. */
const DURATIONS = "/Clip_output_0";
const NATURAL = "/Sub_output_0";

const INPUTS = ["ids", "speed"];
const SPECTRA = ["lh", "theta", "ln", "lr", "phi"] as const;
const PITCH = "f0";

/** What the model says about an utterance of L ids. It lies in ORT's memory and must not be read after `release`. */
export interface Reading {
  readonly outputs: ModelOutputs;
  /** Units of 25 ms for each id, [L]. */
  readonly durations: Float32Array;
  /** The same at speed 1, before rounding; null if the graph does not tell. */
  readonly natural: Float32Array | null;
  release(): void;
}

/**
 * Opens a graph with its durations as outputs. Throws SpeechError "internal" that names the file if it can't be opened or
 * is not such a graph.
 */
export function openGraph(ort: Ort, file: string, bytes: Uint8Array): OrtSession {
  const inner = [DURATIONS, NATURAL].filter((name) =>
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(name),
  );
  try {
    const opened = openOrtSession(ort, withExtraOutputs(bytes, inner), { threads: 1, cuda: null });
    const { inputs, outputs } = ortModel(ort, opened.session);
    const names = new Set([...inputs, ...outputs].map(({ name }) => name));
    const missing = [...INPUTS, ...SPECTRA, PITCH].filter((name) => !names.has(name));
    if (missing.length === 0) return opened;
    opened.close();
    throw new Error(`it has no ${missing.join(", ")}`);
  } catch (cause) {
    const why = `the voice ${file} can't be opened: ${messageOf(cause)}`;
    throw new SpeechError("internal", why, { cause });
  }
}

/** Runs the graph on `ids` at `speed`. Blocks for about 6 ms a second of speech. Throws an Error with ORT's text. */
export function read(model: OrtModel, ids: BigInt64Array, speed: number): Reading {
  const { tensors, release } = model.borrow({
    ids: { data: ids, dims: [1, ids.length] },
    speed: { data: Float32Array.of(speed), dims: [1] },
  });
  try {
    return { ...readingOf(tensors, ids.length), release };
  } catch (error) {
    release();
    throw error;
  }
}

function readingOf(tensors: NamedTensors, count: number): Omit<Reading, "release"> {
  const [lh, theta, ln, lr, phi] = SPECTRA.map((name) => floats(tensors, name));
  const f0 = floats(tensors, PITCH);
  const outputs = { lh: lh!, theta: theta!, ln: ln!, lr: lr!, phi: phi!, f0 };
  if (!(DURATIONS in tensors)) {
    const even = new Float32Array(count).fill(f0.length / 2 / count);
    return { outputs, durations: even, natural: null };
  }
  const natural = NATURAL in tensors ? floats(tensors, NATURAL) : null;
  return { outputs, durations: floats(tensors, DURATIONS), natural };
}

function floats(tensors: NamedTensors, name: string): Float32Array {
  const { data } = tensorNamed(tensors, name);
  if (data instanceof Float32Array) return data;
  throw new Error(`Expected the output ${name} to be float32`);
}
