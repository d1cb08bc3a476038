import type { Context } from "hono";
import { untilAborted } from "../../src/streams.ts";
import type { Deps } from "../deps.ts";
import type { Env } from "../env.ts";

/**
 * Handles GET /live/events: the load of the last minute and hour (`history`), then each second (`sample`), as
 * server-sent events. Ends when the server drains, so that an open page does not delay the stop.
 */
export function liveEvents(
  c: Context<Env>,
  { live, drain }: Pick<Deps, "live" | "drain">,
): Response {
  const ended = AbortSignal.any([c.req.raw.signal, drain.begun]);
  async function* events(): AsyncGenerator<Uint8Array> {
    yield event("history", live.history());
    while (!ended.aborted) {
      const sample = await untilAborted(live.next(), ended).catch(() => null);
      if (sample !== null) yield event("sample", sample);
    }
  }
  c.header("Content-Type", "text/event-stream; charset=utf-8");
  c.header("Cache-Control", "no-store");
  // nginx would collect the events before it sends them.
  c.header("X-Accel-Buffering", "no");
  if (c.req.method === "HEAD") return c.body(null);
  return c.body(new Response(events()).body!);
}

function event(name: string, data: object): Uint8Array {
  return new TextEncoder().encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}
