import { parseArgs } from "node:util";
import { type PullOptions, pullModel } from "../src/models/pull.ts";
import {
  listModels,
  modelPath,
  parseModel,
  removeModel,
  verifyModel,
} from "../src/models/store.ts";
import { expected, messageOf } from "../src/message.ts";
import { readConfig } from "./config.ts";

const HELP = `Manages the models in MODEL_DIR.

Usage: bun run models COMMAND [owner/name[:file]]

  pull [NAME]    download a model from the hub (default: DECODER_MODEL); resumes a partial download
  list           list the models
  verify [NAME]  check the SHA-256 of a model (default: all)
  rm NAME        remove a model

Settings: MODEL_DIR, HF_ENDPOINT (a mirror), HF_TOKEN, DECODER_MODEL; see bun run server --help

Examples:
  bun run models pull
  bun run models pull neuphonic/neucodec-onnx-decoder:model.onnx
  HF_ENDPOINT=https://mirror.example bun run models pull`;

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { help: { type: "boolean", short: "h" } },
  });
  const [command = "help", name] = positionals;
  const config = readConfig(process.env);
  const folder = config.MODEL_DIR;
  if (values.help === true || command === "help") console.log(HELP);
  else if (command === "pull")
    await pull(name ?? config.DECODER_MODEL, {
      endpoint: config.HF_ENDPOINT,
      token: config.HF_TOKEN || null,
      folder,
    });
  else if (command === "list") await list(folder);
  else if (command === "verify") return verify(folder, name);
  else if (command === "rm" && name !== undefined) return remove(folder, name);
  else {
    console.error(
      `${expected("COMMAND", "pull, list, verify or rm NAME", JSON.stringify(positionals.join(" ")))}\n\n${HELP}`,
    );
    return 1;
  }
  return 0;
}

async function pull(name: string, options: Omit<PullOptions, "progress">): Promise<void> {
  const model = parseModel(name);
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  let shownAt = 0;
  const progress = (done: number, total: number | null): void => {
    const now = performance.now();
    // A terminal gets four updates per second; other outputs get one line every five seconds.
    if (done !== total && now - shownAt < (process.stderr.isTTY ? 250 : 5000)) return;
    shownAt = now;
    process.stderr.write(
      `${process.stderr.isTTY ? "\r" : ""}${bar(done, total)}${process.stderr.isTTY ? "" : "\n"}`,
    );
  };
  const manifest = await pullModel(model, { ...options, progress }, cancel.signal);
  console.log(
    `\n${modelPath(options.folder, model)}: ${megabytes(manifest.bytes)}, SHA-256 ${manifest.sha256}`,
  );
}

function bar(done: number, total: number | null): string {
  if (total === null) return megabytes(done);
  const filled = Math.floor((30 * done) / Math.max(1, total));
  return `[${"#".repeat(filled)}${" ".repeat(30 - filled)}] ${megabytes(done)} of ${megabytes(total)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function list(folder: string): Promise<void> {
  const models = await listModels(folder);
  if (models.length === 0)
    console.log(`no models in ${folder}; bun run models pull downloads the decoder`);
  for (const model of models)
    console.log(
      `${model.repo}:${model.file}  ${megabytes(model.bytes)}  ${modelPath(folder, model)}`,
    );
}

async function verify(folder: string, name: string | undefined): Promise<number> {
  const models = name === undefined ? await listModels(folder) : [parseModel(name)];
  let failed = 0;
  for (const model of models) {
    const problem = await verifyModel(folder, model);
    console.log(problem === null ? `${model.repo}:${model.file} is intact` : `FAILED: ${problem}`);
    if (problem !== null) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

async function remove(folder: string, name: string): Promise<number> {
  const found = await removeModel(folder, parseModel(name));
  console.log(found ? `removed ${name}` : `${name} is not in ${folder}`);
  return found ? 0 : 1;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
