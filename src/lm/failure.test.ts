import { afterEach, beforeEach, expect, test } from "bun:test";
import { type CompletionsOptions, openCompletions } from "./completions.ts";
import { END_ID, event, type FakeLm, GOOD, openFakeLm, WAIT } from "./lm.fake.ts";
import { openPool } from "./pool.ts";
import { PROMPT_STYLES } from "./prompt.ts";
import type { TokenSource } from "./source.ts";

const live = new AbortController().signal;

let lm: FakeLm;
beforeEach(() => {
  lm = openFakeLm();
});
afterEach(() => lm.close());

async function codes(more: Partial<CompletionsOptions> = {}, maxTokensSet = false) {
  const style = PROMPT_STYLES.scicom;
  const options = { url: lm.url, apiKey: null, model: "m", style, idleMs: 5000, ...more };
  const sampling = { temperature: 1, topP: 1, repetitionPenalty: 1, maxTokens: 9, maxTokensSet };
  const prompt = { kind: "voice", voice: "a", text: "b" } as const;
  return (await Array.fromAsync(openCompletions(options)({ prompt, sampling }, live))).flat();
}

const EMPTY = [
  JSON.stringify({ choices: [{ text: "", token_ids: [END_ID], finish_reason: "stop" }] }),
  "[DONE]",
];
function error(message: string, code: number): string {
  return JSON.stringify({ error: { message, type: "x", param: null, code } });
}
function status(code: number, body: unknown, headers: Record<string, string> = {}) {
  return () => Response.json(body, { status: code, headers });
}

test("an end without a finish reason is a failure, [DONE] or not", async () => {
  for (const answer of [[event(1), "[DONE]"], [event(1)], []]) {
    lm.answers = [answer];
    await expect(codes()).rejects.toMatchObject({
      code: "upstream",
      message: expect.stringMatching(/broke off/),
    });
  }
});

test("an error event inside a 200 is a failure with the LM's words", async () => {
  lm.answers = [[event(1), error("EngineCore encountered an issue", 500), "[DONE]"]];
  await expect(codes()).rejects.toMatchObject({
    code: "upstream",
    message: expect.stringMatching(/EngineCore/),
  });
  lm.answers = [[JSON.stringify({ error: "boom" })]];
  await expect(codes()).rejects.toThrow(/boom/);
  lm.answers = [[error("queue is full", 503)]];
  await expect(codes()).rejects.toMatchObject({ code: "overloaded" });
});

test("garbage instead of events is a failure, an error of null is none", async () => {
  for (const data of ["<html>", "[1]", "null", '{"choices":[null]}', '{"choices":5}']) {
    lm.answers = [[data]];
    await expect(codes()).rejects.toMatchObject({
      code: "upstream",
      message: expect.stringMatching(/no event/),
    });
  }
  lm.answers = [['{"error":null,"choices":[{"text":"<|s_1|>","finish_reason":"stop"}]}']];
  expect(await codes()).toEqual([1]);
});

test("a failure before the first token is tried once more, and both reasons are told", async () => {
  lm.answers = [EMPTY, GOOD];
  expect(await codes()).toEqual([1, 2, 3]);
  lm.answers = [status(500, { error: { message: "first words" } }), EMPTY];
  const message = expect.stringMatching(/without any speech.*second try.*500.*first words/);
  await expect(codes()).rejects.toMatchObject({ code: "upstream", message });
  expect(lm.generations()).toHaveLength(4);
});

const tokensOf = (count: number, from = 100): string[] =>
  Array.from({ length: count }, (_, index) => event(from + index));

/** As the first utterance of a request is asked for, of which four tokens are the least sound. */
async function opened(source: TokenSource) {
  const sampling = { temperature: 1, topP: 1, repetitionPenalty: 1, maxTokens: 9 };
  let told = 0;
  const first = { tokens: 4, onProgress: () => void (told += 1) };
  const prompt = { kind: "voice", voice: "a", text: "b" } as const;
  const tokens = source(
    { prompt, sampling: { ...sampling, maxTokensSet: false }, firstAudio: first },
    live,
  );
  const pieces: (readonly number[])[] = [];
  try {
    for await (const piece of tokens) pieces.push(piece);
  } catch (error) {
    return { pieces, told, error };
  }
  return { pieces, told };
}

function opening(url = lm.url, idleMs = 5000): TokenSource {
  const style = PROMPT_STYLES.scicom;
  return openCompletions({ url, apiKey: null, model: "m", style, idleMs });
}

test("while nothing can be heard yet, a generation that fails is begun anew, and only the second is heard", async () => {
  const failures = [
    ["[DONE]"],
    [event(9, "length"), "[DONE]"],
    [error("EngineCore encountered an issue", 500), "[DONE]"],
    ["<html>"],
  ];
  for (const rest of failures) {
    lm.answers = [[...tokensOf(rest[0]?.includes("length") ? 2 : 3), ...rest], GOOD];
    expect(await opened(opening())).toMatchObject({ pieces: [[1, 2, 3]] });
  }
  expect(lm.generations()).toHaveLength(2 * failures.length);
});

test("an LM that breaks off before anything can be heard, twice, gives way to another", async () => {
  await using other = { ...openFakeLm(), [Symbol.asyncDispose]: () => other.close() };
  for (const [rest, tries] of [
    ["[DONE]", 2],
    [WAIT, 1],
  ] as const) {
    // Only the silence is waited for: a busy machine must not end the other case by it.
    const sources = [opening(lm.url, rest === WAIT ? 500 : 5000), opening(other.url)];
    const pool = openPool(sources, { slots: 4, now: () => 0 });
    const before = lm.generations().length;
    lm.answers = [[...tokensOf(3), rest]];
    expect(await opened(pool)).toMatchObject({ pieces: [[1, 2, 3]] });
    expect(lm.generations()).toHaveLength(before + tries);
  }
});

