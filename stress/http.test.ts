import { afterEach, expect, test } from "bun:test";
import https from "node:https";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { wavTone } from "./fakeServer.ts";
import { openTransport } from "./http.ts";
import type { Trust } from "./trust.ts";

/** Certificate and key of localhost and 127.0.0.1, signed by itself, for tests alone. */
const PEM = join(import.meta.dir, "../fixtures/selfsigned.pem");

let server: https.Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

/** Two requests to an https server of that certificate; how often it connected, and what came. */
async function ask(trust: Trust) {
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
      await transport.exchange(call, hooks, new AbortController().signal);
    }
  } finally {
    transport.close();
  }
  return { connected, connections: transport.connections, bytes, timings };
}

test("a certificate that nobody vouches for is a failure to connect that names both flags", async () => {
  const error = await ask({ insecure: false }).catch((error: unknown) => error);
  expect(error).toMatchObject({
    kind: "connect",
    message: expect.stringMatching(/certificate is refused .*--ca-file FILE.*--insecure/),
  });
});

test.each([
  ["--insecure", { insecure: true }],
  ["--ca-file", { insecure: false, caFile: PEM }],
])("%s reaches it over one connection, and trailers are heard", async (_, trust) => {
  const { connected, connections, bytes, timings } = await ask(trust);
  expect({ connected, connections, bytes }).toEqual({
    connected: 1,
    connections: 1,
    bytes: 2 * wavTone(20).length,
  });
  expect(timings).toContainEqual({ "server-timing": "total;dur=5" });
});

test("a --ca-file that is not there is named", () => {
  const trust = { insecure: false, caFile: "/nowhere/ca.pem" };
  expect(() => openTransport("https://127.0.0.1:1", trust)).toThrow(
    "--ca-file: /nowhere/ca.pem can't be read",
  );
});
