import { timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { HttpError } from "./errors.ts";

/** Asks for one of `keys` as bearer; every key is compared, in constant time, so that no answer tells how near a guess was. */
export function requireKey(keys: readonly string[]): MiddlewareHandler {
  const digests = keys.map(digest);
  return async (c, next) => {
    const given = digest(/^Bearer (.+)$/i.exec(c.req.header("authorization") ?? "")?.[1] ?? "");
    const known = digests.filter((key) => timingSafeEqual(key, given)).length > 0;
    if (!known) {
      throw new HttpError("unauthorized", "a valid API key is needed: Authorization: Bearer KEY", {
        "WWW-Authenticate": "Bearer",
      });
    }
    await next();
  };
}

function digest(text: string): Uint8Array {
  return new Bun.CryptoHasher("sha256").update(text).digest();
}
