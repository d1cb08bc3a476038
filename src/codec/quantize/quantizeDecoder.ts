import { SpeechError } from "../../errors.ts";
import { findLayers, type Layer } from "../../models/quantize/layers.ts";
import { readOnnx } from "../../models/quantize/onnxFile.ts";
import { writeQuantized } from "../../models/quantize/quantize.ts";
import type { Ort } from "../../ort/ort.ts";
import { decodeWindows, WINDOW_TOKENS } from "./decodeWindows.ts";
import { lossOf, type RecordingLoss } from "./loss.ts";

/**
 * Largest loss of a good file. The log-spectral distances are those that listeners do not notice in coded speech: 1 dB in
 * the mean, and frames above 2 dB are rare (Paliwal and Atal 1993, https://doi.org/10.1109/89.221363). The distance does
 * not see the phase, so the noise of the waveform is limited to a tenth of its power.
 */
export const LOSS_LIMITS = { spectralDb: 1, worstSpectralDb: 2, snrDb: 10 } as const;

/** How many layers at the end of the decoder keep their floats, tried in this order: the last ones make the spectrum. */
const FLOAT_TAILS = [0, 1, 2, 4, 8];

export interface QuantizeOptions {
  /** The float decoder. */
  readonly file: string;
  /** Where the decoder in 8 bits is written. */
  readonly out: string;
  /** Recorded codes, at least WINDOW_TOKENS. */
  readonly codes: readonly number[];
  readonly ort: Ort;
  /** Number of threads of a decoder's run. */
  readonly threads: number;
  /** Called with a line on what was found, after each try. */
  readonly say: (line: string) => void;
}

/** A decoder in 8 bits and its loss against the float one. */
export interface QuantizedDecoder {
  readonly layers: number;
  /** Layers that kept their floats, in the order of the graph. */
  readonly floatLayers: readonly string[];
  readonly loss: RecordingLoss;
  /** Decoding time of the float decoder divided by that of this one, on this machine. */
  readonly speedup: number;
}

/**
 * Writes the decoder `file` with weights of 8 bits to `out`, and measures the loss on recorded codes. While the loss is
 * above LOSS_LIMITS, it tries again with more of the last layers in float. Throws SpeechError "invalid_input" if no try is
 * good, if the codes are too few, or if the file has nothing to quantize. `out` then holds no usable file.
 */
export async function quantizeDecoder(
  options: QuantizeOptions,
  signal: AbortSignal,
): Promise<QuantizedDecoder> {
  const { file, out, codes, say } = options;
  if (codes.length < WINDOW_TOKENS) {
    const found = `the recording has ${codes.length} tokens, at least ${WINDOW_TOKENS} are needed`;
    throw new SpeechError("invalid_input", found);
  }
  const source = readOnnx(file);
  const layers = findLayers(source.graph);
  if (layers.length === 0)
    throw new SpeechError("invalid_input", `${file} has no layers of float32 weights to quantize`);
  const wanted = await decodeWindows(file, codes, options);
  let found = "";
  for (const tail of FLOAT_TAILS.filter((count) => count <= layers.length / 2)) {
    signal.throwIfAborted();
    const split = layers.length - tail;
    writeQuantized(source, layers.slice(0, split), out);
    const got = await decodeWindows(out, codes, options);
    const loss = lossOf(wanted.windows, got.windows);
    found = inWords(loss);
    say(`${split} of ${layers.length} layers in 8 bits: ${found}`);
    const floatLayers = layers.slice(split).map(nameOf);
    if (isGood(loss))
      return { layers: layers.length, floatLayers, loss, speedup: wanted.ms / got.ms };
  }
  const { spectralDb, worstSpectralDb, snrDb } = LOSS_LIMITS;
  const limits = `at most ${spectralDb} dB (worst window ${worstSpectralDb} dB) and an SNR of at least ${snrDb} dB`;
  const message = `${file} loses too much in 8 bits: ${found}; a good file has ${limits}`;
  throw new SpeechError("invalid_input", message);
}

function isGood({ spectralDb, snrDb, worst }: RecordingLoss): boolean {
  return (
    spectralDb <= LOSS_LIMITS.spectralDb &&
    worst.spectralDb <= LOSS_LIMITS.worstSpectralDb &&
    snrDb >= LOSS_LIMITS.snrDb
  );
}

function inWords({ spectralDb, snrDb, worst }: RecordingLoss): string {
  const inDb = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} dB`;
  return `log-spectral distance ${inDb(spectralDb)} (worst window ${inDb(worst.spectralDb)}), SNR ${inDb(snrDb)}`;
}

function nameOf({ node, kind }: Layer): string {
  return node.name || node.output[0] || kind;
}
