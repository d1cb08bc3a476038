import { readConfig } from "./config.ts";
import { lacksVoice } from "./engines/engines.ts";
import { pullAtStart } from "./pull/atStart.ts";
import { createBar } from "./pull/bar.ts";

const SENTENCE =
  "Hello! This voice was made on your own machine, without an account and without a graphics card.";
const AUDIO_FILE = "demo.wav";
const BENCHMARK_NAME = "demo";
const READY_TIMEOUT_MS = 20_000;
const SERVER_ENV = {
  HOST: "127.0.0.1",
  PORT: "0",
  PULL: "false",
  LOG_LEVEL: "warn",
  LOG_FORMAT: "text",
};
const ROOT = `${import.meta.dir}/..`;

/**
 * `bun run demo`: pulls the natural voice if it is missing, starts a server on a free port, saves a spoken sentence, runs
 * a short load test and stops the server.
 */
async function demo(): Promise<void> {
  await pullVoice();
  console.log("starting the server …");
  const server = Bun.spawn(["bun", "server/main.ts"], {
    cwd: ROOT,
    env: { ...process.env, ...SERVER_ENV },
    stdout: "pipe",
    stderr: "inherit",
  });
  try {
    const url = await address(server.stdout);
    console.log(`the server listens at ${url}`);
    await say(url);
    const code = await burst(url);
    // Code 3 means that the machine was too busy to send the requests on time. The server is not at fault.
    if (code !== 0 && code !== 3) throw new Error(`the load test exited with code ${code}`);
  } finally {
    server.kill("SIGTERM");
    await server.exited;
  }
  if (server.exitCode !== 0) throw new Error(`the server exited with code ${server.exitCode}`);
  console.log(`
audio:    ${AUDIO_FILE}  (play it)
report:   benchmark_result/${BENCHMARK_NAME}/  (report.html, summary.json, requests.jsonl)
next:     bun run server   and in another terminal   bun run stress --help`);
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

/** Reads the address that the server prints when it is ready. Throws an Error after READY_TIMEOUT_MS. */
async function address(output: ReadableStream<Uint8Array>): Promise<string> {
  const reader = output.getReader();
  const limit = setTimeout(() => void reader.cancel(), READY_TIMEOUT_MS);
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done)
        throw new Error(
          `the server printed no address within ${READY_TIMEOUT_MS / 1000} s: ${text}`,
        );
      text += decoder.decode(value, { stream: true });
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
      if (found !== null) return found[0];
    }
  } finally {
    clearTimeout(limit);
    reader.releaseLock();
  }
}

async function say(url: string): Promise<void> {
  const startedAt = performance.now();
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input: SENTENCE, response_format: "wav", stream: false }),
  });
  if (!response.ok)
    throw new Error(`the server answered ${response.status}: ${await response.text()}`);
  const bytes = await Bun.write(`${ROOT}/${AUDIO_FILE}`, response);
  const ms = (performance.now() - startedAt).toFixed(0);
  console.log(
    `saved one sentence to ${AUDIO_FILE}: ${(bytes / 48_000).toFixed(1)} s of speech in ${ms} ms\n`,
  );
}

async function burst(url: string): Promise<number> {
  const stress = Bun.spawn(
    ["bun", "run", "--silent", "stress", "--benchmark-name", BENCHMARK_NAME],
    {
      cwd: ROOT,
      env: { ...process.env, LOCAL_TTS_API: url },
      stdout: "inherit",
      stderr: "inherit",
    },
  );
  return stress.exited;
}

await demo();
