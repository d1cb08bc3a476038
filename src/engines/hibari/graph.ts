import type { Durations } from "../../acoustic/durations.ts";
import {
  durationsOf,
  floatsOf,
  type Graph,
  type GraphFile,
  openGraph,
} from "../../acoustic/graph.ts";
import type { NamedTensors } from "../../ort/model.ts";
import type { Ort } from "../../ort/ort.ts";
import type { OrtModel } from "../../ort/session.ts";
import { HOP_SAMPLES } from "./vocoder/pulses.ts";
import { BINS, type ModelOutputs } from "./vocoder/spectra.ts";

/** Inner tensors of the graph, float32 [L]: units of 25 ms for each id; the same before speed and rounding. */
const DURATIONS = ["/Clip_output_0", "/Sub_output_0"] as const;

const INPUTS = ["ids", "speed"];
const SPECTRA = ["lh", "theta", "ln", "lr", "phi"] as const;
const PITCH = "f0";

/** The result of a run. It lies in ORT's memory and must not be read after `release`. */
export interface Reading {
  readonly outputs: ModelOutputs;
  readonly durations: Durations;
  release(): void;
}

/** Opens the graph of a voice, with its durations as outputs. Throws the errors of `openGraph`. */
export function openHibariGraph(ort: Ort, file: GraphFile): Graph {
  const required = [...INPUTS, ...SPECTRA, PITCH].map((name) => [name]);
  return openGraph(ort, file, { threads: 1, required, durations: DURATIONS });
}

/** Runs the graph on `ids` at `speed`. Blocks for about 6 ms a second of speech. Throws an Error with ORT's text. */
export function read(model: OrtModel, ids: BigInt64Array, speed: number): Reading {
  const { tensors, release } = model.borrow({
    ids: { data: ids, dims: [1, ids.length] },
    speed: { data: Float32Array.of(speed), dims: [1] },
  });
  try {
    const outputs = outputsOf(tensors);
    const made = { count: ids.length, samples: outputs.f0.length * HOP_SAMPLES };
    return { outputs, durations: durationsOf(tensors, DURATIONS, made), release };
  } catch (error) {
    release();
    throw error;
  }
}

function outputsOf(tensors: NamedTensors): ModelOutputs {
  const f0 = floatsOf(tensors, PITCH);
  const count = BINS * f0.length;
  const [lh, theta, ln, lr, phi] = SPECTRA.map((name) => floatsOf(tensors, name, count));
  return { lh: lh!, theta: theta!, ln: ln!, lr: lr!, phi: phi!, f0 };
}
