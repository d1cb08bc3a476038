import { expect, test } from "bun:test";
import { createAdmission } from "./admission.ts";
import { createApp } from "./app.ts";
import { readConfig } from "./config.ts";
import { createDrain } from "./drain.ts";
import { createFakeEngine, type FakeEngine } from "./fake-engine.ts";
import { admissionLimits } from "./limits.ts";
import { createLog } from "./log.ts";
import { createCatalogue } from "./voices.ts";

type Environment = Readonly<Record<string, string>>;

function build(engine: FakeEngine = createFakeEngine(), env: Environment = {}) {
  const config = readConfig(env);
  const lines: string[] = [];
  const admission = createAdmission({
    ...admissionLimits(engine, config),
    shared: config.API_KEYS.length > 1,
    queueTimeoutMs: 10_000,
    now: () => performance.now(),
  });
  const drain = createDrain();
  const app = createApp({
    config,
    admission,
    drain,
    catalogue: createCatalogue([engine], {
      defaultVoice: config.DEFAULT_SPEAKER,
      voiceAliases: config.VOICE_ALIASES,
      modelAliases: config.MODEL_ALIASES,
    }),
    log: createLog(config, (line) => void lines.push(line)),
    now: () => performance.now(),
  });
  const serve = () =>
    Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 0, fetch: app.fetch });
  return { app, admission, drain, lines, engine, serve };
}

function speech(
  body: unknown,
  headers: Environment = { "content-type": "application/json" },
): RequestInit {
  return { method: "POST", headers, body: typeof body === "string" ? body : JSON.stringify(body) };
}

const PATH = "/v1/audio/speech";
const HELLO = "Hello there, my friend.";

