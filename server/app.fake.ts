import type { Engine } from "../src/engine.ts";
import { createAdmission } from "./admission/admission.ts";
import { createApp } from "./app.ts";
import { createCatalogue } from "./catalogue.ts";
import { readConfig } from "./config.ts";
import { createDeps } from "./deps.ts";
import { createDrain } from "./drain.ts";
import { createFakeEngine, type FakeEngine } from "./engine.fake.ts";
import { admissionLimits } from "./admission/limits.ts";
import { createLog } from "./observe/log.ts";
import type { Observer } from "./observe/observer.ts";
import { sockets } from "./talk/socket.ts";
import type { Watchdog, Watched } from "./observe/watchdog.ts";

type Environment = Readonly<Record<string, string>>;

/** Builds the app with a fake default engine, followed by `others`. Returns it with the parts that tests inspect. */
export function build(
  engine: FakeEngine = createFakeEngine(),
  env: Environment = {},
  others: readonly Engine[] = [],
) {
  return { ...buildWith([engine, ...others], env), engine };
}

/** Builds the app with the given engines. The first engine determines the admission limits. */
export function buildWith(
  engines: readonly [Engine, ...Engine[]],
  env: Environment,
  observers: readonly Observer[] = [],
) {
  const config = readConfig(env);
  const lines: string[] = [];
  const admission = createAdmission({
    ...admissionLimits(engines[0], config),
    shared: config.API_KEYS.length > 1,
    queueTimeoutMs: 10_000,
    now: () => performance.now(),
  });
  const drain = createDrain();
  const watched: Watched[] = [];
  const watchdog: Watchdog = {
    watch(request) {
      watched.push(request);
      return () => void (watched.includes(request) && watched.splice(watched.indexOf(request), 1));
    },
    check() {},
  };
  const deps = createDeps({
    config,
    admission,
    drain,
    catalogue: createCatalogue(engines, {
      defaultVoice: config.DEFAULT_SPEAKER,
      voiceAliases: config.VOICE_ALIASES,
      modelAliases: config.MODEL_ALIASES,
    }),
    log: createLog(config, (line) => void lines.push(line)),
    now: () => performance.now(),
    watchdog,
    observers,
  });
  const app = createApp(deps);
  const serve = () =>
    Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 0,
      fetch: app.fetch,
      websocket: sockets,
    });
  return { app, deps, admission, drain, lines, serve, watched };
}

/** Builds a POST request. A string is sent unchanged; any other `body` is sent as JSON. */
export function speech(
  body: unknown,
  headers: Environment = { "content-type": "application/json" },
): RequestInit {
  return { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

export const PATH = "/v1/audio/speech";
export const HELLO = "Hello there, my friend.";

/** Polls until `done()` is true. Only the test's own timeout limits the wait. */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await Bun.sleep(2);
}
