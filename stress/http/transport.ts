import { messageOf } from "../../src/message.ts";
import { Failure, type FailureKind } from "./failure.ts";
import { createAnswerReader, type Headers } from "./answer.ts";
import { type Address, type Exchange, openLines } from "./connectionPool.ts";
import { createRequestWriter, type HttpCall } from "./request.ts";
import { connectMessage, tlsOptions, type Trust } from "./trust.ts";

/** What happens on the way, told at the moment it happens. */
interface ExchangeHooks {
  /** A new connection stands; never called on a reused one. */
  connected(): void;
  headers(status: number, headers: Headers): void;
  /** What one read brought of the body of a successful answer. */
  bytes(read: Uint8Array): void;
  /** Headers behind the body, told before a successful answer is over. */
  trailers?(trailers: Headers): void;
}

/** A request that has been sent. */
export interface Flight {
  /** Resolves at the last byte of a successful body; rejects with Failure: connect, truncated, http_*, what `stop` got. */
  readonly ended: Promise<void>;
  /** Cuts its connection; nothing happens once it has ended. A time-out before there is a connection is "connect". */
  stop(failure: Failure): void;
}

/** Sends requests to one target; nothing in it limits how many are in flight. */
export interface Transport {
  readonly target: string;
  /** Connections opened so far. */
  readonly connections: number;
  /** Sends one request, and never repeats it. Does not throw. */
  exchange(call: HttpCall, hooks: ExchangeHooks): Flight;
  close(): void;
}

/** Bytes of an error's body that are kept for its message. */
const ERROR_BODY_BYTES = 500;

/**
 * HTTP/1.1 on plain sockets. fetch queues the 257th request in silence, keeps 64 idle connections and has no connect
 * event; node:http takes twice the CPU per request. Neither compressed bodies are asked for, nor a proxy that
 * the environment names. Throws Error where `trust` names no file.
 */
export function openTransport(target: string, trust: Trust): Transport {
  const base = new URL(target);
  const lines = openLines(addressOf(base, trust));
  const write = createRequestWriter(base);

  const exchange: Transport["exchange"] = (call, hooks) => {
    let refused: FailureKind | null = null;
    let status = 0;
    let errorBody = "";
    const answer = createAnswerReader({
      headers(code, headers) {
        status = code;
        refused = statusKind(code);
        hooks.headers(code, headers);
      },
      body(read) {
        if (refused === null) hooks.bytes(read);
        else if (errorBody.length < ERROR_BODY_BYTES) errorBody += Buffer.from(read).toString();
      },
    });
    const ended = Promise.withResolvers<void>();
    let request: Uint8Array;
    try {
      request = write(call);
    } catch (error) {
      ended.reject(new Failure("connect", messageOf(error)));
      return { ended: ended.promise, stop() {} };
    }
    const own: Exchange = {
      request,
      answer,
      connected: hooks.connected,
      done() {
        if (refused !== null) return ended.reject(refusal(refused, status, errorBody));
        hooks.trailers?.(answer.trailers);
        ended.resolve();
      },
      lost: (error, sent) => ended.reject(sent ? cut(error) : unconnected(error)),
    };
    lines.send(own);
    return {
      ended: ended.promise,
      stop(failure) {
        const stood = lines.drop(own);
        const connecting = !stood && failure.kind.startsWith("timeout");
        ended.reject(connecting ? unconnected(failure) : failure);
      },
    };
  };

  return {
    target: base.origin,
    get connections() {
      return lines.opened;
    },
    exchange,
    close: lines.close,
  };
}

function addressOf(base: URL, trust: Trust): Address {
  const secure = base.protocol === "https:";
  const hostname = base.hostname.replace(/^\[(.*)\]$/, "$1"); // [::1]
  return {
    hostname,
    port: Number(base.port) || (secure ? 443 : 80),
    tls: secure ? { serverName: hostname, ...tlsOptions(trust) } : null,
  };
}

function unconnected(error: Error): Failure {
  const message =
    error instanceof Failure ? `no connection (${error.message})` : connectMessage(error);
  return new Failure("connect", message, error);
}

function cut(error: Error): Failure {
  return new Failure("truncated", `connection lost: ${error.message}`, error);
}

function refusal(kind: FailureKind, status: number, body: string): Failure {
  const text = body.slice(0, ERROR_BODY_BYTES).trim();
  return new Failure(kind, text === "" ? `HTTP ${status}` : `HTTP ${status}: ${text}`);
}

/** null for an answer that brings a body to measure. A redirect is not followed: it is not the server under test. */
function statusKind(status: number): FailureKind | null {
  if (status >= 200 && status < 300) return null;
  if (status === 429) return "http_429";
  return status >= 500 ? "http_5xx" : "http_4xx";
}
