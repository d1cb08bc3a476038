import { Command } from "commander";
import { count } from "../bench/flags.ts";
import { type ServerProcess, startServer } from "../bench/serverProcess.ts";
import { readConfig } from "../server/config.ts";
import { lacksVoice } from "../server/engines/engines.ts";
import { pullAtStart } from "../server/pull/atStart.ts";
import { createBar } from "../server/pull/bar.ts";
import { messageOf } from "../src/message.ts";
import { showListeners } from "./listeners.ts";
import { showSentence } from "./sentence.ts";

/** Settings of the demo's server, whatever the environment says. */
const OWN = { API_KEYS: "", WYOMING_PORT: "0", LOG_FORMAT: "text" };

/** A speech LM's path without an LM and its decoder: recorded tokens at 200 a second, and the decoder of the tests. */
const REPLAY = {
  ENGINE: "neucodec",
  TTS_API: "",
  SPEAKERS: "",
  DEFAULT_SPEAKER: "",
  PROMPT_STYLE: "scicom",
  DUMMY_TOKENS_FILE: "fixtures/replay_tokens.txt",
  DUMMY_TOKEN_DELAY: "0.005",
  DECODER_MODEL: "fixtures/decoder.onnx",
  ENCODER_MODEL: "",
  DEVICE: "cpu",
};

const REPLAY_NOTE = `
The sound is a test sound: tones, no speech. The tokens of a speech LM were
replayed, and the small decoder of the tests decoded them, so that the whole path
runs (queue, codec, scheduler, encoder) without a model. With real models:

  bun run models pull                             the NeuCodec decoder
  TTS_API=http://localhost:8000 bun run server    vLLM with a speech LM`;

const MEASURE = `
try it and measure it yourself
  bun run server                                  in one terminal; it names its page
  bun run stress --stream --concurrency 8 --duration 30s
                                                  in another; writes report.html
  bun run stress --help                           rates, gates, capacity, comparisons`;

interface Options {
  readonly lm: boolean;
  readonly listeners: number;
}

const command = new Command("bun run demo")
  .description(
    "Pulls the natural voice if it is missing, starts a server on a free port, speaks one streamed sentence and plays " +
      "it, then serves some listeners in real time. Needs no network: without one, Flite speaks.",
  )
  .option("--lm", "a speech LM's path instead: replayed tokens, decoded to a test sound", false)
  .option("--listeners <n>", "listeners at once", count, 8)
  .action(demo);

async function demo({ lm, listeners }: Options): Promise<void> {
  if (!lm) await pullVoice();
  // The demo's own server is not behind a proxy.
  for (const name of ["NO_PROXY", "no_proxy"]) {
    const others = process.env[name];
    process.env[name] = others === undefined ? "127.0.0.1" : `${others},127.0.0.1`;
  }
  console.log("starting the server …");
  const server = await startServer({ ...OWN, ...(lm ? REPLAY : {}) });
  let code: number;
  try {
    await show(server, listeners);
  } finally {
    code = await server.stop();
  }
  if (code !== 0) throw new Error(`the server exited with code ${code}:\n${server.log()}`);
  console.log(lm ? `${REPLAY_NOTE}\n${MEASURE}` : MEASURE);
}

async function show({ url, readyMs, log }: ServerProcess, listeners: number): Promise<void> {
  process.stderr.write(log()); // warnings of the start
  console.log(`the server listens at ${url}, ready after ${readyMs.toFixed(0)} ms`);
  await showSentence(url);
  await showListeners(url, listeners);
}

async function pullVoice(): Promise<void> {
  const config = readConfig(process.env);
  if (!(await lacksVoice(config))) return;
  console.log("pulling the natural voice, 14 MB, at most 20 s …");
  const { stderr } = process;
  const progress = createBar({ isTerminal: stderr.isTTY, write: (text) => stderr.write(text) });
  const never = new AbortController().signal;
  const problem = await pullAtStart(config, { progress, say: () => {} }, never);
  console.log(problem === null ? "it is here" : `Flite speaks instead: ${problem}`);
}

try {
  await command.parseAsync();
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
