import { afterAll, expect, test } from "bun:test";
import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import { openSpeaker } from "./speaker.ts";

const servers: Server[] = [];
afterAll(() => servers.forEach((server) => server.close()));

/** Serves connections: `answers` has, for each request, the bytes to send; null closes the connection. */
async function serve(answers: readonly (string | null)[]) {
  let [requests, connections] = [0, 0];
  const server = createServer((socket: Socket) => {
    connections += 1;
    socket.on("error", () => {});
    socket.on("data", () => {
      const answer = answers[requests] ?? null;
      requests += 1;
      if (answer !== null) socket.write(answer);
      if (answer === null || answer.includes("!")) socket.end();
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, connections: () => connections };
}

const WHOLE = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n0\r\n\r\n";
const CUT = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabc!";
const BUSY = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 2\r\n\r\n{}";
const DRAINING = "HTTP/1.1 503 Gone\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
const BROKEN = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\n{}";

test("openSpeaker tells how each request ended and keeps its connection", async () => {
  const { url, connections } = await serve([WHOLE, BUSY, BROKEN, DRAINING, CUT, WHOLE, null]);
  const speaker = openSpeaker(url);
  const endings: string[] = [];
  for (let at = 0; at < 7; at += 1) endings.push((await speaker.speak("Hello.")).ending);
  speaker.close();
  expect(endings).toEqual([
    "complete",
    "refused",
    "failed",
    "refused",
    "cut",
    "complete",
    "unanswered",
  ]);
  // A connection ends with its close, with a cut and at the end of the last.
  expect(connections()).toBe(3);
});

test("openSpeaker reports a server that does not listen as failed", async () => {
  const { url } = await serve([]);
  servers.pop()?.close();
  expect(await openSpeaker(url).speak("Hello.")).toMatchObject({ ending: "failed", status: 0 });
});

test("openSpeaker reads no faster than the audio is played", async () => {
  const audio = "x".repeat(48 * 900);
  const { url } = await serve([
    `HTTP/1.1 200 OK\r\nContent-Length: ${2 * audio.length}\r\n\r\n${audio}${audio}`,
  ]);
  const startMs = performance.now();
  const speaker = openSpeaker(url);
  expect((await speaker.speak("Hello.")).bytes).toBe(2 * audio.length);
  speaker.close();
  expect(performance.now() - startMs).toBeGreaterThan(300);
});
