import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { positive } from "../../bench/flags.ts";
import { openReport } from "../cases.ts";
import { CASES, SLOTS } from "./cases.ts";
import { startLlama } from "./lm.ts";

const EXAMPLES = `
Examples:
  bun run interop:lm --python venv/bin/python
  bun run interop:lm --start 'llama-server -m m.gguf --port {port} {flags}'`;

interface Options {
  readonly python?: string;
  readonly start?: string;
  readonly model: string;
  readonly timeout: number;
  readonly only: string;
}

const command = new Command("bun run interop:lm")
  .description(
    "Tests the server in front of a real llama.cpp server. Prints one line per case; exit status 1 if any failed.",
  )
  .option(
    "--python <path>",
    "a Python with xllamacpp (llama.cpp's server as a package) and gguf: a tiny random model is written and served",
  )
  .option(
    "--start <command>",
    "shell command that starts llama-server with a NeuTTS model; {port} and {flags} in it are replaced by a free port " +
      "and by the flags that the cases need",
  )
  .option("--model <file>", "NeuCodec decoder", "fixtures/decoder.onnx")
  .option("--timeout <s>", "REQUEST_TIMEOUT_S of the server", positive, 5)
  .option("--only <names>", "comma separated prefixes of case names, such as sound,leave", "")
  .addHelpText("after", EXAMPLES)
  .parse();
const { python, start, model: decoder, timeout: timeoutS, only } = command.opts<Options>();
if ((python === undefined) === (start === undefined))
  command.error("error: Expected either --python or --start");
const folder = await mkdtemp(join(tmpdir(), "utter-llama-"));
const report = openReport(only.split(","));
try {
  const command = start ?? (await serveRandomModel(python ?? "python3"));
  const lm = await startLlama(command, `--parallel ${SLOTS} --ctx-size ${SLOTS * 8192} --slots`);
  try {
    await report.run(CASES, { lm, promptStyle: "neutts", decoder, timeoutS });
  } finally {
    await lm.stop();
  }
} finally {
  await rm(folder, { recursive: true });
}
process.exit(report.end());

/** Writes a model and returns the command that serves it. */
async function serveRandomModel(path: string): Promise<string> {
  const file = join(folder, "model.gguf");
  await Bun.$`${path} ${import.meta.dir}/make_model.py ${file}`.quiet();
  return `${path} ${import.meta.dir}/serve.py ${file} --port {port} {flags}`;
}
