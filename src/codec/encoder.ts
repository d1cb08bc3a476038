import { messageOf } from "../message.ts";
import { SpeechError } from "../errors.ts";
import { abortReason } from "../streams.ts";
import { tensorNamed, type Model, type Tensor } from "../ort/model.ts";
import { openNodeModel } from "../ort/nodeModel.ts";
import { checkCodes } from "./codes.ts";

/** NeuCodec's encoder hears 16 kHz and gives 50 codes a second. */
export const ENCODER_HZ = 16_000;
const SAMPLES_PER_CODE = 320;
/** Two lengths tell that codes follow the sound, samples. */
const PROBES = [ENCODER_HZ, ENCODER_HZ / 2] as const;

/** What a recorded voice is to a speech LM. */
export interface Encoder {
  /** Mono sound in −1…1 at ENCODER_HZ to codes. One run at a time; a run that has begun is not cut. */
  encode(samples: Float32Array, signal: AbortSignal): Promise<readonly number[]>;
  close(): Promise<void>;
}

/**
 * Opens and probes an encoder file: sound float32 [batch, samples] or [batch, 1, samples] → whole codes, one for each
 * 320 samples. Throws SpeechError "internal" that names the file and what was found instead.
 */
export async function openEncoder(file: string, threads: number): Promise<Encoder> {
  // onnxruntime-node's run is asynchronous. The C API's would block the event loop without a Worker, and encoding
  // runs once per cloned voice, so the copies that the C API saves don't matter here.
  const model = await openNodeModel(file, threads).catch((cause: unknown) => {
    const message = `the encoder ${file} can't be opened: ${String(cause)}`;
    throw new SpeechError("internal", message, { cause });
  });
  const run = async (samples: Float32Array): Promise<readonly number[]> => {
    const whole = new Float32Array(Math.ceil(samples.length / SAMPLES_PER_CODE) * SAMPLES_PER_CODE);
    whole.set(samples);
    const dims = model.inputs[0]!.dims.length === 2 ? [1, whole.length] : [1, 1, whole.length];
    const results = await model.run({ [model.inputs[0]!.name]: { data: whole, dims } });
    return codesOf(tensorNamed(results, model.outputs[0]!.name));
  };
  try {
    await probe(model, run);
  } catch (cause) {
    await model.close();
    const found = messageOf(cause);
    const wanted =
      "sound float32 [batch, 1, samples] at 16 kHz → codes int32 or int64, 50 a second";
    throw new SpeechError(
      "internal",
      `${file} is no encoder we can run: ${found}; wanted ${wanted}`,
      {
        cause,
      },
    );
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
      const turn = last.then(() => {
        if (signal.aborted) throw abortReason(signal);
        return run(samples).catch((cause: unknown) => {
          throw new SpeechError("decode", "the reference audio could not be encoded", { cause });
        });
      });
      last = turn.catch(() => {});
      return turn;
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
  for (const length of PROBES) {
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
