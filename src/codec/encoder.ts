import { messageOf } from "../message.ts";
import { SpeechError } from "../errors.ts";
import { abortReason } from "../streams.ts";
import { tensorNamed, type Model, type Tensor } from "../ort/model.ts";
import { openNodeModel } from "../ort/nodeModel.ts";
import { checkCodes, TOKENS_PER_SECOND } from "./codes.ts";

/** Sample rate of NeuCodec's encoder, Hz. */
export const ENCODER_HZ = 16_000;
const SAMPLES_PER_CODE = ENCODER_HZ / TOKENS_PER_SECOND;
/** Lengths of the two probe runs in samples. They show whether the number of codes is proportional to the length. */
const PROBE_SAMPLES = [ENCODER_HZ, ENCODER_HZ / 2] as const;

/** Converts recordings to the codes by which a speech LM imitates a voice. */
export interface Encoder {
  /**
   * Converts mono samples in −1…1 at ENCODER_HZ to codes, 50 a second. The last code can cover less than 20 ms. Calls
   * run one at a time, and an abort does not interrupt a run in flight. Throws SpeechError "decode" and "aborted".
   */
  encode(samples: Float32Array, signal: AbortSignal): Promise<readonly number[]>;
  close(): Promise<void>;
}

/**
 * Opens an encoder file and checks it by probe runs. The model must convert audio (float32 [batch, samples] or
 * [batch, 1, samples]) to codes (int32 or int64, one per 320 samples). Throws SpeechError "internal" that names the
 * file and the mismatch.
 *
 * @example
 * const encoder = await openEncoder("encoder.onnx", 4);
 * const codes = await encoder.encode(samples, signal);
 */
export async function openEncoder(file: string, threads: number): Promise<Encoder> {
  // onnxruntime-node is used because its runs are asynchronous. Without a Worker, a run through the C API would block
  // the event loop. Encoding runs once per cloned voice, so the copies that the C API would save don't matter here.
  const model = await openNodeModel(file, threads).catch((cause: unknown) => {
    const message = `the encoder ${file} can't be opened: ${String(cause)}`;
    throw new SpeechError("internal", message, { cause });
  });
  const run = async (samples: Float32Array): Promise<readonly number[]> => {
    const padded = new Float32Array(
      Math.ceil(samples.length / SAMPLES_PER_CODE) * SAMPLES_PER_CODE,
    );
    padded.set(samples);
    const dims = model.inputs[0]!.dims.length === 2 ? [1, padded.length] : [1, 1, padded.length];
    const results = await model.run({ [model.inputs[0]!.name]: { data: padded, dims } });
    return codesOf(tensorNamed(results, model.outputs[0]!.name));
  };
  try {
    await probe(model, run);
  } catch (cause) {
    await model.close();
    const contract =
      "audio float32 [batch, 1, samples] at 16 kHz → codes int32 or int64, 50 a second";
    const message = `${file} is not a supported encoder: ${messageOf(cause)}; expected ${contract}`;
    throw new SpeechError("internal", message, { cause });
  }
  return oneAtATime(run, () => model.close());
}

function oneAtATime(
  run: (samples: Float32Array) => Promise<readonly number[]>,
  close: () => Promise<void>,
): Encoder {
  let last: Promise<unknown> = Promise.resolve();
  return {
    encode(samples, signal) {
      const result = last.then(() => {
        if (signal.aborted) throw abortReason(signal);
        return run(samples).catch((cause: unknown) => {
          throw new SpeechError("decode", "the reference audio could not be encoded", { cause });
        });
      });
      last = result.catch(() => {});
      return result;
    },
    async close() {
      await last;
      await close();
    },
  };
}

async function probe(
  { inputs, outputs }: Model,
  run: (samples: Float32Array) => Promise<readonly number[]>,
): Promise<void> {
  const [input] = inputs;
  if (inputs.length !== 1 || outputs.length !== 1)
    throw new Error(`it has ${inputs.length} inputs and ${outputs.length} outputs`);
  if (input?.element !== "float32") throw new Error("its input is not float32");
  for (const length of PROBE_SAMPLES) {
    const codes = await run(new Float32Array(length));
    if (codes.length !== length / SAMPLES_PER_CODE)
      throw new Error(`${length} samples gave ${codes.length} codes`);
  }
}

function codesOf({ data }: Tensor): readonly number[] {
  if (!(data instanceof Int32Array) && !(data instanceof BigInt64Array))
    throw new Error("its output is not int32 or int64");
  const codes = Array.from(data, Number);
  checkCodes(codes);
  return codes;
}
