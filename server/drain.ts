import type { MiddlewareHandler } from "hono";
import { SpeechError } from "../src/errors.ts";

/** State of the graceful shutdown. While draining, the server still listens, but it refuses new requests. */
export interface Drain {
  readonly draining: boolean;
  /** Aborts when draining starts. */
  readonly begun: AbortSignal;
  /** Aborts when running streams must end. */
  readonly deadline: AbortSignal;
  /** Starts draining: from now on, new requests are refused. */
  begin(): void;
  /** Cuts running streams now. */
  cut(): void;
}

/**
 * Creates the shutdown state of a running server. Draining starts with `begin()`.
 *
 * @example
 * const drain = createDrain();
 * process.on("SIGTERM", () => {
 *   drain.begin();
 *   setTimeout(() => drain.cut(), 30_000);
 * });
 */
export function createDrain(): Drain {
  const begun = new AbortController();
  const deadline = new AbortController();
  return {
    get draining() {
      return begun.signal.aborted;
    },
    begun: begun.signal,
    deadline: deadline.signal,
    begin: () => begun.abort(),
    cut() {
      begun.abort();
      deadline.abort(new SpeechError("not_ready", "the server is shutting down"));
    },
  };
}

/**
 * Returns middleware that tells clients and proxies to close their connection after an answer that a draining server
 * sends. A request that came later on a kept connection would reach a server that has stopped.
 */
export function closingConnections(drain: Pick<Drain, "draining">): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (drain.draining) c.res.headers.append("Connection", "close");
  };
}
