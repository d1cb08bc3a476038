/**
 * The client of verify-image.sh, given to `bun run -` in a container that shares the server's loopback. Prints what it saw,
 * the summary last; exits with 1 if that is wrong.
 */
import { argv, exit } from "node:process";

const BASE = "http://127.0.0.1:9091";
/** Longest wait for a start, milliseconds. */
const START_MS = 60_000;
const PCM_BYTES_PER_SECOND = 48_000;

const CONTENT = {
  mp3: "audio/mpeg",
  opus: "audio/ogg",
  aac: "audio/aac",
  flac: "audio/flac",
  wav: "audio/wav",
  pcm: "audio/pcm",
  ulaw: "audio/PCMU",
  alaw: "audio/PCMA",
  srt: "application/x-subrip",
  vtt: "text/vtt",
} as const;

async function speak(body: Readonly<Record<string, unknown>>): Promise<Response> {
  return fetch(`${BASE}/v1/audio/speech`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

async function isReady(): Promise<boolean> {
  const response = await fetch(`${BASE}/ready`).catch(() => null);
  return response?.status === 200;
}

/** Waits until the server, started at `startedMs` (Unix time), is ready and has spoken. */
async function ready(startedMs: number): Promise<string> {
  while (!(await isReady())) {
    if (Date.now() - startedMs > START_MS) throw new Error(`not ready after ${START_MS} ms`);
    await Bun.sleep(10);
  }
  const readyMs = Date.now() - startedMs;
  const { status } = await speak({ input: "Ready.", response_format: "wav" });
  if (status !== 200) throw new Error(`the first speech request was answered with ${status}`);
  return `ready after ${readyMs} ms, first speech after ${Date.now() - startedMs} ms`;
}

/** The engine and the loudness of what the default voice says. */
async function voice(): Promise<string> {
  const list = (await (await fetch(`${BASE}/v1/audio/voices`)).json()) as {
    voices: readonly { id: string; engine: string }[];
  };
  const [first] = list.voices;
  if (first?.engine !== "hibari") throw new Error(`the default voice is ${JSON.stringify(first)}`);
  const pcm = await spokenPcm({ input: "Hello! How can I help you?", response_format: "pcm" });
  const samples = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length >> 1);
  const power = samples.reduce((sum, sample) => sum + (sample / 32_768) ** 2, 0) / samples.length;
  const seconds = pcm.length / PCM_BYTES_PER_SECOND;
  const decibels = 10 * Math.log10(power);
  if (seconds < 1 || decibels < -35) throw new Error(`${seconds} s at ${decibels} dB is no speech`);
  return `${first.id} (${first.engine}): ${seconds.toFixed(2)} s at ${decibels.toFixed(1)} dBFS`;
}

async function spokenPcm(body: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
  const response = await speak(body);
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  return response.bytes();
}

/** The pages, whose scripts the server bundles at the first request. */
async function pages(): Promise<string> {
  for (const path of [
    "/",
    "/live",
    "/docs",
    "/page/playground.js",
    "/page/live.js",
    "/page/docs.js",
  ]) {
    const response = await fetch(`${BASE}${path}`);
    const { length } = await response.bytes();
    if (response.status !== 200 || length < 1000)
      throw new Error(`${path}: ${response.status}, ${length} bytes`);
  }
  return "3 pages and their scripts";
}

async function formats(): Promise<string> {
  for (const [format, type] of Object.entries(CONTENT)) {
    const response = await speak({ input: "All formats.", response_format: format });
    const { length } = await response.bytes();
    const seen = response.headers.get("content-type") ?? "";
    console.log(`${format}: ${response.status}, ${seen}, ${length} bytes`);
    if (response.status !== 200 || length === 0 || !seen.startsWith(type))
      throw new Error(`${format}: ${response.status}, ${seen}, ${length} bytes`);
  }
  return `${Object.keys(CONTENT).length} formats`;
}

/** Some minutes of speech, more than the buffers of a connection take. */
const LONG = "This sentence is one of many that a slow listener hears until the very end. ".repeat(
  50,
);

/** Reads a long stream, of which most comes after the server has begun to drain. */
async function drain(): Promise<string> {
  const body = { input: LONG, response_format: "pcm" };
  const whole = await spokenPcm({ ...body, stream: false });
  const response = await speak(body);
  const reader = response.body!.getReader();
  const first = await reader.read();
  let bytes = first.value?.length ?? 0;
  console.log("streaming");
  while (await isReady()) await Bun.sleep(20);
  const refused = await speak({ input: "Too late." });
  console.log(
    `${bytes} bytes were read before /ready changed; a new request got ${refused.status}`,
  );
  if (refused.status !== 503) throw new Error(`a new request was answered with ${refused.status}`);
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes += part.value.length;
    await Bun.sleep(1);
  }
  if (bytes !== whole.length) throw new Error(`${bytes} of ${whole.length} bytes arrived`);
  return `whole: ${bytes} bytes, ${Math.round(bytes / PCM_BYTES_PER_SECOND)} s of audio`;
}

const [command = "", argument = ""] = argv.slice(2);
const commands: Readonly<Record<string, () => Promise<string>>> = {
  ready: () => ready(Number(argument)),
  voice,
  pages,
  formats,
  drain,
};
try {
  const run = commands[command];
  if (run === undefined) throw new Error(`Expected one of ${Object.keys(commands).join(", ")}`);
  console.log(await run());
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
  exit(1);
}
