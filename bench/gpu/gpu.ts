import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import {
  type DecoderOptions,
  openDecoder,
  type OpenedDecoder,
} from "../../src/codec/decode/decoder.ts";
import { graphShapes } from "../../src/codec/decode/graphs.ts";
import { firstTokens } from "../../src/codec/schedule/cuts.ts";
import { expected } from "../../src/message.ts";
import { type DeviceName, isDeviceName } from "../../src/ort/cuda.ts";
import { openGoals } from "../goals.ts";
import { deviceLine, deviceMiB } from "./device.ts";
import { measureFirstAudio } from "./firstAudio.ts";
import { printRates } from "./rates.ts";
import { checkReplay } from "./replay.ts";

/** Tokens of the first window on an idle device, of a short hop, of a full hop with context, and of files. */
const LENGTHS = [firstTokens({ kind: "live", targetMs: 0 }), 50, 96, 200, 325] as const;
const BATCHES = { cuda: [1, 2, 4, 8, 16, 32, 64], cpu: [1, 2, 4] } as const;
const LISTENERS = [1, 16, 64] as const;
const USAGE =
  "bun run bench gpu [--model FILE] [--tokens FILE] [--device auto|cpu|cuda|cuda:N] [--listeners 1,16,64]";

interface Options {
  readonly model: string;
  readonly tokens: string;
  readonly device: DeviceName;
  readonly listeners: readonly number[];
}

/**
 * Measures the decoder on one device: time to open, raw rate by batch and length with and without CUDA graphs, memory
 * of the graphs, and the first audio of live clients with a replayed LM of 50 tokens a second. Checks that replays of a
 * graph follow their input. On a CPU there are no graphs, and the same runs show the rest. ORT_LIBRARY names a CUDA
 * build of ONNX Runtime. The exit code is 1 if a check fails.
 */
export async function run(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  const goals = openGoals(console.log);
  const plain = await opened(options, []);
  const device = plain.device === "cuda" ? "cuda" : "cpu";
  const batches = plain.batches ? BATCHES[device] : [1];
  try {
    console.log(`device: ${await deviceLine(device)}`);
    const graphed = device === "cuda" ? await openGraphed(options) : null;
    try {
      await printRates({ plain, graphed }, { batches, lengths: LENGTHS });
      await checkReplay({ plain, replayed: graphed ?? plain }, LENGTHS, goals);
    } finally {
      await graphed?.close();
    }
  } finally {
    await plain.close();
  }
  for (const graphs of device === "cuda" ? [false, true] : [false])
    for (const listeners of options.listeners)
      await measureFirstAudio({ ...options, lengths: graphs ? LENGTHS : [] }, listeners);
  if (goals.missed > 0) process.exitCode = 1;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      model: { type: "string", default: "fixtures/decoder.onnx" },
      tokens: { type: "string", default: "fixtures/replay_tokens.txt" },
      device: { type: "string", default: "auto" },
      listeners: { type: "string", default: LISTENERS.join(",") },
    },
  });
  const { model, tokens, device } = values;
  const listeners = values.listeners.split(",").map(Number);
  if (!isDeviceName(device))
    throw new Error(`${expected("--device", "auto, cpu, cuda or cuda:N", device)}\n${USAGE}`);
  if (!listeners.every((count) => Number.isInteger(count) && count > 0))
    throw new Error(
      `${expected("--listeners", "numbers such as 1,16", values.listeners)}\n${USAGE}`,
    );
  return { model, tokens, device, listeners };
}

/** Opens the decoder and prints how long that takes. */
async function opened(
  { model, device }: Options,
  graphs: DecoderOptions["graphs"],
): Promise<OpenedDecoder> {
  const startMs = performance.now();
  const decoder = await openDecoder({
    file: model,
    device,
    threads: availableParallelism(),
    lanes: 1,
    graphs,
    libraryPath: process.env["ORT_LIBRARY"] || null,
    log: console.log,
    onGraph: ({ shape, failure }) => {
      if (failure !== null) console.log(`graph ${shape.batch}×${shape.tokens}: ${failure}`);
    },
  });
  const openS = (performance.now() - startMs) / 1000;
  const recorded =
    graphs.length === 0
      ? "without graphs"
      : `with ${decoder.graphs.length} of ${graphs.length} graphs`;
  console.log(`opened ${recorded}: ${openS.toFixed(2)} s`);
  return decoder;
}

/** Opens the decoder with graphs of all shapes and prints the device memory that they take. */
async function openGraphed(options: Options): Promise<OpenedDecoder> {
  const [firstLength, ...lengths] = LENGTHS;
  const shapes = graphShapes({ lengths, maxBatch: BATCHES.cuda.at(-1)!, firstTokens: firstLength });
  const before = await deviceMiB();
  const decoder = await opened(options, shapes);
  const grown = (await deviceMiB()) - before;
  console.log(`a second session with its graphs takes ${grown.toFixed(0)} MiB of device memory`);
  return decoder;
}
