import { messageOf } from "../src/errors.ts";
import { createAdmission } from "./admission.ts";
import { createApp } from "./app.ts";
import { type Config, helpText, readConfig, secretValues } from "./config.ts";
import { createDrain, type Drain } from "./drain.ts";
import { closeEngines, openEngines } from "./engines.ts";
import { admissionLimits } from "./limits.ts";
import { createLog, type Log } from "./log.ts";
import { openReporters } from "./reporting.ts";
import { createCatalogue } from "./voices.ts";

/** Time between looks at whether the last answer has left. */
const DRAIN_LOOK_MS = 20;

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
  const engines = await openEngines(config, log);
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
    now,
  });
  const drain = createDrain();
  const app = createApp({ config, catalogue, admission, drain, log, now, observers });
  const server = listen(config, app.fetch);
  console.log(`utter speaks at ${server.url.href.replace(/\/$/, "")} (${engines.length > 1 ? "engines" : "engine"} ${engines.map(({ id }) => id).join(", ")}, voice ${catalogue.defaultVoice})

  curl ${server.url.href}v1/audio/speech -H 'content-type: application/json' \\
    -d '{"input": "Hello! How can I help you?", "response_format": "wav"}' -o hello.wav
`);
  const whole = await stopped(server, { config, drain, log });
  await closeEngines(engines);
  await Promise.all(reporters.map((reporter) => reporter.close()));
  log("info", "stopped", {
    streams: whole ? "all ended whole" : "some were cut",
    ...Object.assign({}, ...engines.map((engine) => engine.figures?.())),
  });
  process.exit(whole ? 0 : 1);
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

interface Stop {
  readonly config: Config;
  readonly drain: Drain;
  readonly log: Log;
}

/** Waits for SIGTERM or Ctrl-C, then until the last answer has left; true when none was cut. */
async function stopped(server: Listening, { config, drain, log }: Stop): Promise<boolean> {
  await signalled(drain);
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
