import type { MiddlewareHandler } from "hono";
import { expected } from "../src/message.ts";
import { indexOfDigest, sha256 } from "./digests.ts";
import type { Env } from "./env.ts";
import { HttpError } from "./errors.ts";

/**
 * Creates middleware that requires one of `keys` as bearer token and otherwise responds with 401. Digests of all keys
 * are compared in constant time, so that the response time reveals nothing about a guess. The context variable `key` is
 * set to the index of the key, never to the key itself.
 *
 * @example
 * app.use("/v1/*", requireKey(["first-key", "second-key"]));
 */
export function requireKey(keys: readonly string[]): MiddlewareHandler<Env> {
  const digests = keys.map(sha256);
  return async (c, next) => {
    const header = c.req.header("authorization");
    const token = /^Bearer (.+)$/i.exec(header ?? "")?.[1] ?? "";
    const index = indexOfDigest(digests, sha256(token));
    if (index === null) throw unauthorized(header, token);
    c.set("key", String(index));
    await next();
  };
}

function unauthorized(header: string | undefined, token: string): HttpError {
  const got = token === "" ? "no bearer token" : "an unknown key";
  const message = expected(
    "Authorization",
    '"Bearer KEY" with a valid API key',
    header === undefined ? null : got,
  );
  return new HttpError("unauthorized", message, { "WWW-Authenticate": "Bearer" });
}
