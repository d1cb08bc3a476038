import { getPath } from "hono/utils/url";

/**
 * Returns the path by which a request is routed: without a slash at its end and with single slashes, because clients join
 * base URLs and paths with none or two.
 */
export function routedPath(request: Request): string {
  const path = getPath(request).replace(/\/{2,}/g, "/");
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
