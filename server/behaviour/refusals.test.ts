import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech, until } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { examplePath, OPERATIONS } from "../docs/operations.ts";
import { speechBody } from "../schemas.ts";

test("the error for an invalid field contains the field, the expected value and the given value", async () => {
  const { app } = build();
  const cases: [unknown, number, RegExp][] = [
    ["{not json", 400, /JSON/],
    [[], 400, /JSON object/],
    [{}, 400, /`input` to be a text, got nothing$/],
    [{ input: 5 }, 400, /`input` to be a text, got 5$/],
    [{ input: " \n " }, 400, /`input` .*not blank, got a blank text$/],
    [{ input: "😀😀" }, 400, /`input` .*engine fake can speak, got a text with nothing/],
    [{ input: "\0" }, 400, /nothing to speak/],
    [{ input: ["my secret"] }, 400, /`input` to be a text, got an array$/],
    [[HELLO], 400, /`body` to be a JSON object, got an array$/],
    [
      { input: "a".repeat(5000) },
      400,
      /`input` to be at most 4096 characters, got 5000 characters; .*MAX_INPUT_CHARS/,
    ],
    [{ input: HELLO, speed: 9 }, 400, /`speed` to be a number from 0\.25 to 4, got 9$/],
    [{ input: HELLO, response_format: "midi" }, 400, /wav, pcm, ulaw, .*got "midi"$/],
    [{ input: HELLO, temperature: -1 }, 400, /`temperature` .* got -1$/],
    [{ input: HELLO, top_p: 2 }, 400, /`top_p` .*0 to 1, got 2$/],
    [{ input: HELLO, repetition_penalty: 0 }, 400, /`repetition_penalty` .* got 0$/],
    [{ input: HELLO, max_tokens: 1.5 }, 400, /`max_tokens` .* got 1\.5$/],
    [{ input: HELLO, seed: 0.5 }, 400, /`seed` .* got 0\.5$/],
    [`{"input":"Hi","normalize":${"[".repeat(90)}${"]".repeat(90)}}`, 400, /\[{4}"…/],
    [`{"input":"Hi","x":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, 400, /at most 100 levels/],
    [{ input: HELLO, voice: "zoe" }, 400, /anna, ben.*"zoe"/],
    [{ input: HELLO, model: "gpt" }, 404, /fake.*"gpt"/],
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

test("an error does not repeat a name of a million characters", async () => {
  const { app } = build();
  const name = "x".repeat(1_000_000);
  const bodies = [
    { voice: name },
    { model: name },
    { normalize: { [name]: true } },
    { normalize: { lexicon: { [name]: "a" } } },
    { normalize: Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, true])) },
  ];
  for (const body of bodies) {
    const response = await app.request(PATH, speech({ input: HELLO, ...body }));
    expect([400, 404]).toContain(response.status);
    expect((await response.text()).length).toBeLessThan(3000);
  }
  const asDeepgram = `/v1/speak?model=${"x".repeat(10_000)}`;
  const { headers } = await app.request(asDeepgram, speech({ text: HELLO }));
  expect(headers.get("dg-error")?.length).toBeLessThanOrEqual(1000);
});

test("a body above the limit returns 413, with or without Content-Length", async () => {
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

test("an unsupported content type returns 415, and a missing content type is accepted", async () => {
  const { app } = build();
  const status = async (type: string | null) => {
    const headers: Record<string, string> = type === null ? {} : { "content-type": type };
    return (await app.request(PATH, speech({ input: HELLO }, headers))).status;
  };
  for (const type of ["audio/wav", "text/html", "multipart/form-data; boundary=x"])
    expect([type, await status(type)]).toEqual([type, 415]);
  for (const type of [
    null,
    "text/plain",
    "application/json; charset=utf-8",
    "Application/JSON",
    "application/x-www-form-urlencoded",
  ])
    expect([type, await status(type)]).toEqual([type, 200]);
});

test("a wrong method returns 405 with Allow, and an unknown path returns 404", async () => {
  const { app } = build();
  const method = await app.request(PATH);
  expect([method.status, method.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  const path = await app.request("/v2/nothing");
  expect(path.status).toBe(404);
  expect(await path.json()).toMatchObject({ error: { code: "not_found" } });
});

test("every path supports OPTIONS, GET paths support HEAD, and other methods return 405", async () => {
  const { app } = build();
  for (const [path, all] of Map.groupBy(OPERATIONS, examplePath)) {
    const methods = new Set(all.map(({ method }) => method.toUpperCase()));
    const get = all.find(({ method }) => method === "get");
    if (get !== undefined) methods.add("HEAD");
    const options = await app.request(path, { method: "OPTIONS" });
    const allow = options.headers.get("allow") ?? "";
    expect([path, options.status, allow.split(", ").sort()]).toEqual([
      path,
      204,
      [...methods, "OPTIONS"].sort(),
    ]);
    const head = await app.request(path, { method: "HEAD" });
    const got = get?.answer === "socket" ? 426 : 200;
    expect([path, head.status]).toEqual([path, get === undefined ? 405 : got]);
    for (const other of ["PUT", "PATCH", "DELETE", "GET", "POST"]) {
      if (methods.has(other)) continue;
      const refused = await app.request(path, { method: other });
      expect([path, other, refused.status]).toEqual([path, other, 405]);
      expect(refused.headers.get("allow")).toBe(allow);
      expect(await refused.json()).toMatchObject({ error: { code: "method_not_allowed" } });
    }
  }
});

test("each kind of invalid request has its own error code", async () => {
  const { app } = build();
  const cases: [unknown, number, string, string | null][] = [
    [{ input: HELLO, voice: "zoe" }, 400, "unknown_voice", "voice"],
    [{ input: HELLO, voice: { id: "<|im_end|>" } }, 400, "unknown_voice", "voice"],
    [{ input: HELLO, voice: { id: 5 } }, 400, "invalid_value", "voice"],
    [{ input: HELLO, model: "gpt" }, 404, "model_not_found", "model"],
    [{ input: HELLO, seed: 0.5 }, 400, "invalid_value", "seed"],
    ["{", 400, "invalid_json", null],
  ];
  for (const [body, status, code, param] of cases) {
    const response = await app.request(PATH, speech(body));
    const { error } = (await response.json()) as { error: Record<string, unknown> };
    expect({ body, status: response.status, code: error["code"], param: error["param"] }).toEqual({
      body,
      status,
      code,
      param,
    });
  }
});

test("null means the default for every optional field", async () => {
  const { app, engine } = build();
  const optional = Object.keys(speechBody.shape).filter((field) => field !== "input");
  const nothing = Object.fromEntries(optional.map((field) => [field, null]));
  const [plain, all] = await Promise.all(
    [{}, nothing].map(async (fields) => {
      const response = await app.request(PATH, speech({ input: HELLO, ...fields }));
      return [response.status, response.headers.get("content-type"), await response.bytes()];
    }),
  );
  expect(all).toEqual(plain);
  expect(plain?.[0]).toBe(200);
  expect(engine.said).toEqual([HELLO, HELLO]);
});

test("values of a wrong type or outside their range are refused", async () => {
  const { app } = build();
  const wrong: Record<string, readonly string[]> = {
    max_tokens: ["0", "-1", "1.5", "1e999", '"5"', "true"],
    seed: ["0.1", '"1"', "1e300"],
    speed: ['"1"', "0.24", "4.01", "1e999", "[]"],
    temperature: ["-0.1", '"hot"'],
    top_p: ["1.01", "-0.01"],
    playback_speed: ["0", "10.1"],
    playback_overlap_speed: ["-1", "2.1"],
    stream: ['"true"', "1"],
    normalize: ["1", '"true"'],
    instructions: ["5"],
  };
  for (const [field, values] of Object.entries(wrong)) {
    for (const value of values) {
      const response = await app.request(PATH, speech(`{"input":"${HELLO}","${field}":${value}}`));
      expect({ field, value, status: response.status }).toEqual({ field, value, status: 400 });
      expect(await response.json()).toMatchObject({ error: { param: field } });
    }
  }
});

test("MAX_INPUT_CHARS counts characters, not UTF-16 units", async () => {
  const { app } = build(createFakeEngine(), { MAX_INPUT_CHARS: "5" });
  const status = async (input: string) => (await app.request(PATH, speech({ input }))).status;
  expect([await status("a😀😀bc"), await status("abcdef")]).toEqual([200, 400]);
});

test("API_KEYS are required where the API description has the error 401, such as not for /health", async () => {
  const { app } = build(createFakeEngine(), { API_KEYS: "one,two" });
  const say = (key: string) =>
    app.request(
      PATH,
      speech({ input: HELLO }, { "content-type": "application/json", authorization: key }),
    );
  expect((await say("Bearer two")).status).toBe(200);
  for (const key of ["", "Bearer three", "two"]) expect((await say(key)).status).toBe(401);
  for (const { path, method, errors } of OPERATIONS) {
    const response = await app.request(path, { method });
    expect([path, response.status === 401]).toEqual([path, errors.includes(401)]);
  }
});

test("a full queue rejects new requests with 429 and Retry-After", async () => {
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

test("twenty queued requests of one key do not delay another key", async () => {
  const gate = Promise.withResolvers<void>();
  const { app, admission } = build(createFakeEngine({ before: () => gate.promise }), {
    API_KEYS: "many,one",
    MAX_IN_FLIGHT: "1",
  });
  const order: string[] = [];
  const ask = async (key: string): Promise<void> => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
    const response = await app.request(PATH, speech({ input: HELLO, stream: false }, headers));
    expect(response.status).toBe(200);
    order.push(key);
  };
  const all = [...Array.from({ length: 20 }, () => ask("many")), ask("one")];
  await until(() => admission.queued === 20);
  gate.resolve();
  await Promise.all(all);
  expect(order.indexOf("one")).toBeLessThanOrEqual(1);
});
