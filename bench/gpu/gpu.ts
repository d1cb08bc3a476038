import { availableParallelism } from "node:os";
import type { Command } from "commander";
import {
  type DecoderOptions,
  openDecoder,
  type OpenedDecoder,
} from "../../src/codec/decode/decoder.ts";
import { graphShapes } from "../../src/codec/decode/graphs.ts";
import { firstTokens } from "../../src/codec/schedule/cuts.ts";
import type { DeviceName } from "../../src/ort/cuda.ts";
import { counts, deviceNamed } from "../flags.ts";
import { openGoals } from "../goals.ts";
import { deviceLine, deviceMiB } from "./device.ts";
import { measureFirstAudio } from "./firstAudio.ts";
import { printRates } from "./rates.ts";
import { checkReplay } from "./replay.ts";

/** Tokens of the first window on an idle device, of a short hop, of a full hop with context, and of files. */
const LENGTHS = [firstTokens({ kind: "live", targetMs: 0 }), 50, 96, 200, 325] as const;
const BATCHES = { cuda: [1, 2, 4, 8, 16, 32, 64], cpu: [1, 2, 4] } as const;
const LISTENERS = [1, 16, 64] as const;
interface Options {
  readonly model: string;
  readonly tokens: string;
  readonly device: DeviceName;
  readonly listeners: readonly number[];
}

/** Adds the flags of this bench. */
export function define(command: Command): void {
  command
    .option("--model <file>", "decoder", "fixtures/decoder.onnx")
    .option("--tokens <file>", "recorded tokens", "fixtures/replay_tokens.txt")
    .option("--device <name>", "auto, cpu, cuda or cuda:N", deviceNamed, "auto")
    .option("--listeners <list>", "live clients at once, comma separated", counts, LISTENERS)
    .action(run);
}

/**
 * Measures the decoder on one device: time to open, raw rate by batch and length with and without CUDA graphs, memory
 * of the graphs, and the first audio of live clients with a replayed LM of 50 tokens a second. Checks that replays of a
 * graph follow their input. On a CPU there are no graphs, and the same runs show the rest. ORT_LIBRARY names a CUDA
 * build of ONNX Runtime. The exit code is 1 if a check fails.
 */
async function run(options: Options): Promise<void> {
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
