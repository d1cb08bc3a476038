import { afterAll, expect, test } from "bun:test";
import { build } from "../app.fake.ts";
import { createWordEngine } from "../talk/engine.fake.ts";
import { buildWith } from "../app.fake.ts";

const PATH = "/v1/text-to-speech/anna/multi-stream-input";
const UPGRADE = { upgrade: "websocket", connection: "Upgrade" };

const talk = buildWith([createWordEngine().engine], {});
const server = talk.serve();
afterAll(() => server.stop(true));

/** Opens a socket, sends messages, and returns what it gets until it closes. */
function converse(
  path: string,
  messages: readonly unknown[],
  options: Bun.WebSocketOptions = {},
): Promise<{ got: Record<string, unknown>[]; code: number; protocol: string }> {
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<typeof converse>>>();
  const got: Record<string, unknown>[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, options);
  socket.addEventListener("open", () => {
    for (const message of messages)
      socket.send(typeof message === "string" ? message : JSON.stringify(message));
  });
  socket.addEventListener("message", ({ data }) => void got.push(JSON.parse(data as string)));
  socket.addEventListener("close", ({ code }) => resolve({ got, code, protocol: socket.protocol }));
  return promise;
}

test("a socket speaks two contexts and closes with 1000 when the client asks for it", async () => {
  const { got, code } = await converse(`${PATH}?output_format=pcm_16000&sync_alignment=true`, [
    { text: " ", context_id: "a" },
    { text: "Hello there, ", context_id: "a" },
    { text: "How are you? ", context_id: "b" },
    { text: "my friend.", context_id: "a", flush: true },
    { close_socket: true },
  ]);
  expect(code).toBe(1000);
  for (const [id, text, seconds] of [
    ["a", "Hello there, my friend.", 0.45],
    ["b", "How are you?", 0.35],
  ] as const) {
    const own = got.filter(({ contextId }) => contextId === id);
    expect(own.at(-1)).toEqual({ isFinal: true, contextId: id, context_id: id });
    const audio = own.map((each) => Buffer.from((each["audio"] as string) ?? "", "base64").length);
    expect(audio.reduce((sum, bytes) => sum + bytes)).toBe(seconds * 32_000);
    const chars = own.flatMap(
      (each) => (each["alignment"] as { chars?: string[] } | null)?.chars ?? [],
    );
    expect(chars.join("")).toBe(text);
  }
  expect(talk.lines.some((line) => line.includes("face=elevenlabs"))).toBeTrue();
});

test("stream-input closes with 1000 after the end", async () => {
  const { got, code } = await converse("/v1/text-to-speech/anna/stream-input", [
    { text: " " },
    { text: "Hello. " },
    { text: "" },
  ]);
  expect([got.at(-1), code]).toEqual([{ audio: null, isFinal: true }, 1000]);
});

test("a message over 1 MiB closes the socket with 1009, and the key protocol is accepted", async () => {
  const { code, protocol } = await converse(PATH, ["x".repeat(1024 * 1024 + 1)], {
    protocols: ["token", "key"],
  });
  expect([code, protocol]).toEqual([1009, "token"]);
});

test("a request that cannot be served is refused with a status instead of the upgrade", async () => {
  const ask = async (path: string, app = talk.app, headers: Record<string, string> = UPGRADE) => {
    const response = await app.request(path, { headers });
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    return { status: response.status, ...error, headers: response.headers };
  };
  const plain = await ask(PATH, talk.app, {});
  expect(plain).toMatchObject({ status: 426, code: "upgrade_required" });
  expect(plain.headers.get("upgrade")).toBe("websocket");
  for (const path of [PATH, PATH.replace("multi-", ""), "/v1/speak", "/v1/audio/speech/stream"]) {
    const { headers, message } = await ask(path, talk.app, {});
    expect(headers.get("dg-error")).toBe(message);
  }
  const format = await ask(`${PATH}?output_format=pcm_1`);
  expect(format).toMatchObject({ status: 400, code: "invalid_value" });
  expect(format.message).toContain("pcm_16000");
  const voice = await ask(PATH.replace("anna", "zoe"));
  expect(voice).toMatchObject({ status: 400, code: "unknown_voice" });
  const draining = build();
  draining.drain.begin();
  expect(await ask(PATH, draining.app)).toMatchObject({ status: 503, code: "not_ready" });
  const unready = build();
  unready.engine.reason = "no voice worker is alive";
  expect(await ask(PATH, unready.app)).toMatchObject({
    status: 503,
    message: unready.engine.reason,
  });
  const full = build(undefined, { MAX_IN_FLIGHT: "1", MAX_QUEUE: "0" });
  await full.admission.enter({ key: "", live: true, audioS: 1 }, new AbortController().signal);
  const refused = await ask(PATH, full.app);
  expect(refused).toMatchObject({ status: 429, code: "overloaded" });
  expect(refused.headers.get("retry-after")).toBe("1");
  const locked = build(undefined, { API_KEYS: "secret" });
  expect(await ask(PATH, locked.app)).toMatchObject({ status: 401 });
});
