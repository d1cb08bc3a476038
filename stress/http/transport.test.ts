import { afterEach, expect, test } from "bun:test";
import https from "node:https";
import { createServer } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { answerWith, beginChunked, fakeServer, wavTone } from "../server.fake.ts";
import { Failure } from "./failure.ts";
import { openTransport } from "./transport.ts";
import type { Trust } from "./trust.ts";

/** Self-signed certificate and key of localhost and 127.0.0.1, for tests only. */
const PEM = join(import.meta.dir, "../../fixtures/selfsigned.pem");

let server: https.Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** Sends two requests to an https server with the certificate in PEM. */
async function sendTwice(trust: Trust) {
  const pem = readFileSync(PEM, "utf8");
  const wav = wavTone(20);
  const opened = https.createServer({ key: pem, cert: pem }, (_request, response) => {
    response.writeHead(200, { "server-timing": "queue;dur=1", trailer: "server-timing" });
    response.write(wav);
    response.addTrailers({ "server-timing": "total;dur=5" });
    response.end();
  });
  server = opened;
  await new Promise<void>((resolve) => opened.listen(0, "127.0.0.1", resolve));
  const address = opened.address();
  const port = typeof address === "object" ? address?.port : null;
  const transport = openTransport(`https://127.0.0.1:${port}`, trust);
  const timings: unknown[] = [];
  let [connected, bytes] = [0, 0];
  const hooks = {
    connected: () => void connected++,
    headers: (_: number, headers: object) => void timings.push(Object.entries(headers)),
    bytes: (read: Uint8Array) => void (bytes += read.length),
    trailers: (trailers: object) => void timings.push(trailers),
  };
  try {
    for (let count = 0; count < 2; count++) {
      const call = { path: "/v1/audio/speech", headers: {}, body: "{}" };
      await transport.exchange(call, hooks).ended;
    }
  } finally {
    transport.close();
  }
  return { connected, connections: transport.connections, bytes, timings };
}

test("an untrusted certificate fails as connect with a message that names --ca-file and --insecure", async () => {
  const error = await sendTwice({ insecure: false }).catch((error: unknown) => error);
  expect(error).toMatchObject({
    kind: "connect",
    message: expect.stringMatching(/certificate refused .*--ca-file FILE.*--insecure/),
  });
});

test.each([
  ["--insecure", { insecure: true }],
  ["--ca-file", { insecure: false, caFile: PEM }],
])("%s lets two requests use one connection, and their trailers are reported", async (_, trust) => {
  const { connected, connections, bytes, timings } = await sendTwice(trust);
  expect({ connected, connections, bytes }).toEqual({
    connected: 1,
    connections: 1,
    bytes: 2 * wavTone(20).length,
  });
  expect(timings).toContainEqual({ "server-timing": "total;dur=5" });
});

test("the error for a missing --ca-file names the file", () => {
  const trust = { insecure: false, caFile: "/nowhere/ca.pem" };
  expect(() => openTransport("https://127.0.0.1:1", trust)).toThrow(
    "cannot read --ca-file /nowhere/ca.pem (ENOENT",
  );
});

const SILENT = { connected() {}, headers() {}, bytes() {} };
const CALL = { path: "/v1/audio/speech", headers: { "X-Own": "1" }, body: "{}" };

test("a connection is not reused if the server has closed it or will close it soon", async () => {
  const answers = [
    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nkeep-alive: timeout=1\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
  ];
  const plain = await fakeServer(
    (socket, index) => void socket.write(answers[index] ?? answers[2] ?? ""),
  );
  const transport = openTransport(plain.url, { insecure: false });
  try {
    const opened: number[] = [];
    for (let count = 0; count < 4; count++) {
      await transport.exchange(CALL, SILENT).ended;
      opened.push(transport.connections);
    }
    expect(opened).toEqual([1, 2, 3, 3]);
  } finally {
    transport.close();
    plain.close();
  }
});

test("stop() closes the connection and rejects with the given failure, before and after the connect", async () => {
  const cut = Promise.withResolvers<void>();
  const plain = await fakeServer((socket) => {
    beginChunked(socket);
    socket.on("close", () => cut.resolve());
  });
  const transport = openTransport(plain.url, { insecure: false });
  const failure = new Failure("timeout_total", "too long");
  try {
    const early = transport.exchange(CALL, SILENT);
    const interrupt = new Failure("aborted", "interrupted");
    early.stop(interrupt);
    expect(await early.ended.catch((error: unknown) => error)).toBe(interrupt);
    const started = Promise.withResolvers<void>();
    const late = transport.exchange(CALL, { ...SILENT, headers: () => started.resolve() });
    await started.promise;
    late.stop(failure);
    expect(await late.ended.catch((error: unknown) => error)).toBe(failure);
    await cut.promise;
  } finally {
    transport.close();
    plain.close();
  }
});

