import { Command } from "commander";
import { messageOf } from "../src/message.ts";
import { createRedactor } from "../src/redact.ts";
import { type Config, misspeltSettings, readConfig, secretValues } from "./config.ts";
import { createBar, megabytes } from "./pull/bar.ts";
import { quantize } from "./pull/quantize.ts";
import { findTarget, storedTargets } from "./pull/targets.ts";

const NAMES = `
NAME is one of:
  hibari             the natural voice (14 MB), from a Python package index: a
                     file hibari_tts-….whl in MODEL_DIR, else VOICE_INDEX or
                     PIP_INDEX_URL, else pip
  hibari:VOICE       another voice of it, from the hub: emma, fenrir, fable or
                     kore (8 MB each). All of them read with the American
                     lexicon, emma and fable with a British timbre.
  kokoro             English and Chinese, slower (104 MB, from the hub), and
                     hibari, whose lexicons it needs
  owner/name[:file]  a file of the hub (default: model.onnx)

Settings: MODEL_DIR, VOICE_INDEX, PIP_INDEX_URL, HF_ENDPOINT (a mirror),
HF_TOKEN, DECODER_MODEL, ORT_LIBRARY; see bun run server --help

Examples:
  bun run models pull hibari
  VOICE_INDEX=https://mirror.example/simple bun run models pull hibari
  bun run models pull hibari:kore
  bun run models pull kokoro
  bun run models pull neuphonic/neucodec-onnx-decoder:model.onnx
  HF_ENDPOINT=https://mirror.example bun run models pull
  bun run models quantize neuphonic/neucodec-onnx-decoder
  bun run models quantize decoder.onnx -o decoder-int8.onnx`;

/** Longest time in which a package index sends nothing, milliseconds. A proxy may first download the wheel itself. */
const SILENCE_MS = 60_000;

interface QuantizeFlags {
  readonly output?: string;
  readonly tokens?: string;
}

/** Runs the command of the command line; returns the exit code. */
async function main(config: Config): Promise<number> {
  let code = 0;
  const program = new Command("bun run models")
    .description("Manages the models in MODEL_DIR.")
    .addHelpText("after", NAMES);
  program
    .command("pull [name]")
    .description("download a model (default: DECODER_MODEL); resumes a partial download")
    .action((name?: string) => pull(name ?? config.DECODER_MODEL, config));
  program
    .command("list")
    .description("list the models")
    .action(() => list(config));
  program
    .command("verify [name]")
    .description("check the SHA-256 of a model (default: all)")
    .action(async (name?: string) => void (code = await verify(name, config)));
  program
    .command("rm <name>")
    .description("remove a model")
    .action(async (name: string) => void (code = await remove(name, config)));
  program
    .command("quantize <file>")
    .description(
      "write an int8 decoder from a float32 one (a path or a NAME), and measure what it loses. A file that loses too " +
        "much is refused; layers at the end of the decoder stay in float32 if that helps.",
    )
    .option("-o, --output <out>", "file to write (default: model.int8.onnx beside model.onnx)")
    .option(
      "--tokens <file>",
      "recorded <|s_N|> tokens on which the loss is measured (default: 6.5 s)",
    )
    .action(async (file: string, flags: QuantizeFlags) =>
      console.log(await quantize({ ...flags, file, say: console.error }, config, interrupted())),
    );
  if (Bun.argv.length === 2) program.outputHelp();
  else await program.parseAsync();
  return code;
}

/** Returns a signal that the next SIGINT aborts, so that the command can clean up. */
function interrupted(): AbortSignal {
  const cancel = new AbortController();
  process.once("SIGINT", () => cancel.abort());
  return cancel.signal;
}

async function pull(name: string, config: Config): Promise<void> {
  const target = findTarget(name, config);
  const { stderr } = process;
  const progress = createBar({ isTerminal: stderr.isTTY, write: (text) => stderr.write(text) });
  const reporter = { progress, say: console.error, silenceMs: SILENCE_MS };
  console.log(await target.pull(reporter, interrupted()));
}

async function list(config: Config): Promise<void> {
  const stored = await storedTargets(config);
  if (stored.length === 0)
    console.log(
      `no models in ${config.MODEL_DIR}; bun run models pull hibari downloads the natural voice`,
    );
  for (const { target, bytes } of stored)
    console.log(`${target.name}  ${megabytes(bytes)}  ${target.path}`);
}

async function verify(name: string | undefined, config: Config): Promise<number> {
  const all = async () => (await storedTargets(config)).map(({ target }) => target);
  const targets = name === undefined ? await all() : [findTarget(name, config)];
  let failed = 0;
  for (const target of targets) {
    const problem = await target.verify();
    console.log(problem === null ? `${target.name} is intact` : `FAILED: ${problem}`);
    if (problem !== null) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}

async function remove(name: string, config: Config): Promise<number> {
  const found = await findTarget(name, config).remove();
  console.log(found ? `removed ${name}` : `${name} is not in ${config.MODEL_DIR}`);
  return found ? 0 : 1;
}

let redact = (message: string): string => message;
try {
  for (const message of misspeltSettings(process.env)) console.error(message);
  const config = readConfig(process.env);
  redact = createRedactor(secretValues(config));
  process.exit(await main(config));
} catch (error) {
  console.error(redact(messageOf(error)));
  process.exit(1);
}
