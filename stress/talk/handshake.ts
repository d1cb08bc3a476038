import { Failure } from "../http/failure.ts";
import { basicAuthorization, endpointUrl, isHeader } from "../http/request.ts";
import type { SenderOptions } from "../load/senderOptions.ts";
import type { SocketId } from "../reply/settings.ts";
import type { Wire } from "./wires/wire.ts";

/** What a handshake needs besides the path and the query of its protocol. */
interface Handshake {
  readonly base: URL;
  readonly options: Pick<SenderOptions, "apiKey" | "header" | "path">;
  readonly wire: SocketId;
  readonly requestId: string;
}

/** Returns the head of the handshake, except for its key. Throws Failure "connect" for an invalid header. */
export function handshakeHead(
  { path, query }: Pick<Wire, "path" | "query">,
  { base, options, wire, requestId }: Handshake,
): string {
  const url = endpointUrl(base, options.path ?? path);
  for (const [name, value] of Object.entries(query))
    if (!url.searchParams.has(name)) url.searchParams.set(name, value);
  const basic = basicAuthorization(base);
  const fields: Record<string, string> = {
    host: base.host,
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    "x-request-id": requestId,
    ...(basic === null ? {} : { authorization: basic }),
    ...(options.apiKey === null ? {} : keyHeader(options.apiKey, wire)),
  };
  for (const [name, value] of Object.entries(options.header)) fields[name.toLowerCase()] = value;
  const lines = Object.entries(fields).map(([name, value]) => {
    if (!isHeader(name, value))
      throw new Failure("connect", `invalid header ${JSON.stringify(name)}`);
    return `${name}: ${value}\r\n`;
  });
  return `GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines.join("")}`;
}

/** Returns the key where each API expects it. */
function keyHeader(key: string, wire: SocketId): Record<string, string> {
  if (wire === "deepgram") return { authorization: `Token ${key}` };
  if (wire === "vllm-omni") return { authorization: `Bearer ${key}` };
  return { "xi-api-key": key };
}
