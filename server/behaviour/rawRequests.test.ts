import { expect, test } from "bun:test";
import { build, HELLO, PATH } from "../app.fake.ts";
import { examplePath, OPERATIONS } from "../docs/operations.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { exchange } from "./connection.fake.ts";

const GETS = OPERATIONS.filter(({ method, answer }) => method === "get" && answer !== "socket")
  .map(examplePath)
  .filter((path) => path !== "/live/events"); // the events of the load have no end

/** The same request, written as proxies, health checks and old clients write it. */
const FORMS: Readonly<Record<string, (line: string) => string>> = {
  "HTTP/1.0 without Host": (line) => `${line} HTTP/1.0\r\n`,
  "HTTP/1.0 with keep-alive": (line) => `${line} HTTP/1.0\r\nConnection: keep-alive\r\n`,
  "HTTP/1.0 with Host": (line) => `${line} HTTP/1.0\r\nHost: test\r\n`,
  "an empty Host": (line) => `${line} HTTP/1.1\r\nHost:\r\nConnection: close\r\n`,
  "a Host that is no name": (line) => `${line} HTTP/1.1\r\nHost: a/b?c\r\nConnection: close\r\n`,
  "an IPv6 Host": (line) => `${line} HTTP/1.1\r\nHost: [::1]:80\r\nConnection: close\r\n`,
  "an absolute target": (line) =>
    `${absolute(line)} HTTP/1.1\r\nHost: other\r\nConnection: close\r\n`,
  "an absolute target in HTTP/1.0": (line) => `${absolute(line)} HTTP/1.0\r\n`,
};

function absolute(line: string): string {
  return line.replace(" /", " http://proxy.example:8080/");
}

const statusOf = (head: string): string => head.split(" ")[1] ?? "";

for (const [form, written] of Object.entries(FORMS))
  test(`${form}: every route is found, with its query and without a slash too many`, async () => {
    using server = build().serve();
    const port = Number(server.port);
    for (const path of [...GETS, "/none", "/v1/models/none"]) {
      const plain = await fetch(`${server.url.origin}${path}`);
      const body = Buffer.from(await plain.bytes()).toString("latin1");
      for (const variant of [path, `${path}/`, `/${path}`, `${path}?a=http://b/c`]) {
        const got = await exchange(port, `${written(`GET ${variant}`)}\r\n`);
        expect([variant, statusOf(got.head)]).toEqual([variant, String(plain.status)]);
        // Pages have relative links, figures change, and errors name the path.
        const isPage = plain.headers.get("content-type")?.startsWith("text/html") === true;
        if (plain.ok && !isPage && path !== "/metrics") expect(got.body).toBe(body);
      }
    }
  });

test("speech without Host is the same audio, without chunks in HTTP/1.0", async () => {
  using server = build().serve();
  const body = JSON.stringify({ input: HELLO, response_format: "pcm" });
  const answer = await fetch(`${server.url.origin}${PATH}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  const audio = Buffer.from(await answer.bytes()).toString("latin1");
  const fields = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`;
  const got = await exchange(Number(server.port), `POST ${PATH} HTTP/1.0\r\n${fields}\r\n${body}`);
  expect(statusOf(got.head)).toBe("200");
  expect(got.head).not.toMatch(/transfer-encoding/i);
  expect(got.body === audio).toBe(true);
});

test("a request without Host needs the API key", async () => {
  using server = build(createFakeEngine(), { API_KEYS: "one" }).serve();
  const port = Number(server.port);
  for (const path of ["/v1/models", "//v1/models/", "/%761/models", "/x/../v1/models"])
    for (const form of Object.values(FORMS)) {
      const { head } = await exchange(port, `${form(`GET ${path}`)}\r\n`);
      expect([path, statusOf(head)]).toEqual([path, "401"]);
    }
  const withKey = [
    "GET /v1/models HTTP/1.0\r\nAuthorization: Bearer one\r\n\r\n",
    "GET /v1/models?api_key=one HTTP/1.0\r\n\r\n",
  ];
  for (const request of withKey) expect(statusOf((await exchange(port, request)).head)).toBe("200");
});

test("the page at /docs links to the server's own routes without Host too", async () => {
  using server = build().serve();
  for (const path of ["/docs", "/docs/", "//docs"]) {
    const { body } = await exchange(Number(server.port), `GET ${path} HTTP/1.0\r\n\r\n`);
    const link = /<a href="([^"]*openapi[^"]*)"/.exec(body)?.[1] ?? "";
    expect(new URL(link, `http://localhost${path.replace("//", "/")}`).pathname).toBe(
      "/openapi.json",
    );
  }
});

test("HTTP/1.1 without Host is refused, as RFC 9112 requires", async () => {
  using server = build().serve();
  const { head } = await exchange(Number(server.port), "GET /health HTTP/1.1\r\n\r\n");
  expect(statusOf(head)).toBe("400");
});

test("while the server drains, every answer closes its connection", async () => {
  const { serve, drain } = build();
  using server = serve();
  const port = Number(server.port);
  drain.begin();
  const requests = [
    ...OPERATIONS.map((operation) => `${operation.method.toUpperCase()} ${examplePath(operation)}`),
    "GET /none",
    "DELETE /v1/models",
    "OPTIONS /ready",
    "HEAD /ready",
  ];
  for (const request of requests) {
    // `exchange` resolves when the server closes the connection.
    const fields = "Host: test\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";
    const { head } = await exchange(port, `${request} HTTP/1.1\r\n${fields}\r\n{}`);
    expect([request, head]).toEqual([request, expect.stringMatching(/^connection: .*close$/im)]);
  }
});

test("before it drains, no answer closes its connection", async () => {
  using server = build().serve();
  const answer = await fetch(`${server.url.origin}/ready`);
  expect(answer.headers.get("connection")).not.toBe("close");
});
