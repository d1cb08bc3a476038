import { Command } from "commander";
import { messageOf } from "../../src/message.ts";
import { count, listOf } from "../../bench/flags.ts";
import { machineLine } from "../../bench/machine.ts";
import { freePort, type ServerProcess, startServer } from "../../bench/serverProcess.ts";
import { conversations } from "./conversations.ts";
import { type Crowd, type Lengths, measureLengths } from "./crowd.ts";
import { libraries } from "./libraries.ts";
import { listeners } from "./listeners.ts";
import { PROXIES, type ProxyName, startProxy } from "./proxies.ts";
import { openTally } from "./tally.ts";

interface Options {
  readonly proxy: readonly ProxyName[];
  readonly clients: readonly (typeof CLIENTS)[number][];
  readonly runs: number;
  readonly listeners: number;
  readonly engine: string;
  readonly restartAfter: number;
  readonly python: string;
}

const CLIENTS = ["speech", "sockets", "libraries"] as const;

/** Time that clients go on after the server is back, milliseconds. */
const AFTER_MS = 8000;

const program = new Command("bun run verify:proxy")
  .description(
    "Restarts one of two servers behind a proxy, with its file in deploy/, on loopback. Prints one line per run; exit " +
      "status 1 if an answer was refused, cut or missing. MODEL_DIR names the folder of the natural voice.",
  )
  .option("--proxy <list>", "haproxy, nginx", listOf(PROXIES), PROXIES)
  .option(
    "--clients <list>",
    "speech (listeners that play one text after the other), sockets (conversations), libraries (the same with LiveKit's " +
      "plugins and Pipecat's services)",
    listOf(CLIENTS),
    ["speech", "sockets"],
  )
  .option("--runs <n>", "restarts for each proxy and kind of clients", count, 5)
  .option("--listeners <n>", "clients at once", count, 40)
  .option("--engine <name>", "engine of the servers", "hibari")
  .option("--restart-after <seconds>", "when a run restarts a server", count, 10)
  .option(
    "--python <path>",
    "for libraries: a Python with livekit-plugins-elevenlabs and -deepgram, pipecat-ai[elevenlabs,deepgram]",
    "python3",
  )
  .action(verify);

/** Two servers, of which one is restarted. */
interface Pair {
  a: ServerProcess;
  readonly b: ServerProcess;
}

async function verify(options: Options): Promise<void> {
  console.log(`verify:proxy: ${machineLine()}, engine ${options.engine}`);
  const start = (port: number) => startServer({ PORT: String(port), ENGINE: options.engine });
  const pair: Pair = { a: await start(freePort()), b: await start(freePort()) };
  onExit(() => [pair.a.pid, pair.b.pid]);
  try {
    const lengths = await measureLengths(pair.b.url);
    for (const proxy of options.proxy)
      for (const clients of options.clients)
        for (let run = 1; run <= options.runs; run += 1) {
          const seen = await restartUnder(pair, { ...options, proxy, clients, lengths, start });
          console.log(`${proxy}, ${clients}, run ${run}: ${seen}`);
        }
  } finally {
    await Promise.all([pair.a.stop(), pair.b.stop()]);
  }
}

interface Run extends Omit<Options, "proxy" | "clients"> {
  readonly proxy: ProxyName;
  readonly clients: (typeof CLIENTS)[number];
  readonly lengths: Lengths;
  readonly start: (port: number) => Promise<ServerProcess>;
}

/** Restarts server A under clients. Returns what they saw, in words. */
async function restartUnder(pair: Pair, run: Run): Promise<string> {
  const through = await startProxy(run.proxy, {
    a: new URL(pair.a.url).host,
    b: new URL(pair.b.url).host,
  });
  const ending = new AbortController();
  const tally = openTally();
  const busy = startClients(run, {
    url: through.url,
    count: run.listeners,
    tally,
    signal: ending.signal,
    lengths: run.lengths,
  });
  try {
    await Bun.sleep(run.restartAfter * 1000);
    const restarted = await restart(pair, run.start);
    await Bun.sleep(AFTER_MS);
    ending.abort();
    await busy;
    if (!tally.isClean) process.exitCode = 1;
    return `${tally.line()}; ${restarted}`;
  } finally {
    ending.abort();
    await Promise.allSettled([busy]);
    await through.stop();
  }
}

function startClients({ clients, python }: Run, crowd: Crowd): Promise<void> {
  if (clients === "speech") return listeners(crowd);
  if (clients === "sockets") return conversations(crowd);
  return libraries(crowd, python);
}

/** Stops server A with SIGTERM and starts it again at its address. Returns how long both took, in words. */
async function restart(pair: Pair, start: Run["start"]): Promise<string> {
  const startMs = performance.now();
  const code = await pair.a.stop();
  const drainedMs = performance.now() - startMs;
  pair.a = await start(Number(new URL(pair.a.url).port));
  if (code !== 0) process.exitCode = 1;
  return `A ended after ${(drainedMs / 1000).toFixed(1)} s with code ${code} and was ready ${(pair.a.readyMs / 1000).toFixed(1)} s later`;
}

/** Kills the servers when a signal ends this process; a server that has ended is no error. */
function onExit(pids: () => readonly number[]): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));
  process.once("exit", () => {
    for (const pid of pids())
      try {
        process.kill(pid, "SIGKILL");
      } catch {}
  });
}

try {
  await program.parseAsync();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
