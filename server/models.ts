import { parseArgs } from "node:util";
import { type PullOptions, pullModel } from "../src/models/pull.ts";
import {
  listModels,
  modelPath,
  parseModel,
  removeModel,
  verifyModel,
} from "../src/models/store.ts";
import { readConfig } from "./config.ts";

const HELP = `Pulls models from the hub and keeps them in MODEL_DIR.

Usage: bun run models COMMAND [owner/name[:file]]

  pull [NAME]    fetch a model (default: DECODER_MODEL); goes on where an earlier pull was cut
  list           what is here
  verify [NAME]  is it still what was pulled? (default: all)
  rm NAME        remove it

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
    console.error(`unknown: ${positionals.join(" ")}\n\n${HELP}`);
    return 1;
  }
  return 0;
}

async function pull(name: string, where: Omit<PullOptions, "progress">): Promise<void> {
  const model = parseModel(name);
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  let shownAt = 0;
  const progress = (done: number, total: number | null): void => {
    const now = performance.now();
    // Four times a second on a terminal, a line every five seconds elsewhere.
    if (done !== total && now - shownAt < (process.stderr.isTTY ? 250 : 5000)) return;
    shownAt = now;
    process.stderr.write(
      `${process.stderr.isTTY ? "\r" : ""}${bar(done, total)}${process.stderr.isTTY ? "" : "\n"}`,
    );
  };
  const manifest = await pullModel(model, { ...where, progress }, cancel.signal);
  console.log(
    `\n${modelPath(where.folder, model)}: ${megabytes(manifest.bytes)}, SHA-256 ${manifest.sha256}`,
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
    console.log(`no models in ${folder}; bun run models pull fetches the decoder`);
  for (const model of models)
    console.log(
      `${model.repo}:${model.file}  ${megabytes(model.bytes)}  ${modelPath(folder, model)}`,
    );
}

async function verify(folder: string, name: string | undefined): Promise<number> {
  const models = name === undefined ? await listModels(folder) : [parseModel(name)];
  let wrong = 0;
  for (const model of models) {
    const problem = await verifyModel(folder, model);
    console.log(
      problem === null ? `${model.repo}:${model.file} is as it was pulled` : `WRONG: ${problem}`,
    );
    if (problem !== null) wrong += 1;
  }
  return wrong === 0 ? 0 : 1;
}

async function remove(folder: string, name: string): Promise<number> {
  const found = await removeModel(folder, parseModel(name));
  console.log(found ? `${name} is removed` : `${name} was not in ${folder}`);
  return found ? 0 : 1;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
