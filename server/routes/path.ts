import { getPath } from "hono/utils/url";

/**
 * Returns the path by which a request is routed: without a slash at its end and with single slashes, because clients join
 * base URLs and paths with none or two.
 */
export function routedPath(request: Request): string {
  const path = getPath(withOrigin(request)).replace(/\/{2,}/g, "/");
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

/**
 * Returns a request with a complete URL. Bun gives the bare path as the URL when the Host header is missing, as HTTP/1.0
 * allows, or is no host name.
 */
export function withOrigin(request: Request): Request {
  return request.url.startsWith("/") ? new Request(`http://localhost${request.url}`) : request;
}
