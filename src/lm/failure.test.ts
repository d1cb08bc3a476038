import { expect, jest, test } from "bun:test";
import { type Fault, faultOfStatus } from "./failure.ts";
import { allCodes, event, type FakeLm, GOOD, openSource, REQUEST } from "./lm.fake.ts";
import { until } from "../until.fake.ts";
import { lmPerTest } from "./lmPerTest.fake.ts";

let lm: FakeLm;
lmPerTest((opened) => {
  lm = opened;
});

function status(code: number, body: unknown, headers: Record<string, string> = {}) {
  return () => Response.json(body, { status: code, headers });
}

test.each([
  [400, { error: { message: "too long" } }, /refused with 400: too long$/],
  [400, { object: "error", message: "too old" }, /refused with 400: too old$/],
  [400, { error: null, detail: "too new" }, /refused with 400: too new$/],
  [400, "plain", /refused with 400: plain$/],
  [400, { error: {} }, /refused with 400: \{"error":\{\}\}$/],
  [401, { error: "Unauthorized" }, /refused with 401 \(check TTS_API_KEY\): Unauthorized$/],
  [403, {}, /refused with 403 \(check TTS_API_KEY\): \{\}$/],
  [404, { error: { message: "no model" } }, /404 \(check TTS_API and MODEL_NAME\): no model$/],
  [404, { detail: "Not Found" }, /404 \(check TTS_API and MODEL_NAME\): Not Found$/],
])("a refusal with %d is named and not retried: %j", async (code, body, message) => {
  lm.answers = [status(code, body), GOOD];
  await expect(allCodes(openSource(lm.url))).rejects.toMatchObject({
    code: "upstream",
    message: expect.stringMatching(message),
  });
  expect(lm.generations()).toHaveLength(1);
});

test.each<[number, Fault]>([
  [400, "request"],
  [401, "access"],
  [402, "request"],
  [403, "access"],
  [404, "access"],
  [405, "request"],
  [429, "busy"],
  [499, "request"],
  [500, "server"],
  [503, "busy"],
  [399, "server"],
])("faultOfStatus() - %d is %s", (code, fault) => {
  expect(faultOfStatus(code)).toBe(fault);
});

test("the detail of a refusal that is not JSON is its text", async () => {
  lm.answers = [() => new Response(" Bad Gateway, says the proxy \n", { status: 502 })];
  await expect(allCodes(openSource(lm.url))).rejects.toThrow(
    "the speech LM refused with 502: Bad Gateway, says the proxy (twice)",
  );
});

test("a refusal without a body has no detail", async () => {
  lm.answers = [() => new Response(null, { status: 418 })];
  await expect(allCodes(openSource(lm.url))).rejects.toThrow(/refused with 418$/);
});

test("a long detail is cut", async () => {
  lm.answers = [() => new Response("x".repeat(1000), { status: 400 })];
  await expect(allCodes(openSource(lm.url))).rejects.toThrow(/: x{300}$/);
});

