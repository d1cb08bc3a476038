import { messageOf } from "../src/message.ts";
import type { Engine } from "../src/engine.ts";
import { SpeechError } from "../src/errors.ts";
import { createAdmission } from "./admission/admission.ts";
import { createApp } from "./app.ts";
import { type Config, helpText, readConfig, secretValues } from "./config.ts";
import type { Services } from "./deps.ts";
import { createDrain, type Drain } from "./drain.ts";
import { closeEngines, openEngines } from "./engines/engines.ts";
import { admissionLimits } from "./admission/limits.ts";
import { createLog, type Log } from "./observe/log.ts";
import { openReporters } from "./observe/reporting.ts";
import { createCatalogue } from "./routes/voices.ts";

/** Time between looks at whether the last answer has left. */
const DRAIN_LOOK_MS = 20;
/** A start that is told to stop may close what it has opened for so long. */
const START_STOP_MS = 2000;

async function main(): Promise<void> {
  if (Bun.argv.includes("--help") || Bun.argv.includes("-h")) {
    console.log(helpText());
    return;
  }
  const config = readConfig(process.env);
  const secrets = secretValues(config);
  const log = createLog({ ...config, secrets }, (line) => process.stderr.write(`${line}\n`));
  const now = (): number => performance.now();
  const reporters = await openReporters(config, { log, now });
  const observers = reporters.map(({ observe }) => observe);
  const drain = createDrain();
  const stopWanted = signalled(drain);
  const engines = await startEngines(config, log, stopWanted);
  let whole: boolean;
  try {
    whole = await serve(engines, { config, drain, log, now, observers }, stopWanted);
  } finally {
    await closeEngines(engines);
  }
  await Promise.all(reporters.map((reporter) => reporter.close()));
  log("info", "stopped", {
    streams: whole ? "all ended whole" : "some were cut",
    ...Object.assign({}, ...engines.map((engine) => engine.figures?.())),
  });
  process.exit(whole ? 0 : 1);
}

/** Opens the engines; a signal to stop that comes meanwhile ends the process. */
async function startEngines(
  config: Config,
  log: Log,
  stopWanted: Promise<void>,
): Promise<readonly Engine[]> {
  const start = new AbortController();
  let isOpening = true;
  void stopWanted.then(() => {
    if (!isOpening) return;
    start.abort(new SpeechError("not_ready", "stopped before the start was complete"));
    // Not waited for: a large file that is being read, a graph that is being recorded.
    setTimeout(() => process.exit(0), START_STOP_MS);
  });
  try {
    return await openEngines(config, log, start.signal);
  } catch (error) {
    if (!start.signal.aborted) throw error;
    log("info", "stopped", { streams: "none: the start was not complete" });
    return process.exit(0);
  } finally {
    isOpening = false;
  }
}

type Served = Pick<Services, "config" | "drain" | "log" | "now" | "observers">;

/** Listens until it is to stop and the last answer has left; true when none was cut. */
async function serve(
  engines: readonly Engine[],
  services: Served,
  stopWanted: Promise<void>,
): Promise<boolean> {
  const { config } = services;
  const catalogue = createCatalogue(engines, {
    defaultVoice: config.DEFAULT_SPEAKER,
    voiceAliases: config.VOICE_ALIASES,
    modelAliases: config.MODEL_ALIASES,
  });
  // One gate for all engines: the codec's limits, where there is one, are the narrower ones.
  const narrowest = engines.find(({ id }) => id === "neucodec") ?? { id: "flite" };
  const admission = createAdmission({
    ...admissionLimits(narrowest, config),
    shared: config.API_KEYS.length > 1,
    queueTimeoutMs: config.REQUEST_TIMEOUT_S * 1000,
    now: services.now,
  });
  const app = createApp({ ...services, catalogue, admission });
  const server = listen(config, app.fetch);
  console.log(`utter speaks at ${server.url.href.replace(/\/$/, "")} (${engines.length > 1 ? "engines" : "engine"} ${engines.map(({ id }) => id).join(", ")}, voice ${catalogue.defaultVoice})

  curl ${server.url.href}v1/audio/speech -H 'content-type: application/json' \\
    -d '{"input": "Hello! How can I help you?", "response_format": "wav"}' -o hello.wav
`);
  await stopWanted;
  return drained(server, services);
}

type Listening = ReturnType<typeof Bun.serve>;

/** Throws an Error that names the variable to change when the address can't be had. */
function listen(
  config: Config,
  fetch: (request: Request) => Response | Promise<Response>,
): Listening {
  try {
    // idleTimeout 0: Bun's own 10 s would cut a handler that waits for its first audio; the clocks are ours.
    return Bun.serve({ hostname: config.HOST, port: config.PORT, idleTimeout: 0, fetch });
  } catch (error) {
    const cause = messageOf(error);
    throw new Error(
      `PORT=${config.PORT}, HOST=${config.HOST}: can't listen there (${cause}); set PORT to a free one`,
      {
        cause: error,
      },
    );
  }
}

/** Takes no new work and waits until the last answer has left; true when none was cut. */
async function drained(server: Listening, { config, drain, log }: Served): Promise<boolean> {
  drain.begin();
  log("info", "draining", { requests: server.pendingRequests });
  const limit = setTimeout(() => drain.cut(), config.DRAIN_TIMEOUT_S * 1000);
  while (server.pendingRequests > 0 && !drain.deadline.aborted) await Bun.sleep(DRAIN_LOOK_MS);
  clearTimeout(limit);
  const whole = !drain.deadline.aborted;
  await server.stop(true);
  return whole;
}

/** One Ctrl-C in a terminal reaches a script twice (from the terminal and from `bun run`): that is one signal. */
const SAME_SIGNAL_MS = 500;

/** Resolves at the first signal to stop; a second one cuts what still runs. */
function signalled(drain: Drain): Promise<void> {
  return new Promise((resolve) => {
    let firstMs: number | undefined;
    const onSignal = (): void => {
      if (firstMs === undefined) {
        firstMs = performance.now();
        resolve();
      } else if (performance.now() - firstMs > SAME_SIGNAL_MS) drain.cut();
    };
    process.on("SIGTERM", onSignal);
    process.on("SIGINT", onSignal);
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
