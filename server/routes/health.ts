import type { Context } from "hono";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";

/** GET /health: the process lives and answers. */
export function health(c: Context<Env>): Response {
  return c.json({ status: "ok" });
}

/** GET /ready: 200 when the default engine can take work and the server is not draining, else 503 with the reasons. */
export function ready(c: Context<Env>, { catalogue, drain, admission }: Deps): Response {
  const engines = catalogue.engines.map((engine) => ({
    id: engine.id,
    unready: engine.unready()?.message ?? null,
    // How many live listeners it promises to serve without stalls; null: not measured.
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
