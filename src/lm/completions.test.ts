import { afterAll, beforeEach, expect, test } from "bun:test";
import type { Sampling } from "../engine.ts";
import { type CompletionsOptions, openCompletions } from "./completions.ts";
import { PROMPT_STYLES } from "./prompt.ts";
import type { Prompt } from "./source.ts";

const SAMPLING: Sampling = {
  temperature: 0.7,
  topP: 1,
  repetitionPenalty: 1.15,
  maxTokens: 3072,
  maxTokensSet: false,
};
const PROMPT: Prompt = { kind: "voice", voice: "husein", text: "Hello." };
const FIRST_ID = 359;
const live = new AbortController().signal;

/** An event of the stream; WAIT is silence until the client leaves. */
type Step = string;
const WAIT = "wait";

/** What the fake LM answers to each generation, in order; the last one again and again. */
let scripts: (readonly Step[] | (() => Response))[] = [];
let tokenizes = true;
let asked: Record<string, unknown>[] = [];
const streams = { open: 0 };

function token(code: number, finish: string | null = null, ids = true): string {
  return JSON.stringify({
    choices: [
      {
        text: ids ? "" : `<|s_${code}|>`,
        token_ids: ids ? [code + FIRST_ID] : null,
        finish_reason: finish,
      },
    ],
  });
}
const USAGE = JSON.stringify({ choices: [], usage: { prompt_tokens: 5, completion_tokens: 3 } });
const GOOD = [token(1), token(2), token(3, "stop"), USAGE, "[DONE]"];

function stream(steps: readonly Step[]): Response {
  streams.open += 1;
  let closed = false;
  const close = (): void => {
    if (!closed) streams.open -= 1;
    closed = true;
  };
  const body = new ReadableStream({
    async start(controller) {
      for (const step of steps) {
        if (step === WAIT) return;
        controller.enqueue(new TextEncoder().encode(`data: ${step}\n\n`));
        await Bun.sleep(0);
      }
      close();
      controller.close();
    },
    cancel: close,
  });
  return new Response(body, { headers: { "content-type": "text/event-stream" } });
}

const lm = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  idleTimeout: 0,
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === "/v1/models") return Response.json({ data: [{ id: "tiny-speech-lm" }] });
    if (pathname === "/tokenize") {
      return tokenizes
        ? Response.json({ tokens: [FIRST_ID, FIRST_ID + 65_535] })
        : new Response("no", { status: 404 });
    }
    asked.push((await request.json()) as Record<string, unknown>);
    const script = scripts.length > 1 ? scripts.shift() : scripts[0];
    return typeof script === "function" ? script() : stream(script ?? []);
  },
});
afterAll(() => lm.stop(true));
beforeEach(() => {
  scripts = [GOOD];
  tokenizes = true;
  asked = [];
});

function source(more: Partial<CompletionsOptions> = {}) {
  const options = {
    url: lm.url.href,
    apiKey: null,
    model: null,
    style: PROMPT_STYLES.scicom,
    idleMs: 5000,
  };
  return openCompletions({ ...options, ...more });
}

async function codes(
  options: Partial<CompletionsOptions> = {},
  sampling = SAMPLING,
): Promise<number[]> {
  return (await Array.fromAsync(source(options)(PROMPT, sampling, live))).flat();
}

function status(code: number, body: unknown, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status: code, headers });
}

test("token ids become codes, the model's name is found, and the request is what the wire wants", async () => {
  expect(await codes()).toEqual([1, 2, 3]);
  expect(asked[0]).toMatchObject({
    model: "tiny-speech-lm",
    prompt: "<|im_start|>husein: Hello.<|speech_start|>",
    stream: true,
    return_token_ids: true,
    skip_special_tokens: false,
    max_tokens: 3072,
  });
  expect(asked[0]).not.toHaveProperty("stop");
});

test("a server without token ids is read as text", async () => {
  tokenizes = false;
  scripts = [[token(1, null, false), token(2, null, false), token(3, "stop", false), "[DONE]"]];
  expect(await codes()).toEqual([1, 2, 3]);
});

