import { Hono } from "hono";
import { cors } from "hono/cors";
import { boundedJson } from "./body/read.ts";
import { captionedSpeech } from "./routes/captioned.ts";
import { cloneRoute } from "./routes/clone.ts";
import { deepgramSocket } from "./routes/sockets/deepgram.ts";
import { elevenLabsSocket, streamInputSocket } from "./routes/sockets/elevenLabs.ts";
import type { Deps } from "./deps.ts";
import { docs } from "./docs/docs.ts";
import { closingConnections } from "./drain.ts";
import type { Env } from "./env.ts";
import { HttpError } from "./errors.ts";
import { liveEvents } from "./page/liveEvents.ts";
import { addPages } from "./page/pages.ts";
import { health, ready } from "./routes/health.ts";
import { expected } from "../src/message.ts";
import { validBody } from "./body/valid.ts";
import { requireKey } from "./keys.ts";
import { headLength } from "./routes/head.ts";
import { receivedByDeepgram, speakAsDeepgram } from "./routes/deepgram.ts";
import { addElevenLabs } from "./routes/elevenLabs/routes.ts";
import { normalize } from "./routes/normalize.ts";
import { routedPath } from "./routes/path.ts";
import { talkRoute } from "./routes/talk.ts";
import { toTemplate } from "./routes/template.ts";
import { unknownPath } from "./routes/unknownPath.ts";
import { vllmSocket } from "./routes/sockets/vllmOmni.ts";
import { openapi } from "./docs/openapi.ts";
import { captionedBody, normalizeBody, speechBody } from "./schemas.ts";
import { failed, recorded } from "./routes/record.ts";
import { speak } from "./routes/speech.ts";
import { listAudioModels, listModels, retrieveModel } from "./routes/models.ts";
import { listSpeakers, listVoices } from "./routes/voices.ts";

const MAX_BODY_BYTES = 2 * 1024 * 1024;

/**
 * Creates the app with all routes of the server.
 *
 * @example
 * const app = createApp(createDeps({ config, catalogue, admission, drain, log, now }));
 * Bun.serve({ idleTimeout: 0, fetch: app.fetch });
 */
export function createApp(deps: Deps): Hono<Env> {
  const { config, catalogue, metrics } = deps;
  const app = new Hono<Env>({ getPath: routedPath });

  app.use(closingConnections(deps.drain));
  app.use(recorded(deps));
  app.use(headLength);
  if (config.CORS_ORIGINS.length > 0) {
    const origin = config.CORS_ORIGINS.includes("*") ? "*" : [...config.CORS_ORIGINS];
    app.use(
      cors({
        origin,
        exposeHeaders: [
          "x-request-id",
          "retry-after",
          "server-timing",
          "x-unspoken",
          "x-utter-ignored",
        ],
      }),
    );
  }
  if (config.API_KEYS.length > 0)
    for (const path of ["/v1/*", "/v2/*", "/dev/*", "/live/events"])
      app.use(path, requireKey(config.API_KEYS));

  const json = boundedJson({
    maxBytes: MAX_BODY_BYTES,
    idleMs: config.REQUEST_TIMEOUT_S * 1000,
  });
  app.post("/v1/audio/speech", json, validBody(speechBody), (c) =>
    speak(c, { body: c.req.valid("json") }, deps),
  );
  for (const path of ["/v1/audio/captioned_speech", "/dev/captioned_speech"])
    app.post(path, json, validBody(captionedBody), (c) =>
      captionedSpeech(c, c.req.valid("json"), deps),
    );
  app.post("/v1/audio/vc", cloneRoute(deps));
  addElevenLabs(app, json, deps);
  app.post("/v1/speak", json, validBody(receivedByDeepgram), (c) =>
    speakAsDeepgram(c, c.req.valid("json"), deps),
  );
  app.post("/v1/audio/normalize", json, validBody(normalizeBody), (c) =>
    normalize(c, c.req.valid("json"), deps),
  );
  for (const [path, open] of [
    ["/v1/text-to-speech/:voice/multi-stream-input", elevenLabsSocket],
    ["/v1/text-to-speech/:voice/stream-input", streamInputSocket],
    ["/v1/speak", deepgramSocket],
    ["/v1/audio/speech/stream", vllmSocket],
  ] as const)
    app.get(
      path,
      talkRoute((c) => open(c, deps), deps),
    );
  app.get("/v1/audio/voices", (c) => c.json(listVoices(catalogue)));
  app.get("/v1/audio/speaker", (c) => c.json(listSpeakers(catalogue)));
  app.get("/v1/audio/models", (c) => c.json(listAudioModels(catalogue)));
  app.get("/v1/models", (c) => c.json(listModels(catalogue)));
  // The name of a model can contain slashes.
  app.get("/v1/models/:model{.+}", (c) => c.json(retrieveModel(catalogue, c.req.param("model"))));
  app.get("/health", health);
  app.get("/ready", (c) => ready(c, deps));
  app.get("/metrics", async (c) =>
    c.body(await metrics.text(), 200, { "Content-Type": metrics.contentType }),
  );
  app.get("/openapi.json", (c) => c.json(openapi()));
  app.get("/live/events", (c) => liveEvents(c, deps));
  app.get("/docs", docs);
  addPages(app);
  refuseOtherMethods(app);

  // The error is returned, because a thrown error would bypass the middleware that logs the request.
  const known = app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => ({ method, path: toTemplate(path) }));
  app.notFound((c) => failed(unknownPath(c, known), c));
  app.onError(failed);
  return app;
}

/** Responds to unsupported methods of a known path with 405 and Allow. Hono itself would respond with 404. */
function refuseOtherMethods(app: Hono<Env>): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === "ALL") continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, allowed] of methods) {
    const allow = [...allowed, ...(allowed.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
    app.all(path, (c) => {
      if (c.req.method === "OPTIONS") return c.body(null, 204, { Allow: allow });
      const message = expected("method", allow.replace(/, (\w+)$/, " or $1"), c.req.method);
      throw new HttpError("wrong_method", message, { Allow: allow });
    });
  }
}
