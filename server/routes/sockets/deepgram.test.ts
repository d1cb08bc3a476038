import { afterAll, expect, test } from "bun:test";
import { buildWith } from "../../app.fake.ts";
import { createWordEngine } from "../../talk/engine.fake.ts";

const UPGRADE = { upgrade: "websocket", connection: "Upgrade" };
const talk = buildWith([createWordEngine().engine], {});
const server = talk.serve();
afterAll(() => server.stop(true));

/** Opens a socket, sends messages, and returns its text frames, the bytes of its binary frames and its close code. */
function converse(query: string, messages: readonly object[]) {
  const { promise, resolve } = Promise.withResolvers<{
    texts: Record<string, unknown>[];
    bytes: number;
    code: number;
  }>();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/speak${query}`);
  socket.binaryType = "arraybuffer";
  const texts: Record<string, unknown>[] = [];
  let bytes = 0;
  socket.addEventListener("open", () =>
    messages.forEach((each) => socket.send(JSON.stringify(each))),
  );
  socket.addEventListener("message", ({ data }) => {
    if (typeof data !== "string") {
      bytes += (data as ArrayBuffer).byteLength;
      return;
    }
    const text = JSON.parse(data) as Record<string, unknown>;
    texts.push(text);
    if (text["type"] === "Flushed") socket.send('{"type":"Close"}');
  });
  socket.addEventListener("close", ({ code }) => resolve({ texts, bytes, code }));
  return promise;
}
const SPEAK = [
  { type: "Speak", text: "Hello " },
  { type: "Speak", text: "there." },
  { type: "Flush" },
];

test("words and a flush are spoken at the rate that was asked for, and Close closes with 1000", async () => {
  const pcm = await converse("?model=anna&sample_rate=48000&mip_opt_out=true", SPEAK);
  expect(pcm.code).toBe(1000);
  expect(pcm.texts.map(({ type }) => type)).toEqual(["Metadata", "Flushed"]);
  expect(pcm.texts[0]).toMatchObject({ model_name: "anna" });
  const mulaw = await converse("?encoding=mulaw&speed=1", SPEAK);
  expect([pcm.bytes / 96_000, mulaw.bytes / 8000]).toEqual([0.25, 0.25]);
  expect(talk.lines.some((line) => line.includes("face=deepgram"))).toBeTrue();
});

test("timestamps adds the times of the words", async () => {
  const { texts } = await converse("?timestamps=true", SPEAK);
  const words = texts.flatMap((each) => (each["words"] as { word: string }[] | undefined) ?? []);
  expect(words.map(({ word }) => word)).toEqual(["Hello", "there."]);
});

test("a socket without a turn is closed with 1000 after inactivity_timeout", async () => {
  const { code, texts } = await converse("?inactivity_timeout=0.1", []);
  expect([code, texts.length]).toEqual([1000, 1]);
});

test("what the query asks for is refused with a status", async () => {
  for (const [query, param] of [
    ["model=zoe", "voice"],
    ["encoding=mp3", "encoding"],
    ["sample_rate=11025", "sample_rate"],
    ["speed=9", "speed"],
    ["speed=fast", "speed"],
  ]) {
    const response = await talk.app.request(`/v1/speak?${query}`, { headers: UPGRADE });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { param } });
  }
});
