import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "../../fixtures/random.ts";
import { TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import { type Heard, listen } from "../listener.ts";
import { cpuMs, startServer, threadCpuMs } from "../serverProcess.ts";

const INPUT = "One sentence, which the replay answers with its own tokens.";
/** The recorded tokens of one text, half of which more or fewer are asked for. */
const MEAN_TOKENS = 325;
const MEAN_S = MEAN_TOKENS / TOKENS_PER_SECOND;

export interface Load {
  readonly concurrency: number;
  /** Streams in all. */
  readonly streams: number;
  readonly stream: boolean;
  /** Whether each listener waits until its playback has ended; starts are spread over one text then. */
  readonly play: boolean;
  /** How long to do nothing instead, seconds. */
  readonly idleS?: number;
}

/** What the server's process and its codec did for the load, warm-up left out of the CPU figures only. */
export interface ServerWork {
  readonly runs: number;
  readonly windows: number;
  readonly decodedTokens: number;
  readonly newTokens: number;
  readonly busyMs: number;
  readonly cpuMs: number;
  /** Of it, the threads that decode. */
  readonly decodeCpuMs: number;
}

export interface Loaded {
  readonly heard: readonly Heard[];
  readonly wallS: number;
  readonly server: ServerWork;
}

/** Starts a server of its own for the load, a closed loop, and ends it. */
export async function measureLoad(
  env: Readonly<Record<string, string>>,
  load: Load,
): Promise<Loaded> {
  // A folder of its own: each server measures its decoder itself.
  const folder = await mkdtemp(join(tmpdir(), "utter-bench-"));
  const server = await startServer({
    ...env,
    MODEL_DIR: folder,
    LOG_LEVEL: "info",
    LOG_FORMAT: "json",
  });
  try {
    await listen(server.url, { input: INPUT, max_tokens: MEAN_TOKENS });
    const [cpu, threads] = [await cpuMs(server.pid), await threadCpuMs(server.pid)];
    const { heard, wallS } = await closedLoop(server.url, load);
    const used = (await cpuMs(server.pid)) - cpu;
    const grown = [...(await threadCpuMs(server.pid))].map(
      ([id, ms]) => ms - (threads.get(id) ?? 0),
    );
    await server.stop();
    const work = codecWork(server.log());
    // A thread that decodes works for a good part of the runs; the runtime's own (collector, compiler) do not.
    const decoding = grown.filter((ms) => ms > 0.2 * work.busyMs);
    const decodeCpuMs = decoding.reduce((sum, ms) => sum + ms, 0);
    return { heard, wallS, server: { ...work, cpuMs: used, decodeCpuMs } };
  } finally {
    await server.stop(); // once more does nothing
    await rm(folder, { recursive: true });
  }
}

async function closedLoop(url: string, load: Load): Promise<Omit<Loaded, "server">> {
  const { concurrency, streams, stream, play, idleS = 0 } = load;
  const heard: Heard[] = [];
  const startMs = performance.now();
  const lengths = spreadLengths(streams);
  const listener = async (index: number): Promise<void> => {
    if (play) await Bun.sleep((index * MEAN_S * 1000) / concurrency);
    for (let tokens = lengths.pop(); tokens !== undefined; tokens = lengths.pop()) {
      const one = await listen(url, { input: INPUT, stream, max_tokens: tokens });
      heard.push(one);
      if (process.stderr.isTTY) process.stderr.write(`\r${heard.length}/${streams} streams `);
      if (play) await Bun.sleep(Math.max(0, one.firstAudioMs + one.audioS * 1000 - one.endMs));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, index) => listener(index)));
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  await Bun.sleep(idleS * 1000);
  return { heard, wallS: (performance.now() - startMs) / 1000 };
}

/** Lengths evenly between half and one and a half of the mean, in an order that a fixed seed decides. */
function spreadLengths(count: number): number[] {
  const lengths = Array.from({ length: count }, (_, index) =>
    Math.round(MEAN_TOKENS * (0.5 + (index + 0.5) / count)),
  );
  const next = random(1);
  for (let at = count - 1; at > 0; at--) {
    const other = next(at + 1);
    [lengths[at], lengths[other]] = [lengths[other]!, lengths[at]!];
  }
  return lengths;
}

/** The codec's counters, which the server's last line has. */
function codecWork(log: string): Omit<ServerWork, "cpuMs" | "decodeCpuMs"> {
  const line = log.split("\n").findLast((one) => one.includes('"event":"stopped"'));
  if (line === undefined)
    throw new Error(`the server did not say how it stopped:\n${log.slice(-500)}`);
  const figures = JSON.parse(line) as Readonly<Record<string, number>>;
  return {
    runs: figures["codec_runs"] ?? 0,
    windows: figures["codec_windows"] ?? 0,
    decodedTokens: figures["codec_decoded_tokens"] ?? 0,
    newTokens: figures["codec_new_tokens"] ?? 0,
    busyMs: figures["codec_busy_ms"] ?? 0,
  };
}
