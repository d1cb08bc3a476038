import type { HonoRequest, MiddlewareHandler } from "hono";
import { expected } from "../src/message.ts";
import { indexOfDigest, sha256 } from "./digests.ts";
import type { Env } from "./env.ts";
import { HttpError } from "./errors.ts";

/** The words before a key in `Authorization`: OpenAI's, Deepgram's, Baseten's. */
const SCHEME = /^(?:Bearer|Token|Api-Key) +/i;
/** Subprotocols after which a browser, which cannot set headers on a socket, sends its key. */
const KEY_PROTOCOL = /^\s*(?:token|bearer)\s*,\s*(\S+)\s*$/i;

/**
 * Creates middleware that requires one of `keys`, wherever the client's API puts it (`keysIn`), and otherwise responds
 * with 401. Digests of all keys are compared in constant time, so that the response time reveals nothing about a guess.
 * The context variable `key` is set to the index of the key, never to the key itself.
 *
 * @example
 * app.use("/v1/*", requireKey(["first-key", "second-key"]));
 */
export function requireKey(keys: readonly string[]): MiddlewareHandler<Env> {
  const digests = keys.map(sha256);
  return async (c, next) => {
    const sent = keysIn(c.req);
    const indices = sent.map((key) => indexOfDigest(digests, sha256(key)));
    const index = indices.find((each) => each !== null);
    if (index === undefined) throw unauthorized(c.req.header("authorization"), sent);
    c.set("key", String(index));
    await next();
  };
}

/**
 * Returns the keys of a request: those in `Authorization`, `xi-api-key` (ElevenLabs), `X-API-Key`, the query
 * (`authorization`, `api_key`) and `Sec-WebSocket-Protocol` (`token, KEY` or `bearer, KEY`).
 */
function keysIn(request: HonoRequest): string[] {
  const authorization = request.header("authorization") ?? "";
  const protocols = request.header("sec-websocket-protocol") ?? "";
  return [
    SCHEME.test(authorization) ? authorization.replace(SCHEME, "") : null,
    request.header("xi-api-key"),
    request.header("x-api-key"),
    request.query("authorization")?.replace(SCHEME, ""),
    request.query("api_key"),
    KEY_PROTOCOL.exec(protocols)?.[1],
  ].flatMap((key) => key?.trim() || []);
}

function unauthorized(header: string | undefined, sent: readonly string[]): HttpError {
  const got = sent.length === 0 ? "no bearer token" : "an unknown key";
  const message = expected(
    "Authorization",
    '"Bearer KEY" with a valid API key',
    header === undefined && sent.length === 0 ? null : got,
  );
  return new HttpError("unauthorized", message, { "WWW-Authenticate": "Bearer" });
}