test("the base URL may already hold the path", async () => {
  for (const path of ["v1", "v1/", "v1/completions"]) {
    expect(await codes({ url: `${lm.url.href}${path}` })).toEqual([1, 2, 3]);
  }
});

test("an end without a finish reason is a failure, [DONE] or not", async () => {
  for (const script of [[token(1), "[DONE]"], [token(1)]]) {
    scripts = [script];
    await expect(codes()).rejects.toMatchObject({
      code: "upstream",
      message: expect.stringContaining("broke off"),
    });
  }
});

test("an error event inside a 200 is a failure with the LM's words", async () => {
  scripts = [
    [token(1), JSON.stringify({ error: { message: "EngineCore encountered an issue" } }), "[DONE]"],
  ];
  await expect(codes()).rejects.toThrow(/EngineCore/);
});

test("garbage is a failure", async () => {
  scripts = [["<html>"]];
  await expect(codes()).rejects.toMatchObject({ code: "upstream" });
});

test("an empty generation is tried once more, then a failure", async () => {
  const empty = [
    JSON.stringify({ choices: [{ text: "", token_ids: [357], finish_reason: "stop" }] }),
    "[DONE]",
  ];
  scripts = [empty, GOOD];
  expect(await codes()).toEqual([1, 2, 3]);
  scripts = [empty];
  await expect(codes()).rejects.toThrow(/without any speech token/);
  expect(asked).toHaveLength(4);
});

test("a generation cut by max_tokens is a success only when the client set it", async () => {
  scripts = [[token(1), token(2, "length"), "[DONE]"]];
  await expect(codes()).rejects.toThrow(/ran away/);
  expect(asked).toHaveLength(1); // tokens were handed out: no second try
  expect(await codes({}, { ...SAMPLING, maxTokensSet: true })).toEqual([1, 2]);
});

test("each refusal is named, and a busy LM says when to come back", async () => {
  const cases: [() => Response, object, RegExp][] = [
    [
      () => status(401, { error: "Unauthorized" }),
      { code: "upstream" },
      /401.*TTS_API_KEY.*Unauthorized/,
    ],
    [
      () => status(404, { error: { message: "no such model" } }),
      { code: "upstream" },
      /MODEL_NAME.*no such model/,
    ],
    [() => status(400, { error: { message: "too long" } }), { code: "upstream" }, /400.*too long/],
    [() => new Response("oops", { status: 500 }), { code: "upstream" }, /500/],
    [
      () => status(503, { error: { message: "busy" } }, { "retry-after": "7" }),
      { code: "overloaded", retryAfterS: 7 },
      /busy/,
    ],
  ];
  for (const [response, expected, message] of cases) {
    scripts = [response];
    const failure = await codes().catch((error: unknown) => error);
    expect(failure).toMatchObject(expected);
    expect(String(failure)).toMatch(message);
  }
});

test("a refused connection says where", async () => {
  await expect(codes({ url: "http://127.0.0.1:9" })).rejects.toThrow(
    /127\.0\.0\.1:9 can't be reached/,
  );
});

test("silence ends with a timeout, before and after the first token", async () => {
  for (const script of [[WAIT], [token(1), WAIT]]) {
    scripts = [script];
    await expect(codes({ idleMs: 40 })).rejects.toMatchObject({ code: "timeout" });
  }
});

test("a reader that leaves, or a signal that aborts, frees the LM's slot", async () => {
  scripts = [[token(1), WAIT]];
  for await (const piece of source()(PROMPT, SAMPLING, live)) {
    expect(piece).toEqual([1]);
    break;
  }
  const client = new AbortController();
  const tokens = source()(PROMPT, SAMPLING, client.signal)[Symbol.asyncIterator]();
  await tokens.next();
  const next = tokens.next();
  client.abort();
  await expect(next).rejects.toMatchObject({ code: "aborted" });
  while (streams.open > 0) await Bun.sleep(2);
});
