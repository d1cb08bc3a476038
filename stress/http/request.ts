/** One request. */
export interface HttpCall {
  /** Absent: POST. */
  readonly method?: "GET";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Creates a writer of requests to the server at `base`. User name and password of `base` become basic
 * authentication. The writer throws Error for an invalid header.
 *
 * @example
 * const write = createRequestWriter(new URL("http://localhost:9091"));
 * socket.write(write({ path: "/v1/audio/speech", headers: {}, body: "{}" }));
 */
export function createRequestWriter(base: URL): (call: HttpCall) => Uint8Array {
  const defaults: Record<string, string> = {
    host: base.host,
    accept: "*/*",
    "accept-encoding": "identity",
    connection: "keep-alive",
  };
  const authorization = basicAuthorization(base);
  if (authorization !== null) defaults["authorization"] = authorization;
  const targets = new Map<string, string>();
  return ({ method = "POST", path, headers, body }) => {
    let target = targets.get(path);
    if (target === undefined) targets.set(path, (target = requestTarget(base, path)));
    const fields = { ...defaults };
    for (const name in headers) fields[name.toLowerCase()] = headers[name] ?? "";
    fields["content-length"] = String(Buffer.byteLength(body));
    let head = `${method} ${target} HTTP/1.1\r\n`;
    for (const name in fields) {
      const value = fields[name] ?? "";
      if (!isHeader(name, value)) throw new Error(`invalid header ${JSON.stringify(name)}`);
      head += `${name}: ${value}\r\n`;
    }
    return Buffer.from(`${head}\r\n${body}`);
  };
}

/** Returns the header of basic authentication for user name and password of `base`; null without them. */
export function basicAuthorization({ username, password }: URL): string | null {
  if (username === "") return null;
  const credentials = decodeURIComponent(`${username}:${password}`);
  return `Basic ${Buffer.from(credentials).toString("base64")}`;
}

/** Returns true if a request can carry the field (RFC 9110, section 5). */
export function isHeader(name: string, value: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\r\n\0]/.test(value);
}

/** Appends `path` to the path of `base`. What both have in common (/v1, or the whole endpoint) is not repeated. */
function requestTarget(base: URL, path: string): string {
  const url = endpointUrl(base, path);
  return url.pathname + url.search;
}

/** Returns the URL of the endpoint `path` at `base`, which can be the URL of the endpoint itself. */
export function endpointUrl(base: URL, path: string): URL {
  const prefix = base.pathname.replace(/\/+$/, "");
  const url = new URL(base);
  if (prefix.endsWith(path)) url.pathname = prefix;
  else
    url.pathname =
      prefix.endsWith("/v1") && path.startsWith("/v1/")
        ? prefix.slice(0, -3) + path
        : prefix + path;
  return url;
}
