import { SpeechError } from "../errors.ts";
import { messageOf } from "../message.ts";
import { withExtraOutputs } from "../ort/extraOutput.ts";
import { type NamedTensors, tensorNamed } from "../ort/model.ts";
import type { Ort } from "../ort/ort.ts";
import { openOrtSession, ortModel, type OrtSession } from "../ort/session.ts";
import { type Durations, evenDurations } from "./durations.ts";

/** A model's file and its bytes. */
export interface GraphFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Names of the inner tensors with the durations of the ids, and with the same before they are rounded. */
export type DurationNames = readonly [units: string, natural: string];

export interface GraphOptions {
  /** Threads of a run. */
  readonly threads: number;
  /** The graph must have an input or output by one of the names of each list. */
  readonly required: readonly (readonly string[])[];
  /** Inner tensors that become outputs if the graph has them. */
  readonly durations: DurationNames;
}

export interface Graph extends OrtSession {
  /** Whether the graph outputs the durations of its ids. */
  readonly isTimed: boolean;
}

/**
 * Opens a graph that turns phonemes into sound, with the durations of the ids as outputs if it has them. Throws SpeechError
 * "internal" that names the file if it can't be opened or lacks a required input or output.
 */
export function openGraph(
  ort: Ort,
  { file, bytes }: GraphFile,
  { threads, required, durations }: GraphOptions,
): Graph {
  const search = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const present = durations.filter((name) => search.includes(name));
  try {
    const opened = openOrtSession(ort, withExtraOutputs(bytes, present), { threads, cuda: null });
    const { inputs, outputs } = ortModel(ort, opened.session);
    const names = [...inputs, ...outputs].map(({ name }) => name);
    const missing = required.filter((either) => !either.some((name) => names.includes(name)));
    if (missing.length === 0)
      return { ...opened, isTimed: outputs.some(({ name }) => name === durations[0]) };
    opened.close();
    throw new Error(`it has no ${missing.map((either) => either.join(" or ")).join(", ")}`);
  } catch (cause) {
    const why = `the model ${file} can't be opened: ${messageOf(cause)}`;
    throw new SpeechError("internal", why, { cause });
  }
}

/** Returns the output `name` of a run. Throws an Error if it is missing or not float32, or has not `count` values. */
export function floatsOf(tensors: NamedTensors, name: string, count?: number): Float32Array {
  const { data } = tensorNamed(tensors, name);
  if (!(data instanceof Float32Array)) throw new Error(`Expected the output ${name} to be float32`);
  if (count === undefined || data.length === count) return data;
  throw new Error(`Expected the output ${name} to have ${count} values, got ${data.length}`);
}

/** Returns the durations of `count` ids that a run has put out, else equal ones that fill its `samples`. */
export function durationsOf(
  tensors: NamedTensors,
  [units, natural]: DurationNames,
  { count, samples }: { readonly count: number; readonly samples: number },
): Durations {
  if (!(units in tensors)) return evenDurations(count, samples);
  return {
    units: floatsOf(tensors, units, count),
    natural: natural in tensors ? floatsOf(tensors, natural, count) : null,
  };
}
