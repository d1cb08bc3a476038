import { afterEach, beforeEach, expect, test } from "bun:test";
import { createServer, type Server, type Socket } from "node:net";
import { Failure } from "../http/failure.ts";
import type { Close } from "./closeFailure.ts";
import { openWebSocket } from "./webSocket.ts";

let server: Server;
let port = 0;
/** What the server does with a connection; `head` is the complete handshake. */
let serve: (socket: Socket, head: string) => void;
beforeEach(async () => {
  server = createServer((socket) => {
    let text = "";
    socket.on("error", () => {});
    socket.on("data", (read) => {
      if (text.includes("\r\n\r\n")) return;
      text += read.toString("latin1");
      if (text.includes("\r\n\r\n")) serve(socket, text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as { port: number }).port;
});
afterEach(() => void server.close());

const ACCEPTED = (head: string): string => {
  const [, key = ""] = /sec-websocket-key: (\S+)/.exec(head) ?? [];
  const hasher = new Bun.CryptoHasher("sha1");
  const accept = hasher.update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  return `HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`;
};
const textFrame = (text: string) =>
  Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text)]);

/** Opens a socket and collects what it hears. */
async function open(signal = new AbortController().signal) {
  const heard: (string | Uint8Array)[] = [];
  const closed = Promise.withResolvers<Close>();
  const target = {
    address: { hostname: "127.0.0.1", port, tls: null },
    head: "GET / HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: Upgrade\r\n",
  };
  const hooks = {
    read() {},
    message: (data: string | Uint8Array) => heard.push(data),
    closed: closed.resolve,
  };
  return { socket: await openWebSocket(target, hooks, signal), heard, closed: closed.promise };
}
const failureOf = async (): Promise<unknown> =>
  open().then(
    () => null,
    (error: unknown) => error,
  );

test("messages that come with the answer to the handshake are heard, and a close frame tells its code", async () => {
  serve = (socket, head) => {
    const close = Buffer.from([0x88, 6, 0x03, 0xf5, ...Buffer.from("full")]);
    socket.write(Buffer.concat([Buffer.from(ACCEPTED(head)), textFrame("one"), textFrame("two")]));
    socket.write(close);
  };
  const { heard, closed } = await open();
  expect(await closed).toEqual({ code: 1013, reason: "full" });
  expect(heard).toEqual(["one", "two"]);
});

test("a ping is answered with its payload, and a sent text arrives masked", async () => {
  const sent = Promise.withResolvers<Buffer>();
  serve = (socket, head) => {
    let bytes = Buffer.alloc(0);
    socket.on("data", (read: Buffer) => {
      bytes = Buffer.concat([bytes, read]);
      if (bytes.length >= 9 + 8) sent.resolve(bytes);
    });
    socket.write(ACCEPTED(head));
    socket.write(Buffer.from([0x89, 3, 1, 2, 3]));
  };
  const { socket } = await open();
  socket.send("hi");
  const bytes = await sent.promise;
  const frames = [
    bytes.subarray(0, bytes[1] === 0x83 ? 9 : 8),
    bytes.subarray(bytes[1] === 0x83 ? 9 : 8),
  ];
  const payloads = frames.map((frame) =>
    Buffer.from(frame.subarray(6).map((byte, at) => byte ^ (frame[2 + (at & 3)] ?? 0))).toString(),
  );
  expect(new Set(payloads)).toEqual(new Set(["\u0001\u0002\u0003", "hi"]));
  socket.close();
});

test("a connection that ends without a close frame has no code", async () => {
  serve = (socket, head) => {
    socket.write(ACCEPTED(head), () => socket.destroy());
  };
  const { closed } = await open();
  expect((await closed).code).toBeNull();
});

test.each([
  [
    "a refusal with its body, in two reads",
    "HTTP/1.1 429 X\r\ncontent-length: 4\r\n\r\nfu|ll",
    "http_429",
    429,
    "HTTP 429: full",
  ],
  [
    "a refusal that the end of the connection completes",
    "HTTP/1.1 503 X\r\n\r\nlater",
    "http_5xx",
    503,
    "later",
  ],
  [
    "an answer that is no upgrade",
    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
    "bad_audio",
    200,
    "HTTP 200",
  ],
  [
    "a wrong key",
    "HTTP/1.1 101 X\r\nSec-WebSocket-Accept: x\r\n\r\n",
    "connect",
    101,
    "Sec-WebSocket-Accept",
  ],
  ["no HTTP", "SSH-2.0-x\r\n\r\n", "connect", null, "not HTTP/1.1"],
  ["an end without an answer", "", "connect", null, "no answer to the handshake"],
])("a handshake fails: %s", async (_, answer, kind, status, message) => {
  serve = (socket) => {
    const [first = "", second] = answer.split("|");
    socket.write(first);
    setTimeout(() => {
      if (second !== undefined) socket.write(second);
      socket.end();
    }, 20);
  };
  expect(await failureOf()).toMatchObject({
    kind,
    status,
    message: expect.stringContaining(message),
  });
});

test("a refusal whose body does not end has its status, also at the limit", async () => {
  serve = (socket) =>
    void socket.write("HTTP/1.1 401 X\r\ncontent-length: 999\r\ndg-error: no key\r\n\r\n{}");
  const limit = new AbortController();
  setTimeout(() => limit.abort(new Failure("timeout_first_audio", "late")), 50);
  await expect(open(limit.signal)).rejects.toMatchObject({
    kind: "http_4xx",
    status: 401,
    message: "HTTP 401: no key {}",
  });
});

test("an interrupt and a limit end a handshake that is not answered", async () => {
  serve = () => {};
  const interrupt = new AbortController();
  setTimeout(() => interrupt.abort(), 20);
  await expect(open(interrupt.signal)).rejects.toMatchObject({ kind: "aborted" });
  const limit = new AbortController();
  setTimeout(() => limit.abort(new Failure("timeout_first_audio", "late")), 20);
  await expect(open(limit.signal)).rejects.toMatchObject({ kind: "timeout_first_audio" });
});

test("no connection is a failure to connect", async () => {
  server.close();
  port = 1;
  expect(await failureOf()).toMatchObject({ kind: "connect", status: null });
});
