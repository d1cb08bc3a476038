import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { build as buildApp, PATH } from "../app.fake.ts";
import { createFakeEngine, type FakeEngine } from "../engine.fake.ts";

type Environment = Readonly<Record<string, string>>;

function build(engine: FakeEngine = createFakeEngine(), env: Environment = {}) {
  const built = buildApp(engine, { LOG_FORMAT: "json", ...env });
  const { app } = built;
  const say = (body: Readonly<Record<string, unknown>>, headers: Environment = {}) =>
    app.request(PATH, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ input: "Hello there.", ...body }),
    });
  const scrape = async () => (await app.request("/metrics")).text();
  return { ...built, say, scrape };
}

test("speech answers tell what the time to their first audio was spent on, streamed and whole", async () => {
  const { say } = build();
  for (const body of [{ stream: true }, { stream: false }, { stream_format: "sse" }]) {
    const response = await say(body);
    expect(response.headers.get("server-timing")).toMatch(
      /^queue;dur=\d+\.\d, encode;dur=\d+\.\d$/,
    );
    await response.bytes();
  }
});

test("GET /metrics needs no key and counts each request once it has ended", async () => {
  const { app, say, scrape } = build(createFakeEngine(), { API_KEYS: "secret-key" });
  expect((await say({})).status).toBe(401);
  await (await say({}, { authorization: "Bearer secret-key" })).bytes();
  const response = await app.request("/metrics");
  expect(response.headers.get("content-type")).toStartWith("text/plain; version=0.0.4");
  const text = await response.text();
  const requests = (outcome: string, engine: string) =>
    `utter_requests_total{route="/v1/audio/speech",outcome="${outcome}",engine="${engine}"} 1`;
  expect(text).toContain(requests("refused", ""));
  expect(text).toContain(requests("ok", "fake"));
  expect(text).toContain(`utter_audio_seconds_total{engine="fake"} 0.3`);
  expect(text).not.toContain("secret");
  expect(await scrape()).toContain(
    `utter_requests_total{route="/metrics",outcome="ok",engine=""} 1`,
  );
});

test("nothing that a client makes up becomes a label", async () => {
  const { app, say, scrape } = build();
  const series = async () => (await scrape()).split("\n").length;
  const wander = async (word: string) => {
    await app.request(`/${word}`);
    await app.request(`/v1/${word}`, { method: "DELETE" });
    await app.request("/v1/audio/speech", { method: `X${word}` });
    await say({ voice: word, model: word, response_format: word }, { "x-request-id": word });
    await say({ model: word });
  };
  await wander("zero");
  await scrape();
  const before = await series();
  for (let word = 0; word < 30; word += 1) await wander(`word${word}`);
  expect(await series()).toBe(before);
  const unknown = `utter_requests_total{route="unknown",outcome="refused",engine=""}`;
  expect(await scrape()).toContain(`${unknown} 62`);
});

test("a stuck request that the watchdog frees is 504 before its first audio, and gives its place back", async () => {
  const gate = Promise.withResolvers<void>();
  const { say, admission, watched, lines } = build(
    createFakeEngine({ before: () => gate.promise }),
  );
  const answer = say({}, { "x-request-id": "stuck-1" });
  while (watched.length === 0) await Bun.sleep(1);
  expect(watched[0]).toMatchObject({ id: "stuck-1", stages: { current: "engine" } });

  watched[0]?.free(new SpeechError("timeout", "stuck"));
  expect((await answer).status).toBe(504);
  expect([admission.inFlight, watched.length]).toEqual([0, 0]);
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ event: "request", id: "stuck-1", status: 504, outcome: "error" }),
  );
});

test("a request waits for the reader once its bytes are made, and the watchdog breaks its body", async () => {
  const { say, admission, watched } = build(createFakeEngine({ chunks: 50 }));
  const response = await say({ response_format: "pcm" });
  expect(watched[0]?.stages.current).toBe("reader");

  watched[0]?.free(new SpeechError("timeout", "stuck"));
  expect(admission.inFlight).toBe(0);
  expect(response.bytes()).rejects.toThrow();
  expect(watched).toEqual([]);
});

test("every request that ended gave its watch back, however it ended", async () => {
  const { say, watched } = build(
    createFakeEngine({
      before: (chunk) => {
        if (chunk === 2) throw new Error("boom");
      },
    }),
  );
  const broken = await say({ response_format: "pcm" });
  expect(broken.bytes()).rejects.toThrow();
  expect((await say({ stream: false })).status).toBe(500);
  while (watched.length > 0) await Bun.sleep(1);
});

test("neither the text nor a key is ever logged, whatever goes wrong", async () => {
  const { say, lines } = build(
    createFakeEngine({
      before: () => {
        throw new Error("the engine broke");
      },
    }),
    { API_KEYS: "right-key", LOG_LEVEL: "debug" },
  );
  const right = { authorization: "Bearer right-key" };
  await say({ input: "classified words" }, right);
  await say({ input: "classified words", speed: 99 }, right);
  await say({ input: "classified words", voice: "nobody" }, right);
  await say({ input: "classified words" }, { authorization: "Bearer wrong-key" });
  await say({ input: "classified words" }, { ...right, "x-request-id": "bad level=error" });
  const all = lines.join("\n");
  expect(lines.length).toBeGreaterThanOrEqual(5);
  for (const word of ["classified", "right-key", "wrong-key", "level=error"])
    expect(all).not.toContain(word);
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty("id");
});

test("audio is wanted while somebody waits for the engine, not while the reader has yet to take what there is", async () => {
  const seen: (boolean | undefined)[] = [];
  const engine = createFakeEngine();
  const { speak } = engine;
  let isWaiting: (() => boolean) | undefined;
  engine.speak = (utterances, options, signal) =>
    speak(
      (async function* noted() {
        for await (const utterance of utterances) {
          isWaiting = options.hooks?.isWaiting;
          seen.push(isWaiting?.());
          yield utterance;
        }
      })(),
      options,
      signal,
    );
  const { say } = build(engine);
  const response = await say({ response_format: "pcm" });
  seen.push(isWaiting?.());
  await response.bytes();
  expect(seen).toEqual([true, false]);
});

test("a page of an allowed origin may read what tells of its request", async () => {
  const { say } = build(createFakeEngine(), { CORS_ORIGINS: "https://app.example" });
  const response = await say({}, { origin: "https://app.example" });
  expect(response.headers.get("access-control-expose-headers")).toBe(
    "x-request-id,retry-after,server-timing",
  );
  await response.bytes();
});