test("an LM that gives no code is given up after its share of the patience, one that began has all of it", async () => {
  const limits = { firstMs: 300, idleMs: 60_000 };
  lm.answers = [[WAIT]];
  await expect(codes(limits)).rejects.toMatchObject({ code: "timeout" });
  let later = (): void => {};
  lm.answers = [
    () =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(`data: ${event(1)}\n\n`);
            later = () => {
              controller.enqueue(`data: ${event(2, "stop")}\n\n`);
              controller.close();
            };
          },
        }),
      ),
  ];
  setTimeout(() => later(), 800);
  expect(await codes(limits)).toEqual([1, 2]);
});

test("what is enough to be heard comes at once, the rest as it comes, and a failure then is final", async () => {
  lm.answers = [[...tokensOf(6), "[DONE]"], GOOD];
  const { pieces, told, error: failure } = await opened(opening());
  expect(pieces).toEqual([[100, 101, 102, 103], [104], [105]]);
  expect(told).toBe(4);
  expect(failure).toMatchObject({ code: "upstream" });
  expect(lm.generations()).toHaveLength(1);
});

test("once a request is heard, no token is held back and there is no second try", async () => {
  lm.answers = [[event(1), "[DONE]"], GOOD];
  await expect(codes()).rejects.toMatchObject({ code: "upstream" });
  expect(lm.generations()).toHaveLength(1);
});

test("a generation cut by max_tokens is a success only when the client set it", async () => {
  lm.answers = [[event(1), event(2, "length"), "[DONE]"]];
  await expect(codes()).rejects.toThrow(/ran away: 2 tokens.*max_tokens 9/);
  expect(await codes({}, true)).toEqual([1, 2]);
});

test.each([
  [401, { error: "Unauthorized" }, /401.*TTS_API_KEY.*Unauthorized/],
  [404, { error: { message: "no such model" } }, /404.*MODEL_NAME.*no such model/],
  [404, { detail: "Not Found" }, /404.*Not Found/],
  [400, { error: { message: "too long" } }, /400.*too long/],
  [400, { object: "error", message: "too old" }, /400.*too old/],
])("a refusal with %d is named and not repeated: %j", async (code, body, message) => {
  lm.answers = [status(code, body), GOOD];
  await expect(codes()).rejects.toMatchObject({
    code: "upstream",
    message: expect.stringMatching(message),
  });
  expect(lm.generations()).toHaveLength(1);
});

test("a broken server's plain words are told", async () => {
  lm.answers = [() => new Response("Bad Gateway, says the proxy", { status: 502 })];
  await expect(codes()).rejects.toMatchObject({
    code: "upstream",
    message: expect.stringMatching(/502.*says the proxy/),
  });
});

test("a busy LM says when to come back and is not asked again at once", async () => {
  lm.answers = [status(503, { error: { message: "busy" } }, { "retry-after": "7" }), GOOD];
  await expect(codes()).rejects.toMatchObject({
    code: "overloaded",
    retryAfterS: 7,
    message: expect.stringMatching(/503.*busy/),
  });
  lm.answers = [status(429, {})];
  await expect(codes()).rejects.toMatchObject({ code: "overloaded", retryAfterS: 1 });
  expect(lm.generations()).toHaveLength(2);
});

test("silence ends with a timeout: before, after the first token, and inside a refusal", async () => {
  const refusal = (): Response => {
    const body = new ReadableStream({
      start: (controller) => controller.enqueue("{"), // headers leave with the first byte
      pull: () => new Promise(() => {}),
    });
    return new Response(body, { status: 500 });
  };
  for (const answer of [[WAIT], [event(1), WAIT], refusal]) {
    lm.answers = [answer];
    await expect(codes({ idleMs: 1000 })).rejects.toMatchObject({ code: "timeout" });
  }
  expect(lm.generations()).toHaveLength(3);
});

test("a refused connection says where", async () => {
  await lm.close();
  await expect(codes()).rejects.toMatchObject({
    code: "upstream",
    message: expect.stringMatching(/127\.0\.0\.1:\d+ can't be reached/),
  });
});

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
const chunk = `data: ${event(1, null, "text")}\n\n`;
const CHUNKED = `${HEAD}transfer-encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n${chunk}\r\n`;

test.each([
  ["what is no HTTP", "SSH-2.0-OpenSSH_9.6\r\n\r\n", true, "upstream"],
  ["nothing, then closes", "", true, "upstream"],
  ["half of a chunk, then closes", `${CHUNKED}ff\r\ndata: {"cho`, true, "upstream"],
  ["no last chunk, then closes", CHUNKED, true, "upstream"],
  ["less than it announced", `${HEAD}content-length: 999\r\n\r\n${chunk}`, true, "upstream"],
  ["a token, then nothing on an open connection", CHUNKED, false, "timeout"],
])("a peer that sends %s is a failure", async (_name, wire, closes, code) => {
  const peer = Bun.listen({
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
  try {
    const url = `http://127.0.0.1:${peer.port}`;
    await expect(codes({ url, idleMs: code === "timeout" ? 500 : 5000 })).rejects.toMatchObject({
      code,
    });
  } finally {
    peer.stop(true);
  }
});
