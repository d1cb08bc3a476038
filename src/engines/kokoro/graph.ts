import type { Durations } from "../../acoustic/durations.ts";
import {
  durationsOf,
  floatsOf,
  type Graph,
  type GraphFile,
  openGraph,
} from "../../acoustic/graph.ts";
import type { SyncModel } from "../../ort/model.ts";
import type { Ort } from "../../ort/ort.ts";
import { STYLE_LENGTH } from "./voices.ts";

/** Inner tensors of the graph, float32 [1, L]: units of 25 ms for each id; the same before they are rounded. */
const DURATIONS = ["/encoder/Clip_output_0", "/encoder/Div_output_0"] as const;
/** Names of the ids and of the sound in the exports kokoro-onnx and onnx-community. */
const IDS = ["tokens", "input_ids"];
const SOUND = ["audio", "waveform"];
const STYLE = "style";
const SPEED = "speed";

/** The result of a run. */
export interface Reading {
  /** Mono PCM, 24 kHz; peaks can exceed 1. */
  readonly samples: Float32Array;
  readonly durations: Durations;
}

/** The inputs of a run. */
export interface Inputs {
  readonly ids: BigInt64Array;
  /** Row of the voice, [256]. */
  readonly style: Float32Array;
  readonly speed: number;
}

/** Opens the model, with the durations as outputs if it has them. Throws the errors of `openGraph`. */
export function openKokoroGraph(ort: Ort, file: GraphFile, threads: number): Graph {
  const required = [IDS, SOUND, [STYLE], [SPEED]];
  return openGraph(ort, file, { threads, required, durations: DURATIONS });
}

/** Runs the model. Blocks for 0.3 to 1 s a second of speech. Throws an Error with ORT's text. */
export function readAloud(model: SyncModel, { ids, style, speed }: Inputs): Reading {
  const idsName = model.inputs.find(({ name }) => IDS.includes(name))?.name ?? IDS[0]!;
  const result = model.run({
    [idsName]: { data: ids, dims: [1, ids.length] },
    [STYLE]: { data: style, dims: [1, STYLE_LENGTH] },
    [SPEED]: { data: Float32Array.of(speed), dims: [1] },
  });
  const samples = floatsOf(result, SOUND.find((name) => name in result) ?? SOUND[0]!);
  const made = { count: ids.length, samples: samples.length };
  const { units, natural } = durationsOf(result, DURATIONS, made);
  // The graph divides the durations by the speed before it rounds them.
  const atSpeed1 = natural?.map((duration) => duration * speed) ?? null;
  return { samples, durations: { units, natural: atSpeed1 } };
}
