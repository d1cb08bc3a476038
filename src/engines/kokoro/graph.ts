import { SpeechError } from "../../errors.ts";
import { messageOf } from "../../message.ts";
import { withExtraOutputs } from "../../ort/extraOutput.ts";
import { type NamedTensors, type SyncModel, tensorNamed } from "../../ort/model.ts";
import type { Ort } from "../../ort/ort.ts";
import { openOrtSession, ortModel, type OrtSession } from "../../ort/session.ts";
import { STYLE_LENGTH } from "./voices.ts";

/** Inner tensors of the graph, float32 [1, L]: units of 25 ms for each id; the same before they are rounded. */
const DURATIONS = "/encoder/Clip_output_0";
const UNROUNDED = "/encoder/Div_output_0";
/** Names of the ids and of the sound in the exports kokoro-onnx and onnx-community. */
const IDS = ["tokens", "input_ids"];
const SOUND = ["audio", "waveform"];
const STYLE = "style";
const SPEED = "speed";

export interface KokoroGraph extends OrtSession {
  /** Whether the graph tells the durations of its ids. */
  readonly isTimed: boolean;
}

/** What the model says. */
export interface Reading {
  /** Mono PCM, 24 kHz; peaks can pass 1. */
  readonly samples: Float32Array;
  /** Units of 25 ms for each id, [L]; evenly divided if the graph does not tell them. */
  readonly durations: Float32Array;
  /** The same at speed 1, before rounding; null if the graph does not tell. */
  readonly natural: Float32Array | null;
}

export interface Question {
  readonly ids: BigInt64Array;
  /** Row of the voice, [256]. */
  readonly style: Float32Array;
  readonly speed: number;
}

/**
 * Opens the model with the durations as outputs if it has them. Throws SpeechError "internal" that names the file if it
 * can't be opened or is not such a graph.
 *
 * @param model its file and the bytes of it
 */
export function openKokoroGraph(
  ort: Ort,
  { file, bytes }: { readonly file: string; readonly bytes: Uint8Array },
  threads: number,
): KokoroGraph {
  const search = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const inner = [DURATIONS, UNROUNDED].filter((name) => search.includes(name));
  try {
    const opened = openOrtSession(ort, withExtraOutputs(bytes, inner), { threads, cuda: null });
    const { inputs, outputs } = ortModel(ort, opened.session);
    const names = [...inputs, ...outputs].map(({ name }) => name);
    const wanted = [IDS, SOUND, [STYLE], [SPEED]];
    const missing = wanted.find((either) => !either.some((name) => names.includes(name)));
    if (missing === undefined) return { ...opened, isTimed: inner.includes(DURATIONS) };
    opened.close();
    throw new Error(`it has no ${missing.join(" or ")}`);
  } catch (cause) {
    const why = `the model ${file} can't be opened: ${messageOf(cause)}`;
    throw new SpeechError("internal", why, { cause });
  }
}

/** Runs the model. Blocks for 0.3 to 1 s a second of speech. Throws an Error with ORT's text. */
export function readAloud(model: SyncModel, { ids, style, speed }: Question): Reading {
  const idsName = model.inputs.find(({ name }) => IDS.includes(name))?.name ?? IDS[0]!;
  const result = model.run({
    [idsName]: { data: ids, dims: [1, ids.length] },
    [STYLE]: { data: style, dims: [1, STYLE_LENGTH] },
    [SPEED]: { data: Float32Array.of(speed), dims: [1] },
  });
  const sound = SOUND.find((name) => name in result) ?? SOUND[0]!;
  const samples = floats(result, sound);
  if (!(DURATIONS in result)) {
    const even = new Float32Array(ids.length).fill(samples.length / UNIT_SAMPLES / ids.length);
    return { samples, durations: even, natural: null };
  }
  // The graph divides the durations by the speed before it rounds them.
  const natural =
    UNROUNDED in result ? floats(result, UNROUNDED).map((units) => units * speed) : null;
  return { samples, durations: floats(result, DURATIONS), natural };
}

/** Samples of one unit. */
const UNIT_SAMPLES = 600;

function floats(tensors: NamedTensors, name: string): Float32Array {
  const { data } = tensorNamed(tensors, name);
  if (data instanceof Float32Array) return data;
  throw new Error(`Expected the output ${name} to be float32`);
}
