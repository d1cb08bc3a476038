import { messageOf } from "../../src/message.ts";
import { createAnswerReader, type Headers } from "./answer.ts";
import { addressOf } from "./address.ts";
import { type Exchange, type Loss, openConnectionPool } from "./connectionPool.ts";
import { descriptorLimit } from "./descriptors.ts";
import { Failure, type FailureKind } from "./failure.ts";
import { createRequestWriter, type HttpCall } from "./request.ts";
import { ERROR_BODY_BYTES, failureKindOf, redirectTarget, statusFailure } from "./status.ts";
import { connectMessage, type Trust } from "./trust.ts";

/** Hooks that are called at the moment of each event. */
interface ExchangeHooks {
  /** A new connection was established. The hook is not called for a reused connection. */
  connected(): void;
  headers(status: number, headers: Headers): void;
  /** The body bytes of one read of a successful answer. */
  bytes(read: Uint8Array): void;
  /** The headers after the body of a successful answer. The hook is called before `ended` resolves. */
  trailers?(trailers: Headers): void;
}

/** A request that has been sent. */
export interface Flight {
  /**
   * Resolves at the last byte of a successful body. Rejects with a Failure of kind connect, truncated or http_*, or with
   * the Failure that `stop` received. The status of a refusal counts also if its body does not end.
   */
  readonly ended: Promise<void>;
  /** Closes the connection; does nothing after the end. A timeout before the connection is established becomes "connect". */
  stop(failure: Failure): void;
}

/** Sends requests to one target, without a limit on the requests in flight. */
export interface Transport {
  readonly target: string;
  /** Connections established so far. */
  readonly connections: number;
  /** Sends one request, without a retry. Does not throw. */
  exchange(call: HttpCall, hooks: ExchangeHooks): Flight;
  close(): void;
}

/**
 * Opens a transport of HTTP/1.1 on plain sockets. fetch would silently queue the 257th request, keeps 64 idle connections
 * and has no connect event. node:http takes twice the CPU per request. The transport does not request compressed bodies
 * and ignores proxies of the environment. Throws Error if `trust.caFile` cannot be read.
 *
 * @example
 * const transport = openTransport("http://localhost:9091", { insecure: false });
 * await transport.exchange({ path: "/v1/audio/speech", headers: {}, body: "{}" }, hooks).ended;
 * transport.close();
 */
export function openTransport(target: string, trust: Trust): Transport {
  const base = new URL(target);
  const pool = openConnectionPool(addressOf(base, trust));
  const write = createRequestWriter(base);
  return {
    target: base.origin,
    get connections() {
      return pool.opened;
    },
    exchange(call, hooks) {
      const ended = Promise.withResolvers<void>();
      let request: Uint8Array;
      try {
        request = write(call);
      } catch (error) {
        ended.reject(new Failure("connect", messageOf(error)));
        return { ended: ended.promise, stop() {} };
      }
      const sent = { request, keepAlive: keepsAlive(call), origin: base.origin };
      const { exchange, refusal } = toExchange(sent, hooks, ended);
      pool.send(exchange);
      return {
        ended: ended.promise,
        stop(failure) {
          const connected = pool.drop(exchange);
          const connecting = !connected && failure.kind.startsWith("timeout");
          const told = failure.kind === "aborted" ? null : refusal();
          ended.reject(told ?? (connecting ? unconnected(failure) : failure));
        },
      };
    },
    close: pool.close,
  };
}

/** Returns false if a header of the call asks for a new connection for each request. */
function keepsAlive({ headers }: HttpCall): boolean {
  for (const name in headers)
    if (name.toLowerCase() === "connection") return !/close/i.test(headers[name] ?? "");
  return true;
}

/** Returns the exchange, and a function that returns its refusal; null before the headers of an error. */
function toExchange(
  { origin, ...sent }: Pick<Exchange, "request" | "keepAlive"> & { readonly origin: string },
  hooks: ExchangeHooks,
  ended: PromiseWithResolvers<void>,
): { readonly exchange: Exchange; readonly refusal: () => Failure | null } {
  let failedAs: FailureKind | null = null;
  let status = 0;
  let location: string | undefined;
  let errorBody = "";
  const answer = createAnswerReader({
    headers(code, headers) {
      status = code;
      location = redirectTarget(headers["location"], origin);
      failedAs = failureKindOf(code);
      hooks.headers(code, headers);
    },
    body(read) {
      if (failedAs === null) hooks.bytes(read);
      else if (errorBody.length < ERROR_BODY_BYTES) errorBody += Buffer.from(read).toString();
    },
  });
  const refusal = () =>
    failedAs === null ? null : statusFailure(status, { body: errorBody, location });
  const exchange: Exchange = {
    ...sent,
    answer,
    connected: hooks.connected,
    done() {
      const refused = refusal();
      if (refused !== null) return ended.reject(refused);
      hooks.trailers?.(answer.trailers);
      ended.resolve();
    },
    lost: (error, loss) => ended.reject(refusal() ?? lossFailure(error, loss)),
  };
  return { exchange, refusal };
}

function unconnected(error: Error): Failure {
  const message =
    error instanceof Failure ? `no connection (${error.message})` : connectMessage(error);
  return new Failure("connect", message, error);
}

/** Returns the failure of a request whose connection failed. */
export function lossFailure(error: Error, loss: Loss): Failure {
  if (loss === "unconnected") return unconnected(error);
  if (loss === "sent") return new Failure("truncated", `connection lost: ${error.message}`, error);
  if (loss === "stale")
    return new Failure(
      "stale_connection",
      `the server closed a kept connection when it was reused: ${error.message}; --header connection=close opens a new one for each request`,
      error,
    );
  return new Failure(
    "client_limit",
    `this process may open only ${descriptorLimit()} files (ulimit -n): raise the limit, or add --workers`,
    error,
  );
}
