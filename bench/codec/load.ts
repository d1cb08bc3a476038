import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { random } from "../../fixtures/random.ts";
import { TOKENS_PER_SECOND } from "../../src/codec/codes.ts";
import { type Heard, listen } from "../listener.ts";
import { cpuMs, startServer, threadCpuMs } from "../serverProcess.ts";

/** Any text will do, because the replay answers with its own tokens. */
const INPUT = "One sentence.";
/** Number of recorded tokens. Requests ask for 50 to 150 % of this number. */
const MEAN_TOKENS = 325;
const MEAN_S = MEAN_TOKENS / TOKENS_PER_SECOND;

export interface Load {
  readonly concurrency: number;
  /** Total number of streams. */
  readonly streams: number;
  readonly stream: boolean;
  /** Whether each listener waits for the end of its playback. If so, the first requests are spread over one text. */
  readonly play: boolean;
  /** Idle time after the streams, seconds. */
  readonly idleS?: number;
}

/** Work of the server and its codec. The codec's figures include the warm-up, the CPU figures do not. */
export interface ServerWork {
  readonly runs: number;
  readonly windows: number;
  readonly decodedTokens: number;
  readonly newTokens: number;
  readonly busyMs: number;
  readonly cpuMs: number;
  /** CPU time of the threads that decode. */
  readonly decodeCpuMs: number;
}

export interface Loaded {
  readonly heard: readonly Heard[];
  readonly wallS: number;
  readonly server: ServerWork;
}

/** Starts a server, runs the load as a closed loop, and stops the server. */
export async function measureLoad(
  env: Readonly<Record<string, string>>,
  load: Load,
): Promise<Loaded> {
  // A new folder, so that each server calibrates its decoder.
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
    // A decoding thread is busy for over a fifth of the time of the runs. Threads of the runtime (collector, compiler)
    // are busy for less.
    const decoding = grown.filter((ms) => ms > 0.2 * work.busyMs);
    const decodeCpuMs = decoding.reduce((sum, ms) => sum + ms, 0);
    return { heard, wallS, server: { ...work, cpuMs: used, decodeCpuMs } };
  } finally {
    await server.stop(); // no effect if already stopped
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

/** Returns lengths spread evenly over 50 to 150 % of the mean, in a pseudo-random order. */
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

/** The codec's counters in the server's last log line. */
const stoppedSchema = z.object({
  codec_runs: z.number(),
  codec_windows: z.number(),
  codec_decoded_tokens: z.number(),
  codec_new_tokens: z.number(),
  codec_busy_ms: z.number(),
});

/** Reads the codec's counters from a server's log. Throws an Error if the server did not log that it stopped. */
function codecWork(log: string): Omit<ServerWork, "cpuMs" | "decodeCpuMs"> {
  const line = log.split("\n").findLast((one) => one.includes('"event":"stopped"'));
  if (line === undefined)
    throw new Error(`the server logged no "stopped" event:\n${log.slice(-500)}`);
  const figures = stoppedSchema.parse(JSON.parse(line));
  return {
    runs: figures.codec_runs,
    windows: figures.codec_windows,
    decodedTokens: figures.codec_decoded_tokens,
    newTokens: figures.codec_new_tokens,
    busyMs: figures.codec_busy_ms,
  };
}
