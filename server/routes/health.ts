import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";
import { isReady } from "../observe/readiness.ts";

/** Handles GET /health. The status is always 200. */
export function health(c: Context<Env>): Response {
  return c.json({ status: "ok" });
}

/**
 * Handles GET /ready. Sends 200 if the default engine is ready and the server is not draining, otherwise 503. The body
 * has the reason of each engine that is not ready.
 */
export function ready(c: Context<Env>, { catalogue, drain, admission, lexicon }: Deps): Response {
  const engines = catalogue.engines.map((engine) => ({
    id: engine.id,
    unready: engine.unready()?.message ?? null,
    // Number of live listeners that the engine serves without underruns; null if it was not measured.
    live_capacity: engine.liveCapacity ?? null,
  }));
  const ok = isReady(catalogue.engines, drain);
  return c.json(
    {
      status: ok ? "ready" : drain.draining ? "draining" : "not ready",
      engines,
      in_flight: admission.inFlight,
      queued: admission.queued,
      // What is wrong with LEXICON_FILE; its last right version is used.
      ...(lexicon ? { lexicon: lexicon.problem() } : {}),
    },
    ok ? 200 : 503,
  );
}
