import { afterEach, expect, jest, test } from "bun:test";
import { SpeechError } from "../errors.ts";
import { openFakeLm } from "./lm.fake.ts";
import { until } from "../until.fake.ts";
import { watchHealth } from "./health.ts";

afterEach(() => jest.useRealTimers());

const live = new AbortController().signal;

interface Access {
  readonly apiKey?: string;
  readonly model?: string;
}

/** The verdict of the first poll of `urls`. */
async function unready(urls: readonly string[], { apiKey, model }: Access = {}) {
  const options = { urls, apiKey: apiKey ?? null, model: model ?? null };
  const health = await watchHealth(options, live);
  health.close();
  return health.unready();
}

function serve(body: (request: Request) => Response) {
  return Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: body });
}

const UNREACHABLE = "http://127.0.0.1:9";

function serveDenying() {
  return serve(({ headers }) =>
    Response.json({ error: `Unauthorized: ${headers.get("authorization")}` }, { status: 401 }),
  );
}

test("a denied key is an upstream error without the key", async () => {
  using denying = serveDenying();
  expect(await unready([denying.url.href], { apiKey: "wrong" })).toMatchObject({
    code: "upstream",
    message: expect.stringMatching(/401.*TTS_API_KEY.*Unauthorized: Bearer \(hidden\)/),
  });
});

test("if one LM denies the key and another is unreachable, the server is not ready and a retry may help", async () => {
  using denying = serveDenying();
  expect(await unready([denying.url.href, UNREACHABLE])).toMatchObject({
    code: "not_ready",
    retryAfterS: 1,
    message: expect.stringMatching(/^not ready: .*401.*; .*127\.0\.0\.1:9 can't be reached/),
  });
});

test("the server is ready if one LM answers", async () => {
  using denying = serveDenying();
  await using lm = { ...openFakeLm(), [Symbol.asyncDispose]: () => lm.close() };
  expect(await unready([denying.url.href, UNREACHABLE, lm.url])).toBeNull();
});

test("an LM that does not answer the poll is ready while it sends tokens, an unreachable one is not", async () => {
  using mute = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => new Promise<Response>(() => {}),
  });
  const verdict = async (url: string, isActive: boolean) => {
    const access = { apiKey: null, model: null, pollTimeoutMs: 20 };
    const options = {
      urls: [url],
      ...access,
      isActive: (asked: string) => isActive && asked === url,
    };
    const health = await watchHealth(options, live);
    health.close();
    return health.unready()?.code;
  };
  expect(await verdict(mute.url.href, true)).toBeUndefined();
  expect(await verdict(mute.url.href, false)).toBe("not_ready");
  expect(await verdict(UNREACHABLE, true)).toBe("not_ready");
});

const MODELS = [{ id: "small" }, { id: "large" }];

test("a model that is not listed is an upstream error with the listed ones", async () => {
  using lm = serve(() => Response.json({ data: MODELS }));
  expect(await unready([lm.url.href], { model: "wanted" })).toMatchObject({
    code: "upstream",
    message: expect.stringMatching(/no model "wanted" \(MODEL_NAME\); it has small, large$/),
  });
});

test("an empty list is an upstream error", async () => {
  using lm = serve(() => Response.json({ data: [] }));
  expect(await unready([lm.url.href])).toMatchObject({
    code: "upstream",
    message: expect.stringMatching(/has no model; it has none$/),
  });
});

test("the server is ready if one LM lists the model", async () => {
  using lm = serve(() => Response.json({ data: MODELS }));
  using other = serve(() => Response.json({ data: [{ id: "wanted" }] }));
  expect(await unready([lm.url.href, other.url.href], { model: "wanted" })).toBeNull();
  expect(await unready([lm.url.href], { model: "large" })).toBeNull();
  expect(await unready([lm.url.href])).toBeNull();
});

test("an answer that is not a list of models, as from a proxy, counts as an answer", async () => {
  using proxy = serve(() => new Response("<html>fine</html>"));
  expect(await unready([proxy.url.href], { model: "wanted" })).toBeNull();
});

