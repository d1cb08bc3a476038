/** One POST. */
export interface HttpCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Writes POSTs to the server at `base`. */
export function createRequestWriter(base: URL): (call: HttpCall) => Uint8Array {
  const own: Record<string, string> = {
    host: base.host,
    accept: "*/*",
    "accept-encoding": "identity",
    connection: "keep-alive",
  };
  if (base.username !== "") {
    const credentials = `${base.username}:${base.password}`;
    own["authorization"] =
      `Basic ${Buffer.from(decodeURIComponent(credentials)).toString("base64")}`;
  }
  const paths = new Map<string, string>();
  return ({ path, headers, body }) => {
    let place = paths.get(path);
    if (place === undefined) paths.set(path, (place = join(base, path)));
    const fields = { ...own };
    for (const name in headers) fields[name.toLowerCase()] = headers[name] ?? "";
    fields["content-length"] = String(Buffer.byteLength(body));
    let head = `POST ${place} HTTP/1.1\r\n`;
    for (const name in fields) {
      const value = fields[name] ?? "";
      if (!isHeader(name, value))
        throw new Error(`a header can't be written: ${JSON.stringify(name)}`);
      head += `${name}: ${value}\r\n`;
    }
    return Buffer.from(`${head}\r\n${body}`);
  };
}

/** Whether a request can carry the field (RFC 9110, section 5). */
export function isHeader(name: string, value: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\r\n\0]/.test(value);
}

/** The path behind the target's own, without doubling a /v1 that the target already ends with. */
function join(base: URL, path: string): string {
  const prefix = base.pathname.replace(/\/+$/, "");
  const url = new URL(base);
  url.pathname = prefix.endsWith("/v1") ? prefix.slice(0, -3) + path : prefix + path;
  return url.pathname + url.search;
}