test("a refusal whose body does not end has its status", async () => {
  const plain = await fakeServer((socket, index) => {
    socket.write("HTTP/1.1 503 X\r\ncontent-length: 999\r\nlocation: /busy\r\n\r\nfull");
    if (index === 1) socket.end();
  });
  const transport = openTransport(plain.url, { insecure: false });
  const message = `HTTP 503: redirects to ${plain.url}/busy, which --host can name. full`;
  try {
    const started = Promise.withResolvers<void>();
    const late = transport.exchange(CALL, { ...SILENT, headers: () => started.resolve() });
    await started.promise;
    late.stop(new Failure("timeout_first_audio", "late"));
    const expected = { kind: "http_5xx", message };
    expect(await late.ended.catch((error: unknown) => error)).toMatchObject(expected);
    const cut = transport.exchange(CALL, SILENT);
    expect(await cut.ended.catch((error: unknown) => error)).toMatchObject(expected);
  } finally {
    transport.close();
    plain.close();
  }
});

test("a timeout before the connection is established fails as connect", async () => {
  const mute = await fakeServer(() => {}); // the server never answers the TLS handshake
  const transport = openTransport(mute.url.replace("http", "https"), { insecure: true });
  try {
    const flight = transport.exchange(CALL, SILENT);
    flight.stop(new Failure("timeout_first_audio", "no audio after 50 ms"));
    expect(await flight.ended.catch((error: unknown) => error)).toMatchObject({
      kind: "connect",
      message: "no connection (no audio after 50 ms)",
    });
  } finally {
    transport.close();
    mute.close();
  }
});

test("a request larger than the socket's buffer arrives complete", async () => {
  const plain = await fakeServer((socket) => answerWith(socket, wavTone(20)));
  const transport = openTransport(plain.url.replace("127.0.0.1", "localhost"), { insecure: false });
  try {
    const body = JSON.stringify({ input: "ä".repeat(4_000_000) });
    await transport.exchange({ ...CALL, body }, SILENT).ended;
    expect(plain.bodies[0] === body).toBe(true);
  } finally {
    transport.close();
    plain.close();
  }
});

test("a body that ends with its connection is complete", async () => {
  const plain = await fakeServer((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\nab");
    setTimeout(() => socket.end("cd"), 10);
  });
  const transport = openTransport(plain.url, { insecure: false });
  let text = "";
  const hooks = { ...SILENT, bytes: (read: Uint8Array) => void (text += Buffer.from(read)) };
  try {
    for (let count = 0; count < 2; count++) await transport.exchange(CALL, hooks).ended;
    expect([text, transport.connections]).toEqual(["abcdabcd", 2]);
  } finally {
    transport.close();
    plain.close();
  }
});

test("a header with a line break is refused", async () => {
  const transport = openTransport("http://127.0.0.1:1", { insecure: false });
  const headers = { "x-evil": "1\r\nhost: other" };
  const refused = await transport.exchange({ ...CALL, headers }, SILENT).ended.catch(String);
  expect(refused).toContain('invalid header "x-evil"');
});

test("no server name is sent to an IP address", async () => {
  let hello: Buffer = Buffer.alloc(0);
  const target = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (read) => {
      hello = Buffer.from(read);
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => target.listen(0, "127.0.0.1", resolve));
  const address = target.address();
  const port = typeof address === "object" ? address?.port : null;
  const transport = openTransport(`https://127.0.0.1:${port}`, { insecure: true });
  const hooks = { connected() {}, headers() {}, bytes() {} };
  await transport.exchange(CALL, hooks).ended.catch(() => {});
  transport.close();
  target.close();
  expect(hello.length).toBeGreaterThan(100);
  expect(hello.includes("127.0.0.1")).toBe(false);
});

test("a redirect fails with a message that shows where it leads", async () => {
  const fake = await fakeServer((socket) =>
    answerWith(socket, "moved", { status: 308, headers: "Location: https://h/v2\r\n" }),
  );
  const transport = openTransport(fake.url, { insecure: false });
  const hooks = { connected() {}, headers() {}, bytes() {} };
  const error = await transport.exchange(CALL, hooks).ended.catch((e: unknown) => e);
  transport.close();
  fake.close();
  expect(error).toMatchObject({
    kind: "http_4xx",
    message: "HTTP 308: redirects to https://h/v2, which --host can name. moved",
  });
});

test("a kept connection that ends on reuse is stale, not truncated", async () => {
  const fake = await fakeServer((socket, index) => {
    if (index === 0) answerWith(socket, "ok");
    else socket.destroy();
  });
  const transport = openTransport(fake.url, { insecure: false });
  const hooks = { connected() {}, headers() {}, bytes() {} };
  await transport.exchange(CALL, hooks).ended;
  const error = await transport.exchange(CALL, hooks).ended.catch((e: unknown) => e);
  const first = await transport.exchange(CALL, hooks).ended.catch((e: unknown) => e);
  transport.close();
  fake.close();
  expect(error).toMatchObject({ kind: "stale_connection" });
  expect(first).toMatchObject({ kind: "truncated" }); // a new connection, which ended after the request
});

test("a header connection: close opens a connection for each request", async () => {
  const fake = await fakeServer((socket) => answerWith(socket, "ok"));
  const transport = openTransport(fake.url, { insecure: false });
  const hooks = { connected() {}, headers() {}, bytes() {} };
  const call = { ...CALL, headers: { Connection: "close" } };
  for (let count = 0; count < 3; count++) await transport.exchange(call, hooks).ended;
  const { connections } = transport;
  transport.close();
  fake.close();
  expect(connections).toBe(3);
  expect(fake.heads[0]).toMatch(/^connection: close\r?$/m);
});