test("user name and password of a URL are not in the error", async () => {
  const failure = await unready(["http://user:hidden-password@127.0.0.1:9/v1"]);
  expect(failure?.message).toContain("http://127.0.0.1:9");
  expect(failure?.message).not.toMatch(/user|password/);
});

test("polling notices an LM that stops and one that returns", async () => {
  const listen = (port: number) =>
    Bun.serve({
      hostname: "127.0.0.1",
      port,
      fetch: () => Response.json({ data: MODELS }, { headers: { connection: "close" } }),
    });
  const first = listen(0);
  const port = first.port ?? 0;
  const urls = [first.url.href];
  const options = { urls, apiKey: null, model: "small", pollMs: 5 };
  const health = await watchHealth(options, live);
  expect(health.unready()).toBeNull();
  await first.stop(true);
  while (health.unready() === null) await Bun.sleep(2);
  expect(health.unready()).toMatchObject({ code: "not_ready" });
  using _again = listen(port);
  while (health.unready() !== null) await Bun.sleep(2);
  health.close();
});

test("a change is told once: a failure of the first poll, then that the LM answers", async () => {
  let isUp = false;
  using lm = serve(() =>
    isUp ? Response.json({ data: MODELS }) : new Response("", { status: 500 }),
  );
  await using other = { ...openFakeLm(), [Symbol.asyncDispose]: () => other.close() };
  const told: (readonly [string, string | null])[] = [];
  const health = await watchHealth(
    {
      urls: [lm.url.href, other.url],
      apiKey: null,
      model: null,
      pollMs: 5,
      onChange: (url, failure) => void told.push([url, failure?.message ?? null]),
    },
    live,
  );
  expect(told).toEqual([[lm.url.href, "the speech LM refused with 500"]]);
  isUp = true;
  await until(() => told.length > 1);
  health.close();
  expect(told.slice(1)).toEqual([[lm.url.href, null]]);
});

test("an abort during the first poll rejects with its reason", async () => {
  const polled = Promise.withResolvers<void>();
  using silent = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch() {
      polled.resolve();
      return new Promise<Response>(() => {});
    },
  });
  const start = new AbortController();
  const options = { urls: [silent.url.href], apiKey: null, model: null };
  const health = watchHealth(options, start.signal);
  await polled.promise;
  start.abort(new SpeechError("not_ready", "stopped during the start"));
  await expect(health).rejects.toThrow("stopped during the start");
});

test("polls every five seconds", async () => {
  jest.useFakeTimers();
  await using lm = { ...openFakeLm(), [Symbol.asyncDispose]: () => lm.close() };
  const health = await watchHealth({ urls: [lm.url], apiKey: null, model: null }, live);
  jest.advanceTimersByTime(4999);
  await new Promise(setImmediate);
  expect(lm.asked).toHaveLength(1);
  jest.advanceTimersByTime(1);
  await until(() => lm.asked.length === 2);
  health.close();
  jest.advanceTimersByTime(5000);
  await new Promise(setImmediate);
  expect(lm.asked).toHaveLength(2);
});

test("close() aborts a poll", async () => {
  jest.useFakeTimers();
  let polls = 0;
  let isAborted = false;
  using lm = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch({ signal }) {
      polls += 1;
      if (polls === 1) return Response.json({ data: MODELS });
      signal.addEventListener("abort", () => (isAborted = true));
      return new Promise<Response>(() => {});
    },
  });
  const health = await watchHealth({ urls: [lm.url.href], apiKey: null, model: null }, live);
  jest.advanceTimersByTime(5000);
  await until(() => polls === 2);
  health.close();
  await until(() => isAborted);
});

test("upstreams() says of each LM whether it answers, without its password", async () => {
  await using lm = { ...openFakeLm(), [Symbol.asyncDispose]: () => lm.close() };
  const url = new URL(lm.url);
  url.username = "user";
  url.password = "secret-password";
  const urls = [url.href, UNREACHABLE];
  const health = await watchHealth({ urls, apiKey: null, model: null }, live);
  health.close();
  expect(health.unready()).toBeNull();
  expect(health.upstreams()).toEqual([
    { url: lm.url.replace(/\/$/, ""), isUp: true },
    { url: UNREACHABLE, isUp: false },
  ]);
});
