import { afterAll, expect, test } from "bun:test";
import { createCodec } from "../../src/codec/codec.ts";
import { fakeDecoder } from "../../src/codec/decode/decoder.fake.ts";
import { openNeucodec } from "../../src/engines/neucodec/neucodec.ts";
import { openCompletions } from "../../src/lm/completions/completions.ts";
import { AGAIN, event, GOOD, KEEP_ALIVE, openFakeLm, WAIT } from "../../src/lm/lm.fake.ts";
import { PROMPT_STYLES } from "../../src/lm/prompt.ts";
import { buildWith, HELLO, PATH, speech, until } from "../app.fake.ts";

/** Idle timeout of the LM in the cases that test it, milliseconds. The other cases have a longer timeout. */
const SILENCE_MS = 300;
/** Tokens for several codec windows, so that the first audio is sent before the last token is decoded. */
const TOKENS = Array.from({ length: 120 }, (_, code) => event(code));
const [DONE, ERROR] = ["[DONE]", JSON.stringify({ error: { message: "engine died", code: 500 } })];

const lm = openFakeLm();
afterAll(() => lm.close());

/** Builds a server that uses the speech LM at `url`, the codec's scheduler and a fake decoder. */
function build(url = lm.url, idleMs = 5000) {
  const tokens = openCompletions({
    url,
    apiKey: null,
    model: "tiny-speech-lm",
    style: PROMPT_STYLES.scicom,
    idleMs,
  });
  const engine = openNeucodec({
    tokens,
    codec: createCodec(fakeDecoder().decoder),
    speakers: ["anna"],
    unready: () => null,
    figures: () => ({}),
    batches: () => new Map(),
    close: async () => {},
  });
  const built = buildWith([engine], { REQUEST_TIMEOUT_S: "10", LOG_LEVEL: "info" });
  const server = built.serve();
  const ask = (body: Readonly<Record<string, unknown>>): Promise<Response> =>
    fetch(new URL(PATH, server.url), speech({ input: HELLO, response_format: "wav", ...body }));
  return { ...built, ask, [Symbol.dispose]: () => void server.stop(true) };
}

async function statusOf(response: Response): Promise<number> {
  const { error } = (await response.json()) as { error: { message: string } };
  expect(error.message).not.toBe("");
  return response.status;
}

function nothing(): Response {
  return new Response(new ReadableStream({ pull: () => new Promise(() => {}) }));
}

function broken(): Response {
  return new Response(new ReadableStream({ pull: (controller) => controller.error() }));
}

/** Responses of the LM without speech, and the status that the client gets. */
const BEFORE = {
  "a status of 500": [() => new Response("out of memory", { status: 500 }), 502],
  "a status of 503": [() => new Response("full", { status: 503 }), 429],
  "a stream without any event": [nothing, 504],
  "a connection that breaks": [broken, 502],
  "a stream that ends without a finish reason": [[DONE], 502],
  garbage: [["<html>Bad gateway</html>"], 502],
  "an error event inside a 200": [[ERROR, DONE], 502],
  "a generation without speech": [[event(-200, "stop"), DONE], 502],
  "endless text without speech": [[JSON.stringify({ choices: [{ text: "la " }] }), AGAIN], 502],
  "an endless stream of keep-alive comments": [[KEEP_ALIVE, AGAIN], 504],
} as const;

for (const [what, [answer, status]] of Object.entries(BEFORE)) {
  test(`before the first audio, ${what} returns ${status} for a stream, a whole file and events`, async () => {
    lm.answers = [answer];
    using server = build(lm.url, status === 504 ? SILENCE_MS : undefined);
    const forms = [{}, { stream: false }, { stream_format: "sse" }];
    const statuses = forms.map(async (form) => statusOf(await server.ask(form)));
    expect(await Promise.all(statuses)).toEqual(forms.map(() => status));
    expect(server.admission.inFlight).toBe(0);
    await until(() => lm.open() === 0);
    lm.answers = [GOOD];
    expect((await (await server.ask({})).bytes()).length).toBe(44 + 3 * 480 * 2);
  });
}

test("a generation that breaks before its first audio is retried", async () => {
  using server = build();
  for (const form of [{}, { stream: false }]) {
    lm.answers = [[...TOKENS.slice(0, 21), DONE], GOOD];
    const answer = await server.ask(form);
    expect(answer.status).toBe(200);
    expect((await answer.bytes()).length).toBe(44 + 3 * 480 * 2);
  }
});

test("an unreachable LM returns 502 with the reason in words", async () => {
  using server = build("http://127.0.0.1:9");
  const answer = await server.ask({});
  expect(answer.status).toBe(502);
  const text = await answer.text();
  expect(text).toContain("can't be reached: nothing listens there (connection refused)");
  expect(text).not.toMatch(/Unable to connect|ECONNREFUSED/);
  expect(server.admission.inFlight).toBe(0);
});

