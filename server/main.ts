import { messageOf } from "../src/message.ts";
import type { Engine } from "../src/engine.ts";
import { type LexiconFile, openLexiconFile } from "../src/text/lexiconFile.ts";
import { warmUpText } from "../src/text/warmUp.ts";
import { SpeechError } from "../src/errors.ts";
import { createAdmission } from "./admission/admission.ts";
import { createApp } from "./app.ts";
import { createCatalogue } from "./catalogue.ts";
import { type Config, misspeltSettings, readConfig, secretValues } from "./config.ts";
import { argumentError, helpText } from "./configHelp.ts";
import { createDeps, type Deps, type Services } from "./deps.ts";
import { createDrain } from "./drain.ts";
import { drainServer, type Listening } from "./stop/drainServer.ts";
import { closeEngines, lacksVoice, openEngines } from "./engines/engines.ts";
import { admissionLimits, limitingEngine } from "./admission/limits.ts";
import { createLog, type Log } from "./observe/log.ts";
import { openReporters } from "./observe/reporting.ts";
import { startText } from "./startText.ts";
import { untilStopSignal } from "./stop/untilStopSignal.ts";
import { sockets } from "./talk/socket.ts";
import { pullWithLog } from "./pull/atStart.ts";
import { openWyoming, type WyomingServer } from "./wyoming/server.ts";

/** Interval of the samples of the load, milliseconds. */
const SAMPLE_MS = 1000;
/** Time to abort a start after a stop signal, milliseconds. Then the process exits, even if parts are still open. */
const START_STOP_MS = 2000;

async function main(): Promise<void> {
  const args = Bun.argv.slice(2);
  const wrong = argumentError(args);
  if (wrong !== null) throw new Error(wrong);
  if (args.length > 0) {
    console.log(helpText());
    return;
  }
  const config = readConfig(process.env);
  const secrets = secretValues(config);
  const log = createLog({ ...config, secrets }, (line) => process.stderr.write(`${line}\n`));
  for (const message of misspeltSettings(process.env)) log("warn", "setting", { message });
  const now = (): number => performance.now();
  const reporters = await openReporters(config, { log, now });
  const observers = reporters.map(({ observe }) => observe);
  const lexicon = openLexicon(config, log);
  const drain = createDrain();
  const stopWanted = untilStopSignal(drain);
  const opening = startEngines(config, log, stopWanted);
  warmUpText(); // while the engines' threads start
  const engines = await opening;
  let drained: boolean;
  try {
    drained = await serve(engines, { config, drain, lexicon, log, now, observers }, stopWanted);
  } finally {
    await closeEngines(engines);
  }
  await Promise.all(reporters.map((reporter) => reporter.close()));
  log("info", "stopped", {
    streams: drained ? "all completed" : "some were cut",
    ...Object.assign({}, ...engines.map((engine) => engine.figures?.())),
  });
  process.exit(drained ? 0 : 1);
}

/** Opens LEXICON_FILE, if it is set. Throws an Error with the variable, the file and the line if the file is wrong. */
function openLexicon({ LEXICON_FILE }: Config, log: Log): LexiconFile | null {
  if (LEXICON_FILE === "") return null;
  try {
    return openLexiconFile(LEXICON_FILE, (message) => log("warn", message));
  } catch (error) {
    const message = `Expected \`LEXICON_FILE\` to be a file of entries \`written = spoken\`, got ${messageOf(error)}`;
    throw new Error(message, { cause: error });
  }
}

/** Pulls the natural voice if it is wanted, and opens the engines; a stop signal during the start ends the process with code 0. */
async function startEngines(
  config: Config,
  log: Log,
  stopWanted: Promise<void>,
): Promise<readonly Engine[]> {
  const start = new AbortController();
  let isOpening = true;
  void stopWanted.then(() => {
    if (!isOpening) return;
    start.abort(new SpeechError("not_ready", "stopped during the start"));
    // Some steps of the start can't be aborted, such as reading a large file or recording a CUDA graph.
    setTimeout(() => process.exit(0), START_STOP_MS);
  });
  try {
    if (await lacksVoice(config)) await pullWithLog(config, log, start.signal);
    return await openEngines(config, log, start.signal);
  } catch (error) {
    if (!start.signal.aborted) throw error;
    log("info", "stopped", { streams: "none: stopped during the start" });
    return process.exit(0);
  } finally {
    isOpening = false;
  }
}

type Served = Pick<Services, "config" | "drain" | "lexicon" | "log" | "now" | "observers">;

/** Serves until a stop signal, then drains. Returns true if every response was completed. */
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
  const admission = createAdmission({
    ...admissionLimits(limitingEngine(engines) ?? { id: "flite" }, config),
    shared: config.API_KEYS.length > 1,
    queueTimeoutMs: config.REQUEST_TIMEOUT_S * 1000,
    now: services.now,
  });
  const deps = createDeps({ ...services, catalogue, admission });
  setInterval(() => deps.live.sample(Date.now() / 1000), SAMPLE_MS).unref();
  const server = listen(config, createApp(deps).fetch);
  const wyoming = config.WYOMING_PORT === 0 ? null : await listenWyoming(config, deps);
  const started = {
    url: server.url.href,
    engines: engines.map(({ id }) => id),
    voice: catalogue.defaultVoice,
    needsKey: config.API_KEYS.length > 0,
  };
  console.log(startText(started));
  const stopWatching = deps.metrics.watchEventLoop(services.now);
  try {
    await stopWanted;
    return await drainServer({ server, wyoming }, services);
  } finally {
    stopWatching();
  }
}

/** Starts to listen. Throws an Error that names HOST and PORT if that fails. */
function listen(
  config: Config,
  fetch: (request: Request) => Response | Promise<Response>,
): Listening {
  try {
    // Bun's default idle timeout of 10 s would cut a request that waits for its first audio. The server has its own
    // timeouts.
    return Bun.serve({
      hostname: config.HOST,
      port: config.PORT,
      idleTimeout: 0,
      fetch,
      websocket: sockets,
    });
  } catch (error) {
    const cause = messageOf(error);
    const message = `can't listen on HOST=${config.HOST}, PORT=${config.PORT}: ${cause}; set PORT to a free port`;
    throw new Error(message, { cause: error });
  }
}

/** Starts the Wyoming server. Throws an Error that names HOST and WYOMING_PORT if that fails. */
async function listenWyoming(config: Config, deps: Deps): Promise<WyomingServer> {
  const { HOST, WYOMING_PORT } = config;
  if (config.API_KEYS.length > 0) deps.log("warn", "wyoming_takes_no_keys", { port: WYOMING_PORT });
  try {
    return await openWyoming({ host: HOST, port: WYOMING_PORT }, deps);
  } catch (error) {
    const message = `can't listen on HOST=${HOST}, WYOMING_PORT=${WYOMING_PORT}: ${messageOf(error)}; set WYOMING_PORT to a free port`;
    throw new Error(message, { cause: error });
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
