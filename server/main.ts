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
import { createDrain, type Drain } from "./drain.ts";
import { closeEngines, lacksVoice, openEngines } from "./engines/engines.ts";
import { admissionLimits, limitingEngine } from "./admission/limits.ts";
import { createLog, type Log } from "./observe/log.ts";
import { openReporters } from "./observe/reporting.ts";
import { startText } from "./startText.ts";
import { type SocketData, sockets } from "./talk/socket.ts";
import { pullWithLog } from "./pull/atStart.ts";
import { openWyoming, type WyomingServer } from "./wyoming/server.ts";

/** Interval at which the server polls the number of pending requests while it drains, milliseconds. */
const DRAIN_POLL_MS = 20;
/**
 * Polls without a pending request after which a draining server stops: at least half a second. A client may send its next
 * request on a kept connection as soon as it has an answer, and is then told to close the connection. Load balancers that
 * check every 200 ms (deploy/haproxy.cfg) see that the server is not ready. Polls are counted instead of time, because
 * requests wait unread while the process waits for a core.
 */
const DRAIN_IDLE_POLLS = 25;
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
  const stopWanted = signalled(drain);
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

type Listening = Bun.Server<SocketData>;

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

/** Refuses new requests, waits for requests in flight, and stops. Returns true if all completed before the deadline. */
async function drainServer(
  { server, wyoming }: { server: Listening; wyoming: WyomingServer | null },
  { config, drain, log }: Served,
): Promise<boolean> {
  drain.begin();
  log("info", "draining", {
    requests: server.pendingRequests,
    sockets: server.pendingWebSockets,
    wyoming: wyoming?.connections,
  });
  const isBusy = (): boolean =>
    server.pendingRequests > 0 || server.pendingWebSockets > 0 || (wyoming?.connections ?? 0) > 0;
  let isComplete = true;
  drain.deadline.addEventListener("abort", () => {
    isComplete = !isBusy();
  });
  const limit = setTimeout(() => drain.cut(), config.DRAIN_TIMEOUT_S * 1000);
  await untilIdle(isBusy, { polls: DRAIN_IDLE_POLLS, deadline: drain.deadline });
  void server.stop(); // closes idle connections, and the others after their answer
  await untilIdle(isBusy, { polls: 1, deadline: drain.deadline });
  clearTimeout(limit);
  await Promise.all([server.stop(true), wyoming?.close()]);
  return isComplete;
}

/** Waits until nothing is pending at `polls` polls in a row, at most until the deadline. */
async function untilIdle(
  isBusy: () => boolean,
  { polls, deadline }: { readonly polls: number; readonly deadline: AbortSignal },
): Promise<void> {
  for (let idle = 0; idle < polls && !deadline.aborted; idle = isBusy() ? 0 : idle + 1)
    await Bun.sleep(DRAIN_POLL_MS);
}

/** One Ctrl-C reaches a script twice, from the terminal and from `bun run`. Signals within this time count as one. */
const SAME_SIGNAL_MS = 500;

/** Resolves at the first SIGTERM or SIGINT. A second signal cuts running streams. */
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