test.each([
  [503, { "retry-after": "7" }, 7],
  [503, { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, 1],
  [429, {}, 1],
])("a busy LM with %d and %j gives retryAfterS %d and is not retried", async (code, headers, s) => {
  lm.answers = [status(code, { error: { message: "full" } }, headers), GOOD];
  await expect(allCodes(openSource(lm.url))).rejects.toMatchObject({
    code: "overloaded",
    retryAfterS: s,
    message: `the speech LM is busy (${code}): full`,
  });
  expect(lm.generations()).toHaveLength(1);
});

const VOICE = { ...REQUEST.prompt, text: 'A "classified" text.' };
const CLONE = {
  kind: "clone",
  text: "Anything classified.",
  referenceText: 'My "private" words: Anything classified.',
  referenceCodes: [1, 2],
} as const;

test.each([
  ["the text", VOICE, VOICE.text],
  ["the words of a recording", CLONE, `${CLONE.referenceText}${CLONE.text}`],
] as const)("%s that the LM repeats is redacted in every error", async (_name, prompt, text) => {
  const detail = [{ loc: ["body", "prompt"], input: `<|im_start|>husein: ${text}` }];
  const answers: FakeLm["answers"] = [
    status(422, { detail }),
    () => new Response(`no: ${text}`, { status: 400 }),
    [JSON.stringify({ error: { message: `bad prompt ${text}`, code: 400 } })],
    [`${text} is not JSON`],
  ];
  for (const answer of answers) {
    lm.answers = [answer];
    const failure = allCodes(openSource(lm.url), { prompt }).catch(String);
    expect(await failure).toContain("(hidden)");
    expect(await failure).not.toMatch(/classified|private/);
  }
});

test.each([null, "configured"])(
  "an API key that the LM repeats is redacted (model %p)",
  async (model) => {
    using denying = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch: () => Response.json({ error: "Bearer sk-secret is unknown" }, { status: 401 }),
    });
    const tokens = openSource(denying.url.href, { apiKey: "sk-secret", model });
    const failure = await allCodes(tokens).catch(String);
    expect(failure).toContain("Bearer (hidden) is unknown");
    expect(failure).not.toContain("sk-secret");
  },
);

test("a refusal whose body stays open times out", async () => {
  jest.useFakeTimers();
  lm.answers = [
    () => {
      const body = new ReadableStream({
        start: (controller) => controller.enqueue("{"), // headers leave with the first byte
        pull: () => new Promise(() => {}),
      });
      return new Response(body, { status: 500 });
    },
  ];
  const codes = allCodes(openSource(lm.url, { model: "m", idleMs: 1000 }));
  codes.catch(() => {});
  await until(() => lm.generations().length === 1);
  // A round trip later the headers have most likely arrived, which is the case meant here.
  await fetch(lm.url);
  jest.advanceTimersByTime(1000);
  await expect(codes).rejects.toMatchObject({ code: "timeout" });
});

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
const CHUNK = `data: ${event(1, null, "text")}\n\n`;
const CHUNKED = `${HEAD}transfer-encoding: chunked\r\n\r\n${CHUNK.length.toString(16)}\r\n${CHUNK}\r\n`;

/** A peer that answers a generation with `wire`, then closes the connection if `closes`. */
function listen(wire: string, closes = true) {
  return Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, bytes) {
        if (!bytes.toString().startsWith("POST /v1/completions"))
          socket.end("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        else if (closes) socket.end(wire);
        else socket.write(wire);
      },
    },
  });
}

test.each([
  ["another protocol", "SSH-2.0-OpenSSH_9.6\r\n\r\n"],
  ["nothing, then closes", ""],
  ["half of a chunk, then closes", `${CHUNKED}ff\r\ndata: {"cho`],
  ["no last chunk, then closes", CHUNKED],
  ["less than its content-length", `${HEAD}content-length: 999\r\n\r\n${CHUNK}`],
])("a peer that sends %s is a failure", async (_name, wire) => {
  const peer = listen(wire);
  try {
    const tokens = openSource(`http://127.0.0.1:${peer.port}`, { model: "m" });
    await expect(allCodes(tokens)).rejects.toMatchObject({ code: "upstream" });
  } finally {
    peer.stop(true);
  }
});

test("a peer that sends a token, then nothing on an open connection, times out", async () => {
  jest.useFakeTimers();
  const peer = listen(CHUNKED, false);
  try {
    const url = `http://127.0.0.1:${peer.port}`;
    const { signal } = new AbortController();
    const tokens = openSource(url, { model: "m", idleMs: 500 })(REQUEST, signal);
    const iterator = tokens[Symbol.asyncIterator]();
    expect(await iterator.next()).toMatchObject({ value: [1] });
    const next = iterator.next();
    next.catch(() => {});
    jest.advanceTimersByTime(500);
    await expect(next).rejects.toMatchObject({ code: "timeout" });
  } finally {
    peer.stop(true);
  }
});
