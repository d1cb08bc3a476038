import http from "node:http";
import https from "node:https";
import type { HttpCall } from "./clients/client.ts";
import { Failure, type FailureKind } from "./failure.ts";
import { connectMessage, tlsOptions, type Trust } from "./trust.ts";

/** What happens on the way, told at the moment it happens. */
interface ExchangeHooks {
  /** A new connection stands; never called on a reused one. */
  connected(): void;
  headers(status: number, headers: http.IncomingHttpHeaders): void;
  /** One read of the body of a successful answer. */
  bytes(read: Uint8Array): void;
  /** Headers behind the body, told before a successful answer is over. */
  trailers?(trailers: Readonly<Record<string, string | undefined>>): void;
}

/** Sends requests to one target; nothing in it limits how many are in flight. */
export interface Transport {
  readonly target: string;
  /** Connections opened so far. */
  readonly connections: number;
  /**
   * One request, resolved at the last byte of a successful body. Rejects with Failure: connect, truncated,
   * http_*, or the reason that `signal` was aborted with. Never repeats a request.
   */
  exchange(call: HttpCall, hooks: ExchangeHooks, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Bytes of an error's body that are kept for its message. */
const ERROR_BODY_BYTES = 500;

/**
 * node:http and not fetch: fetch queues the 257th request in silence, keeps 64 idle connections and has no
 * connect event, so it bends the arrivals it is asked to make. Neither does node:http ask for compressed bodies or
 * go through a proxy that the environment names. Throws Error where `trust` names no file.
 */
export function openTransport(target: string, trust: Trust): Transport {
  const base = new URL(target);
  const client = base.protocol === "https:" ? https : http;
  const connectEvent = base.protocol === "https:" ? "secureConnect" : "connect";
  const agent = new client.Agent({
    keepAlive: true,
    maxSockets: Infinity,
    maxFreeSockets: 65_536,
    ...tlsOptions(trust),
  });
  let connections = 0;

  const exchange: Transport["exchange"] = (call, hooks, signal) =>
    new Promise((resolve, reject) => {
      let connected = false;
      let answer: http.IncomingMessage | null = null;
      const request = client.request(join(base, call.path), {
        method: "POST",
        agent,
        headers: {
          accept: "*/*",
          "accept-encoding": "identity",
          ...call.headers,
          "content-length": Buffer.byteLength(call.body),
        },
      });
      const onAbort = () => request.destroy();
      signal.addEventListener("abort", onAbort, { once: true });
      const settle = (failure: Failure | null) => {
        signal.removeEventListener("abort", onAbort);
        if (failure === null) resolve();
        else reject(failure);
      };
      const lost = (error: Error) => {
        if (signal.aborted) settle(abortFailure(signal));
        else if (answer === null && !connected)
          settle(new Failure("connect", connectMessage(error), error));
        else settle(new Failure("truncated", `connection lost: ${error.message}`, error));
      };
      request.on("socket", (socket) => {
        connected = request.reusedSocket || !socket.connecting;
        if (connected) return;
        socket.once(connectEvent, () => {
          connected = true;
          connections++;
          hooks.connected();
        });
      });
      request.on("error", lost);
      request.on("response", (response) => {
        answer = response;
        const status = response.statusCode ?? 0;
        hooks.headers(status, response.headers);
        const refused = statusKind(status);
        let errorBody = "";
        response.on("data", (read: Buffer) => {
          if (refused === null) hooks.bytes(read);
          else if (errorBody.length < ERROR_BODY_BYTES) errorBody += read.toString();
        });
        const ended = () => {
          if (refused !== null && !signal.aborted) {
            const text = errorBody.slice(0, ERROR_BODY_BYTES).trim();
            settle(
              new Failure(refused, text === "" ? `HTTP ${status}` : `HTTP ${status}: ${text}`),
            );
          } else if (response.complete && !signal.aborted) {
            hooks.trailers?.(response.trailers);
            settle(null);
          } else lost(new Error("the body ended early"));
        };
        response.on("error", lost);
        response.on("end", ended);
        response.on("close", ended); // a cut body has no "end"; settling twice does nothing
      });
      request.end(call.body);
      if (signal.aborted) onAbort();
    });

  return {
    target: base.origin,
    get connections() {
      return connections;
    },
    exchange,
    close: () => agent.destroy(),
  };
}

/** The path behind the target's own, without doubling a /v1 that the target already ends with. */
function join(base: URL, path: string): URL {
  const prefix = base.pathname.replace(/\/+$/, "");
  const url = new URL(base);
  url.pathname = prefix.endsWith("/v1") ? prefix.slice(0, -3) + path : prefix + path;
  return url;
}

/** null for an answer that brings a body to measure. A redirect is not followed: it is not the server under test. */
function statusKind(status: number): FailureKind | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429) return "http_429";
  return status >= 500 ? "http_5xx" : "http_4xx";
}

function abortFailure(signal: AbortSignal): Failure {
  const reason: unknown = signal.reason;
  return reason instanceof Failure ? reason : new Failure("aborted", "interrupted", reason);
}
