import { SpeechError } from "../../errors.ts";
import { tensorNamed, type Model, type TensorInfo } from "../../ort/model.ts";
import { probeCodes, SAMPLES_PER_TOKEN } from "../codes.ts";

/** An opened decoder model. */
export interface DecoderModel {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Runs `codes` (values in row order, shape `dims`) and returns the audio. */
  run(codes: Int32Array | BigInt64Array, dims: readonly number[]): Output | Promise<Output>;
}

/**
 * Returns `model` as a decoder whose first input is the codes and whose first output is the audio. Use `probeDecoder`
 * to check that the model is a decoder.
 */
export function decoderModel(model: Model): DecoderModel {
  const { inputs, outputs } = model;
  return {
    inputs,
    outputs,
    async run(data, dims) {
      const feeds = { [inputs[0]!.name]: { data, dims } };
      const output = tensorNamed(await model.run(feeds), outputs[0]!.name);
      if (!(output.data instanceof Float32Array)) throw new Error("the output is not float32");
      return { dims: output.dims, samples: output.data };
    },
  };
}

interface Output {
  readonly dims: readonly number[];
  readonly samples: Float32Array;
}

/** Names, element types and axes of a decoder file, as plain data that can be posted to Workers. */
export interface DecoderForm {
  readonly input: string;
  readonly output: string;
  readonly codeBits: 32 | 64;
  /** Rank of the output: [batch, samples] or [batch, 1, samples]. */
  readonly outputRank: 2 | 3;
  /** Whether rows of equal length can share a run; otherwise each row is a run of its own. */
  readonly batches: boolean;
  readonly samplesPerToken: number;
  /** Samples missing at each end of a run: 0, or 240 in upstream's own export. */
  readonly croppedSamples: number;
}

/**
 * Lengths of the two probe runs, which give the samples per token. The longer run is about as long as a first window.
 */
const [SHORT_TOKENS, LONG_TOKENS] = [13, 24];
/**
 * Maximum difference between the samples of a row alone and in a batch. In float32 the difference is 1e-6; with int8
 * and GPU kernels it is larger.
 */
const TOLERANCE = 5e-3;

/**
 * Determines the form of a decoder by running it. Accepts codes [batch, 1, tokens] of int32 or int64, a batch axis
 * that is free or 1, and audio of 480 samples per token, complete or cropped by 240 at both ends. Throws SpeechError
 * "internal" that names the file and the mismatch.
 */
export async function probeDecoder(model: DecoderModel, file: string): Promise<DecoderForm> {
  const refuse = (found: string, cause?: unknown): never => {
    const audio = `audio float32 [batch, 1, ${SAMPLES_PER_TOKEN} · tokens]`;
    const contract = `codes int32 or int64 [batch, 1, tokens] → ${audio}`;
    const message = `${file} is not a supported decoder: ${found}; expected ${contract}`;
    throw new SpeechError("internal", message, { cause });
  };
  const declared = declaredForm(model);
  if (typeof declared === "string") return refuse(declared);
  const width = declared.codeBits === 64 ? BigInt64Array : Int32Array;
  const tryRun = async (rows: readonly Int32Array[]): Promise<Output> => {
    const codes = rows.flatMap((row) => [...row]);
    const values =
      width === Int32Array ? Int32Array.from(codes) : BigInt64Array.from(codes, BigInt);
    try {
      return await model.run(values, [rows.length, 1, rows[0]!.length]);
    } catch (error) {
      return refuse(`a run of ${rows.length} × ${rows[0]!.length} codes failed`, error);
    }
  };
  const short = await tryRun([probeCodes(SHORT_TOKENS, 1)]);
  const alone = await tryRun([probeCodes(LONG_TOKENS, 2)]);
  const length = outputLength(short, alone);
  if (typeof length === "string") return refuse(length);
  const form = { ...declared, ...length };
  if (!declared.batches) return form;
  const pair = await tryRun([probeCodes(LONG_TOKENS, 2), probeCodes(LONG_TOKENS, 3)]);
  return { ...form, batches: sameFirstRow(pair, alone) };
}

type Declared = Pick<DecoderForm, "input" | "output" | "codeBits" | "outputRank" | "batches">;

/** Returns the form that the file declares, or the reason why the file is not a decoder. */
function declaredForm({ inputs, outputs }: DecoderModel): Declared | string {
  const [input, output] = [inputs[0], outputs[0]];
  if (!input || inputs.length !== 1) return `its inputs are ${listed(inputs)}`;
  if (!output || outputs.length !== 1) return `its outputs are ${listed(outputs)}`;
  const codeBits = input.element === "int32" ? 32 : input.element === "int64" ? 64 : null;
  const [batch, one] = input.dims;
  const isCodes = input.dims.length === 3 && (one === 1 || one === -1);
  if (codeBits === null || !isCodes) return `its input is ${listed([input])}`;
  if (batch !== 1 && batch !== -1) return `its batch axis is fixed at ${batch}`;
  if (input.dims[2] !== -1) return `its window is fixed at ${input.dims[2]} tokens`;
  const rank = output.dims.length;
  if (output.element !== "float32" || (rank !== 2 && rank !== 3)) {
    return `its output is ${listed([output])}`;
  }
  const batches = batch === -1;
  return { input: input.name, output: output.name, codeBits, outputRank: rank, batches };
}

/** Solves samples = perToken · tokens − 2 · cropped from two runs of one row. Returns the mismatch if that fails. */
function outputLength(
  short: Output,
  long: Output,
): Pick<DecoderForm, "samplesPerToken" | "croppedSamples"> | string {
  const [a, b] = [short.samples.length, long.samples.length];
  const samplesPerToken = (b - a) / (LONG_TOKENS - SHORT_TOKENS);
  const found = `${SHORT_TOKENS} codes gave ${a} samples and ${LONG_TOKENS} gave ${b}`;
  if (samplesPerToken !== SAMPLES_PER_TOKEN) return found;
  const missing = samplesPerToken * SHORT_TOKENS - a;
  if (missing !== 0 && missing !== samplesPerToken) return found;
  if (!long.samples.every(Number.isFinite)) return "its audio is not finite";
  return { samplesPerToken, croppedSamples: missing / 2 };
}

/** Returns whether a row is decoded equally alone and with another row in the run. */
function sameFirstRow(pair: Output, alone: Output): boolean {
  if (pair.samples.length !== 2 * alone.samples.length) return false;
  return alone.samples.every((sample, i) => Math.abs(sample - pair.samples[i]!) <= TOLERANCE);
}

function listed(tensors: readonly TensorInfo[]): string {
  return tensors
    .map(({ name, element, dims }) => `${name} ${element} [${dims.join(", ")}]`)
    .join(", ");
}
