import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { examplePath, OPERATIONS } from "../docs/operations.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { exchange, type RawAnswer } from "./connection.fake.ts";

const GETS = OPERATIONS.filter(({ method, answer }) => method === "get" && answer !== "socket").map(
  examplePath,
);
/** The pages have relative links. */
const PAGES: ReadonlySet<string> = new Set(["/", "/live", "/docs"]);
/** The length of /metrics changes with every request, and the events of the load have no end. */
const UNSTEADY: ReadonlySet<string> = new Set(["/metrics", "/live/events"]);

test("a slash at the end of a path and doubled slashes change nothing", async () => {
  const { app } = build();
  for (const path of GETS.filter((path) => !UNSTEADY.has(path))) {
    const plain = await app.request(path);
    const text = await plain.text();
    for (const variant of [`${path}/`, `/${path}`, `${path}//?a=1`]) {
      const response = await app.request(`http://localhost${variant}`);
      expect([variant, response.status]).toEqual([variant, plain.status]);
      if (!PAGES.has(path)) expect(await response.text()).toBe(text);
    }
  }
  const spoken = await app.request(`${PATH}/`, speech({ input: HELLO, stream: false }));
  expect([spoken.status, (await spoken.bytes()).length > 0]).toEqual([200, true]);
});

test("a slash too many does not avoid the API key", async () => {
  const { app } = build(createFakeEngine(), { API_KEYS: "one" });
  for (const path of ["/v1/models/", "//v1/models", "/v1//models", "/%761/models"])
    expect([path, (await app.request(`http://localhost${path}`)).status]).toEqual([path, 401]);
});

test("the page at /docs/ links to the server's own routes", async () => {
  const { app } = build();
  const linkOf = async (path: string) =>
    /<a href="([^"]*openapi[^"]*)"/.exec(await (await app.request(path)).text())?.[1] ?? "";
  for (const path of ["/docs", "/docs/"])
    expect(new URL(await linkOf(path), `http://localhost${path}`).pathname).toBe("/openapi.json");
});

/** Requests `path` over a connection of its own. */
function request(port: number, method: string, path: string): Promise<RawAnswer> {
  return exchange(port, `${method} ${path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n`);
}

function parsed({ head, body }: RawAnswer) {
  const length = /^content-length: (\d+)$/im.exec(head)?.[1] ?? "";
  return { status: head.split("\r\n")[0] ?? "", length, body };
}

test("HEAD has the status and the Content-Length of GET and no body", async () => {
  using server = build().serve();
  const port = Number(server.port);
  const paths = GETS.filter((path) => !UNSTEADY.has(path));
  for (const path of [...paths, "/v1/models/none", "/none"]) {
    const got = parsed(await request(port, "GET", path));
    const head = parsed(await request(port, "HEAD", path));
    expect({ path, length: Number(got.length) }).toEqual({ path, length: got.body.length });
    expect({ path, ...head }).toEqual({ path, ...got, body: "" });
  }
  const metrics = await request(port, "HEAD", "/metrics");
  expect(metrics.head).toMatch(/^content-length: [1-9]\d+$/im);
  expect(metrics.body).toBe("");
});

test("a wrong path says the right one", async () => {
  const { app } = build();
  const cases: readonly [string, string, RegExp][] = [
    [
      "POST",
      "/audio/speech",
      /no route for POST \/audio\/speech; did you mean POST \/v1\/audio\/speech\?/,
    ],
    ["POST", "/v1/v1/audio/speech", /POST \/v1\/audio\/speech\?/],
    ["GET", "/models/tts-1", /GET \/v1\/models\/\{model\}\?/],
    ["POST", "/v1/chat/completions", /speech is at POST \/v1\/audio\/speech.*\/docs/],
    ["GET", `/${"a".repeat(5000)}`, /…; speech is at/],
  ];
  for (const [method, path, message] of cases) {
    const response = await app.request(path, { method });
    const { error } = (await response.json()) as { readonly error: Record<string, string> };
    expect([path, response.status, error["code"]]).toEqual([path, 404, "not_found"]);
    expect(error["message"]).toMatch(message);
  }
});
