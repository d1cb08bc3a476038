import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openReport } from "../cases.ts";
import { CASES, SLOTS } from "./cases.ts";
import { startLlama } from "./lm.ts";

const HELP = `bun run interop:lm [options]: tests the server in front of a real llama.cpp server; prints one line per case; exit
status 1 if any failed

  --python PATH     a Python with xllamacpp (llama.cpp's server as a package) and gguf: a tiny random model is written and
                    served
  --start COMMAND   shell command that starts llama-server with a NeuTTS model; {port} and {flags} in COMMAND are replaced
                    by a free port and by the flags that the cases need
  --model FILE      NeuCodec decoder (default fixtures/decoder.onnx)
  --timeout S       REQUEST_TIMEOUT_S of the server (default 5)
  --only NAMES      comma separated prefixes of case names, for example sound,leave

  bun run interop:lm --python venv/bin/python
  bun run interop:lm --start 'llama-server -m neutts-air-Q4_0.gguf --port {port} {flags}'`;

const { values } = parseArgs({
  options: {
    python: { type: "string" },
    start: { type: "string" },
    model: { type: "string", default: "fixtures/decoder.onnx" },
    timeout: { type: "string", default: "5" },
    only: { type: "string", default: "" },
    help: { type: "boolean", short: "h", default: false },
  },
});
const { python, start } = values;
if (values.help || (python === undefined) === (start === undefined)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 1);
}
const folder = await mkdtemp(join(tmpdir(), "utter-llama-"));
const report = openReport(values.only.split(","));
try {
  const command = start ?? (await serveRandomModel(python ?? "python3"));
  const lm = await startLlama(command, `--parallel ${SLOTS} --ctx-size ${SLOTS * 8192} --slots`);
  const { model: decoder, timeout } = values;
  try {
    await report.run(CASES, { lm, promptStyle: "neutts", decoder, timeoutS: Number(timeout) });
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
