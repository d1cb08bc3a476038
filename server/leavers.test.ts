import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech, until } from "./fake-app.ts";
import { createFakeEngine } from "./fake-engine.ts";

test("clients that leave, at any byte and before the first, give back their place and close the engine", async () => {
  const { serve, admission, engine } = build(
    createFakeEngine({ before: () => Bun.sleep(1), chunks: 60 }),
    { MAX_IN_FLIGHT: "4", MAX_QUEUE: "200" },
  );
  using server = serve();
  await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const client = new AbortController();
      try {
        const response = await fetch(new URL(PATH, server.url), {
          ...speech({ input: HELLO, stream: index % 3 > 0 }),
          signal: index % 2 === 0 ? AbortSignal.timeout(1 + index) : client.signal,
        });
        const reader = response.body?.getReader();
        await reader?.read();
      } catch {
        // It left before the first byte.
      } finally {
        client.abort();
      }
    }),
  );
  await until(() => admission.inFlight === 0 && admission.queued === 0 && engine.speaking === 0);
}, 30_000);

test("a client that leaves after the headers, before any byte of the body, closes the engine", async () => {
  const { app, admission, engine } = build();
  const client = new AbortController();
  const response = await app.request(PATH, { ...speech({ input: HELLO }), signal: client.signal });
  expect([response.status, engine.speaking, admission.inFlight]).toEqual([200, 1, 1]);
  client.abort();
  await until(() => engine.speaking === 0 && admission.inFlight === 0);
});

for (const stream of [true, false]) {
  const form = stream ? "a stream" : "a whole file";
  test(`a reader that takes nothing of ${form} loses its place and its connection`, async () => {
    // More than the buffers of both ends of a connection hold.
    const { serve, admission, engine, lines } = build(createFakeEngine({ chunks: 4000 }), {
      CLIENT_STALL_TIMEOUT_S: "0.2",
    });
    using server = serve();
    const body = JSON.stringify({ input: HELLO, response_format: "wav", stream });
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: server.port ?? 0,
      socket: { data() {} },
    });
    socket.pause();
    socket.write(
      `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    );
    await until(() => server.pendingRequests === 1);
    await until(() => server.pendingRequests === 0);
    expect([admission.inFlight, engine.speaking]).toEqual([0, 0]);
    expect(lines.join("\n")).toContain(stream ? "outcome=stalled" : "outcome=ok");
    socket.terminate();
    // Bun's idle clock is coarse: it cuts some seconds after the limit.
  }, 20_000);
}