/** Events of the LM after the first audio (null: endless silence), and the status that a whole file gets. */
const AFTER = {
  silence: [null, 504],
  "an end without a finish reason": [[], 502],
  garbage: [["<html>Bad gateway</html>"], 502],
  "an error event": [[ERROR, DONE], 502],
  "a generation that reaches max_tokens": [[event(1, "length"), DONE], 502],
} as const;

/** Creates an LM response of TOKENS, then `rest` once `heard` resolves. `left` resolves when the server disconnects. */
function speechThen(rest: readonly string[] | null, heard: Promise<void>) {
  const wire = (events: readonly string[]): Uint8Array =>
    new TextEncoder().encode(events.map((data) => `data: ${data}\n\n`).join(""));
  const left = Promise.withResolvers<void>();
  const answer = (): Response => {
    let said = false;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          if (!said) {
            said = true;
            controller.enqueue(wire(TOKENS));
            return;
          }
          await heard;
          if (rest === null) return new Promise(() => {});
          controller.enqueue(wire(rest));
          controller.close();
        },
        cancel: () => left.resolve(),
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
  return { answer, left: left.promise };
}

for (const [what, [rest, status]] of Object.entries(AFTER)) {
  test(`after the first audio, ${what} breaks an audio stream, ends an event stream with an error and fails a whole file with ${status}`, async () => {
    using server = build(lm.url, status === 504 ? SILENCE_MS : undefined);
    for (const form of [{}, { stream_format: "sse" }]) {
      const heard = Promise.withResolvers<void>();
      const { answer, left } = speechThen(rest, heard.promise);
      lm.answers = [answer];
      const streamed = await server.ask(form);
      expect(streamed.status).toBe(200);
      heard.resolve();
      if ("stream_format" in form) {
        const events = await streamed.text();
        expect(events).toContain("speech.audio.delta");
        expect(events).toContain("event: error");
        expect(events).not.toContain("speech.audio.done");
      } else await expect(streamed.bytes()).rejects.toThrow();
      if (rest === null) await left;
    }
    lm.answers = [speechThen(rest, Promise.resolve()).answer];
    expect(await statusOf(await server.ask({ stream: false }))).toBe(status);
    await until(() => server.admission.inFlight === 0);
  });
}

test("an LM that never stops breaks an audio stream, and fails a whole file with 502", async () => {
  lm.answers = [[...TOKENS, AGAIN]];
  using server = build();
  const streamed = await server.ask({});
  expect(streamed.status).toBe(200);
  await expect(streamed.bytes()).rejects.toThrow();
  expect(await statusOf(await server.ask({ stream: false }))).toBe(502);
  await until(() => lm.open() === 0 && server.admission.inFlight === 0);
});

test("speech ends at the end token of an LM that goes on after it", async () => {
  lm.answers = [[...TOKENS, JSON.stringify({ choices: [{ text: "<|im_end|>" }] }), AGAIN]];
  using server = build();
  for (const stream of [true, false])
    expect((await (await server.ask({ stream })).bytes()).length).toBe(44 + 120 * 480 * 2);
  await until(() => lm.open() === 0);
});

test("an LM connection that closes within a chunk breaks the body or returns 502", async () => {
  const said = TOKENS.map((data) => `data: ${data}\n\n`).join("");
  using half = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      data(socket, bytes) {
        if (!bytes.toString().includes("/v1/completions")) {
          socket.end("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
          return;
        }
        // The chunk is shorter than its declared length.
        const size = (said.length + 100).toString(16);
        const head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n";
        socket.end(`${head}transfer-encoding: chunked\r\n\r\n${size}\r\n${said}`);
      },
    },
  });
  using server = build(`http://127.0.0.1:${half.port}`);
  const answer = await server.ask({});
  if (answer.status === 200) expect(answer.bytes()).rejects.toThrow();
  else {
    expect(answer.status).toBe(502);
    expect(await answer.text()).not.toMatch(/socket connection|verbose|ECONNRESET/);
  }
  await until(() => server.admission.inFlight === 0);
});

test("a client that disconnects cancels the generation of the LM", async () => {
  lm.answers = [[...TOKENS, WAIT]];
  using server = build();
  const client = new AbortController();
  const body = speech({ input: HELLO, response_format: "pcm" });
  const listening = server.serve();
  const answer = await fetch(new URL(PATH, listening.url), { ...body, signal: client.signal });
  await answer.body?.getReader().read();
  expect(lm.open()).toBe(1);
  client.abort();
  await until(() => lm.open() === 0 && server.admission.inFlight === 0);
  await listening.stop(true);
});
