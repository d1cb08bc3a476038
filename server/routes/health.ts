import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";

/** GET /health: 200 while the process responds. */
export function health(c: Context<Env>): Response {
  return c.json({ status: "ok" });
}

/** GET /ready: 200 if the default engine is ready and the server is not draining, else 503 with the reasons. */
export function ready(c: Context<Env>, { catalogue, drain, admission }: Deps): Response {
  const engines = catalogue.engines.map((engine) => ({
    id: engine.id,
    unready: engine.unready()?.message ?? null,
    // Live listeners that the engine serves without underruns; null: not measured.
    live_capacity: engine.liveCapacity ?? null,
  }));
  const isReady = !drain.draining && engines[0]?.unready === null;
  return c.json(
    {
      status: isReady ? "ready" : drain.draining ? "draining" : "not ready",
      engines,
      in_flight: admission.inFlight,
      queued: admission.queued,
    },
    isReady ? 200 : 503,
  );
}
