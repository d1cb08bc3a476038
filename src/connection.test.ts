import { expect, test } from "bun:test";
import { connectionReason } from "./connection.ts";
import { SpeechError } from "./errors.ts";

/** Words of the runtime that no client should read. */
const OF_THE_RUNTIME =
  /Unable to connect|Is the computer|verbose|socket connection|fetch\(\)|E[A-Z]{5}/;

/** Listens and answers the first bytes of each connection with `answer`, then closes it. */
function listen(answer: string) {
  return Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { data: (socket) => void socket.end(answer) },
  });
}

async function reasonOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
  } catch (error) {
    return connectionReason(error);
  }
  throw new Error("expected the request to fail");
}

test("a port on which nothing listens refuses the connection", async () => {
  const reason = await reasonOf(() => fetch("http://127.0.0.1:9/"));
  expect(reason).toBe("nothing listens there (connection refused)");
});

test.each([
  ["before its answer", ""],
  ["within its body", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nabc"],
  ["within a chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\nabc"],
])("a server that closes the connection %s", async (_, answer) => {
  using server = listen(answer);
  const reason = await reasonOf(async () =>
    (await fetch(`http://127.0.0.1:${server.port}/`)).text(),
  );
  expect(reason).toBe("the connection was closed before the answer was complete");
});

test("a server that speaks no TLS, and one with a certificate of its own", async () => {
  using plain = listen("HTTP/1.1 400 Bad Request\r\n\r\n");
  expect(await reasonOf(() => fetch(`https://127.0.0.1:${plain.port}/`))).toContain("TLS");
  const pem = await Bun.file(`${import.meta.dir}/../fixtures/selfsigned.pem`).text();
  using own = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    tls: { cert: pem, key: pem },
    fetch: () => new Response(),
  });
  expect(await reasonOf(() => fetch(`https://127.0.0.1:${own.port}/`))).toContain("self-signed");
});

test("an error of fetch without a known code has none of the runtime's words", () => {
  const error = Object.assign(new TypeError("pass `verbose: true` to fetch()"), { code: "Odd" });
  expect(connectionReason(error)).toBe("the connection failed (Odd)");
  expect(connectionReason(new TypeError("fetch() failed"))).not.toMatch(OF_THE_RUNTIME);
});

test("a timeout, an error of our own and a value that is no error", async () => {
  using silent = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => new Promise<Response>(() => {}),
  });
  const timeout = { signal: AbortSignal.timeout(20) };
  expect(await reasonOf(() => fetch(silent.url, timeout))).toBe("it did not answer in time");
  expect(connectionReason(new SpeechError("upstream", "its own words"))).toBe("its own words");
  expect(connectionReason("text")).toBe("text");
});
