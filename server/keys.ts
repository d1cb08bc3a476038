import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { Env } from "./deps.ts";
import { HttpError } from "./errors.ts";

/**
 * Asks for one of `keys` as bearer; every key is compared, in constant time, so that no answer tells how near a guess
 * was. Leaves the place of the key, never the key, for admission.
 */
export function requireKey(keys: readonly string[]): MiddlewareHandler<Env> {
  const digests = keys.map(digest);
  return async (c, next) => {
    const given = digest(/^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "");
    const places = digests.flatMap((key, place) => (timingSafeEqual(key, given) ? [place] : []));
    if (places[0] === undefined) {
      throw new HttpError("unauthorized", "a valid API key is needed: Authorization: Bearer KEY", {
        "WWW-Authenticate": "Bearer",
      });
    }
    c.set("key", String(places[0]));
    await next();
  };
}

function digest(text: string): Uint8Array {
  return new Bun.CryptoHasher("sha256").update(text).digest();
}