/** Waits until `done` holds; the test's own time limit ends a wait in vain. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await Bun.sleep(2);
}

test("streamed and whole answers carry the same samples; the whole one tells its exact length", async () => {
  const { app } = build();
  const streamed = await app.request(PATH, speech({ input: HELLO, response_format: "wav" }));
  const whole = await app.request(
    PATH,
    speech({ input: HELLO, response_format: "wav", stream: false }),
  );
  const [a, b] = [await streamed.bytes(), await whole.bytes()];
  expect(a.slice(44)).toEqual(b.slice(44));
  expect(b.length).toBe(44 + 3 * 2400 * 2);
  expect(new DataView(a.buffer).getUint32(40, true)).toBe(0xffff_ffff);
  expect(new DataView(b.buffer).getUint32(40, true)).toBe(b.length - 44);
  expect(streamed.headers.get("content-type")).toBe("audio/wav");
  expect(streamed.headers.get("x-accel-buffering")).toBe("no");
  expect(streamed.headers.get("cache-control")).toBe("no-store");
});

test("over a socket the whole file has a Content-Length and the stream has none", async () => {
  using server = build().serve();
  const url = new URL(PATH, server.url);
  const whole = await fetch(url, speech({ input: HELLO, response_format: "pcm", stream: false }));
  expect(whole.headers.get("content-length")).toBe(String(3 * 2400 * 2));
  expect(whole.headers.get("content-type")).toStartWith("audio/pcm");
  await whole.bytes();
  const streamed = await fetch(url, speech({ input: HELLO, response_format: "wav" }));
  expect(streamed.headers.get("content-length")).toBeNull();
  expect((await streamed.bytes()).length).toBe(44 + 3 * 2400 * 2);
});

test("every format can be asked for, streamed and whole, and OpenAI's default is ours", async () => {
  const { app } = build();
  const types = {
    aac: "audio/aac",
    flac: "audio/flac",
    mp3: "audio/mpeg",
    opus: "audio/ogg",
    pcm: "audio/pcm",
    wav: "audio/wav",
  };
  for (const [response_format, type] of Object.entries(types)) {
    for (const stream of [true, false]) {
      const response = await app.request(PATH, speech({ input: HELLO, response_format, stream }));
      expect(response.headers.get("content-type")).toStartWith(type);
      expect((await response.bytes()).length).toBeGreaterThan(40);
    }
  }
  const omitted = await app.request(PATH, speech({ input: HELLO, stream: null }));
  expect(omitted.headers.get("content-type")).toBe("audio/mpeg");
});

test("null fields mean their defaults, extra fields are ignored, OpenAI's names work", async () => {
  const { app } = build();
  const bodies = [
    {
      input: HELLO,
      voice: null,
      model: null,
      speed: null,
      stream: null,
      response_format: null,
      seed: null,
    },
    { input: HELLO, model: "gpt-4o-mini-tts", voice: "nova", language: "en", extra: { a: 1 } },
    { input: HELLO, model: "fake", voice: { id: "ben" } },
  ];
  for (const body of bodies) expect((await app.request(PATH, speech(body))).status).toBe(200);
});

test("what is wrong is named: field, value, what would be right", async () => {
  const { app } = build();
  const cases: [unknown, number, RegExp][] = [
    ["{not json", 400, /JSON/],
    [[], 400, /JSON object/],
    [{}, 400, /input is missing/],
    [{ input: 5 }, 400, /input: 5/],
    [{ input: " \n " }, 400, /blank/],
    [{ input: "😀😀" }, 400, /nothing/],
    [{ input: "\0" }, 400, /nothing/],
    [{ input: "a".repeat(5000) }, 400, /5000 characters; at most 4096/],
    [{ input: HELLO, speed: 9 }, 400, /speed: 9.*0\.25 to 4/],
    [{ input: HELLO, response_format: "midi" }, 400, /midi.*wav, pcm/],
    [{ input: HELLO, temperature: -1 }, 400, /temperature/],
    [{ input: HELLO, top_p: 2 }, 400, /top_p: 2.*0 to 1/],
    [{ input: HELLO, repetition_penalty: 0 }, 400, /repetition_penalty/],
    [{ input: HELLO, max_tokens: 1.5 }, 400, /max_tokens: 1.5/],
    [{ input: HELLO, seed: 0.5 }, 400, /seed: 0.5/],
    [{ input: HELLO, voice: "zoe" }, 400, /zoe.*anna, ben/],
    [{ input: HELLO, model: "gpt" }, 404, /gpt.*fake/],
  ];
  for (const [body, status, message] of cases) {
    const response = await app.request(PATH, speech(body));
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    expect({ body, status: response.status }).toEqual({ body, status });
    expect(error.message).toMatch(message);
    expect(Object.keys(error)).toEqual(["message", "type", "param", "code"]);
    expect(response.headers.get("x-request-id")).not.toBeNull();
  }
});

test("too large a body is 413, also when it does not say its length", async () => {
  using server = build().serve();
  const url = new URL(PATH, server.url);
  const large = JSON.stringify({ input: "a".repeat(3_000_000) });
  expect((await fetch(url, speech(large))).status).toBe(413);
  const chunks = new ReadableStream({
    start(controller) {
      for (let at = 0; at < large.length; at += 100_000) {
        controller.enqueue(new TextEncoder().encode(large.slice(at, at + 100_000)));
      }
      controller.close();
    },
  });
  const headers = { "content-type": "application/json" };
  expect((await fetch(url, { method: "POST", headers, body: chunks })).status).toBe(413);
});

test("a type that is not JSON is 415, a forgotten one is read", async () => {
  const { app } = build();
  const form = await app.request(PATH, speech({ input: HELLO }, { "content-type": "audio/wav" }));
  expect(form.status).toBe(415);
  const forgotten = await app.request(
    PATH,
    speech({ input: HELLO }, { "content-type": "text/plain" }),
  );
  expect(forgotten.status).toBe(200);
});

test("a wrong method is 405 with Allow, an unknown path 404, both in the envelope", async () => {
  const { app } = build();
  const method = await app.request(PATH);
  expect([method.status, method.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  const path = await app.request("/v2/nothing");
  expect(path.status).toBe(404);
  expect(await path.json()).toMatchObject({ error: { code: "not_found" } });
});

test("keys are asked for when there are any, and only for /v1", async () => {
  const { app } = build(createFakeEngine(), { API_KEYS: "one,two" });
  const say = (key: string) =>
    app.request(
      PATH,
      speech({ input: HELLO }, { "content-type": "application/json", authorization: key }),
    );
  expect((await say("Bearer two")).status).toBe(200);
  for (const key of ["", "Bearer three", "two"]) expect((await say(key)).status).toBe(401);
  expect((await app.request("/health")).status).toBe(200);
});

test("listings have the shapes that clients read", async () => {
  const { app } = build();
  const get = async (path: string) => (await app.request(path)).json();
  expect(await get("/v1/audio/voices")).toMatchObject({
    voices: [{ id: "anna", name: "Anna" }, { id: "ben" }],
  });
  expect(await get("/v1/audio/speaker")).toEqual(["anna", "ben"]);
  expect(await get("/v1/audio/models")).toEqual({ models: [{ id: "fake", name: "fake" }] });
  expect(await get("/v1/models")).toMatchObject({
    object: "list",
    data: [{ id: "fake", object: "model" }, {}, {}, {}],
  });
});

test("beyond the queue a request is refused with 429 and Retry-After, and the next one after it works", async () => {
  const gate = Promise.withResolvers<void>();
  const { app, admission } = build(createFakeEngine({ before: () => gate.promise }), {
    MAX_IN_FLIGHT: "1",
    MAX_QUEUE: "1",
  });
  const first = app.request(PATH, speech({ input: HELLO, stream: false }));
  const second = app.request(PATH, speech({ input: HELLO, stream: false }));
  await until(() => admission.queued === 1);
  const third = await app.request(PATH, speech({ input: HELLO, response_format: "wav" }));
  expect(third.status).toBe(429);
  expect(Number(third.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  gate.resolve();
  expect([(await first).status, (await second).status]).toEqual([200, 200]);
  expect(admission.inFlight).toBe(0);
});

test("a failure before the first audio is a proper status, and frees its place", async () => {
  const { app, admission, engine } = build(
    createFakeEngine({
      before: () => {
        throw new Error("secret of the engine");
      },
    }),
  );
  const response = await app.request(PATH, speech({ input: HELLO, response_format: "wav" }));
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
  expect([admission.inFlight, engine.speaking]).toEqual([0, 0]);
});

test("a failure after the first audio breaks the body: never a clean end of a cut answer", async () => {
  const { serve, admission, lines } = build(
    createFakeEngine({
      before: (chunk) => {
        if (chunk === 2) throw new Error("boom");
      },
    }),
  );
  using server = serve();
  const answer = fetch(
    new URL(PATH, server.url),
    speech({ input: HELLO, response_format: "wav" }),
  ).then((response) => response.bytes());
  expect(answer).rejects.toThrow();
  await until(() => admission.inFlight === 0);
  expect(lines.join("\n")).toContain("outcome=broken");
});

test("a silent engine is 504 before the first audio and a broken body after it", async () => {
  const silent = (from: number) =>
    createFakeEngine({
      before: (chunk) => (chunk < from ? undefined : new Promise<void>(() => {})),
    });
  const before = build(silent(0), { REQUEST_TIMEOUT_S: "0.05" });
  expect(
    (await before.app.request(PATH, speech({ input: HELLO, response_format: "wav" }))).status,
  ).toBe(504);
  expect(before.admission.inFlight).toBe(0);
  const after = build(silent(1), { REQUEST_TIMEOUT_S: "0.05" });
  using server = after.serve();
  const answer = fetch(
    new URL(PATH, server.url),
    speech({ input: HELLO, response_format: "wav" }),
  ).then((response) => response.bytes());
  expect(answer).rejects.toThrow();
  await until(() => after.admission.inFlight === 0);
});

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

test("while it drains, new work and /ready are 503 and a running stream ends whole", async () => {
  const gate = Promise.withResolvers<void>();
  const { app, drain } = build(
    createFakeEngine({ before: (chunk) => (chunk < 1 ? undefined : gate.promise) }),
  );
  const running = await app.request(PATH, speech({ input: HELLO, response_format: "wav" }));
  drain.begin();
  expect((await app.request("/ready")).status).toBe(503);
  expect((await app.request(PATH, speech({ input: HELLO, response_format: "wav" }))).status).toBe(
    503,
  );
  expect((await app.request("/health")).status).toBe(200);
  gate.resolve();
  expect((await running.bytes()).length).toBe(44 + 3 * 2400 * 2);
});

test("an engine that can't take work makes the server unready and says why", async () => {
  const { app, engine } = build();
  engine.reason = "no voice worker is alive";
  const ready = await app.request("/ready");
  expect([ready.status, await ready.text()]).toEqual([
    503,
    expect.stringContaining("no voice worker"),
  ]);
  expect((await app.request(PATH, speech({ input: HELLO, response_format: "wav" }))).status).toBe(
    503,
  );
});

test("the access line tells what happened and never the text", async () => {
  const { app, lines } = build();
  const headers = { "content-type": "application/json", "x-request-id": "abc-1" };
  const response = await app.request(PATH, speech({ input: "my secret words" }, headers));
  await response.bytes();
  expect(response.headers.get("x-request-id")).toBe("abc-1");
  const line = lines.join("\n");
  for (const part of [
    "id=abc-1",
    "status=200",
    "outcome=ok",
    "voice=anna",
    "chars=15",
    "audio_s=0.3",
  ]) {
    expect(line).toContain(part);
  }
  expect(line).not.toContain("secret");
});

test("stream_format sse brings events of the asked format, also with stream false, and usage at the end", async () => {
  const { app } = build();
  const ask = { input: HELLO, response_format: "pcm" };
  const whole = await (await app.request(PATH, speech({ ...ask, stream: false }))).bytes();
  for (const stream of [undefined, true, false]) {
    const response = await app.request(PATH, speech({ ...ask, stream, stream_format: "sse" }));
    expect(response.headers.get("content-type")).toStartWith("text/event-stream");
    const text = await response.text();
    const audio = [...text.matchAll(/"audio":"([^"]*)"/g)].map(([, base64 = ""]) => base64);
    expect(Buffer.concat(audio.map((base64) => Buffer.from(base64, "base64")))).toEqual(
      Buffer.from(whole),
    );
    expect(text).toContain(
      '"usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0,"characters":23,"audio_seconds":0.3}',
    );
  }
});

test("events that break end in an error event: by a failure and by silence; before the first audio it is a status", async () => {
  const failing = (from: number, wait: () => Promise<void>) =>
    createFakeEngine({ before: (chunk) => (chunk < from ? undefined : wait()) });
  const ways = {
    internal_error: () => Promise.reject(new Error("secret")),
    timeout: () => new Promise<void>(() => {}),
  };
  for (const [code, wait] of Object.entries(ways)) {
    const env = { REQUEST_TIMEOUT_S: "0.05" };
    const ask = speech({ input: HELLO, response_format: "pcm", stream_format: "sse" });
    const late = build(failing(2, wait), env);
    using server = late.serve();
    const text = await (await fetch(new URL(PATH, server.url), ask)).text();
    expect(text.split("event: ").map((event) => event.split("\n")[0])).toEqual([
      "",
      "speech.audio.delta",
      "speech.audio.delta",
      "error",
    ]);
    expect(text).toContain(`"code":"${code}"`);
    expect(text).not.toContain("secret");
    await until(() => late.admission.inFlight === 0);
    expect(late.lines.join("\n")).toContain("outcome=broken");
    const early = await build(failing(0, wait), env).app.request(PATH, ask);
    expect(early.status).toBe(code === "timeout" ? 504 : 500);
    expect(early.headers.get("content-type")).toStartWith("application/json");
  }
});
