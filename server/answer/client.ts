import type { Context } from "hono";
import type { Config } from "../config.ts";
import type { Env } from "../env.ts";
import type { Unsent } from "./unsent.ts";

export interface ClientServices {
  readonly config: Pick<Config, "CLIENT_STALL_TIMEOUT_S">;
  readonly unsent: Unsent;
}

/** The client of a response, with its stall timeout and its connection. */
export interface Client {
  /** A client that reads nothing for this long has stalled, seconds. */
  readonly stallS: number;
  /** Returns the bytes in the kernel's send queue; null if unknown, or once the response has ended. */
  unsentBytes(): Promise<number | null>;
  /** Returns true once the response has ended. */
  hasEnded(): boolean;
  /** Sets Bun's idle timeout of the connection, which works in whole seconds up to 255. */
  setIdleTimeout(seconds: number): void;
}

/** Idle timeout that makes Bun close the connection of an aborted body that is not read, seconds. */
export const ABORTED_IDLE_S = 1;

/** Returns the client of a request. Without Bun.serve (in `app.request()`) the client has no socket. */
export function clientOf(c: Context<Env>, { config, unsent }: ClientServices): Client {
  const request = c.req.raw;
  return {
    stallS: config.CLIENT_STALL_TIMEOUT_S,
    unsentBytes: () => unsent(c.env?.requestIP?.(request) ?? null),
    hasEnded: () => c.env?.requestIP?.(request) === null,
    setIdleTimeout: (seconds) => c.env?.timeout?.(request, Math.ceil(seconds)),
  };
}
