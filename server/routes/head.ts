import type { MiddlewareHandler } from "hono";

/**
 * Adds the length of GET's body to answers of HEAD. Hono runs GET's handler for HEAD and removes the body, so that the
 * length would be lost.
 */
export const headLength: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.req.method !== "HEAD") return;
  const { byteLength } = await c.res.arrayBuffer();
  c.res = new Response(null, c.res);
  c.header("Content-Length", String(byteLength));
};
