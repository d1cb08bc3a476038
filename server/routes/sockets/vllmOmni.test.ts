import { afterAll, expect, test } from "bun:test";
import { buildWith } from "../../app.fake.ts";
import { createWordEngine } from "../../talk/engine.fake.ts";

const { serve, lines } = buildWith([createWordEngine().engine], {});
const server = serve();
afterAll(() => server.stop(true));

/** Opens a socket, sends messages, and returns its frames: objects, and the number of bytes of binary frames. */
function converse(messages: readonly object[]) {
  const { promise, resolve } = Promise.withResolvers<{ frames: unknown[]; code: number }>();
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/v1/audio/speech/stream`);
  socket.binaryType = "arraybuffer";
  const frames: unknown[] = [];
  const utterances = messages.filter((each) => "type" in each && each.type === "input.done").length;
  let done = 0;
  socket.addEventListener("open", () =>
    messages.forEach((each) => socket.send(JSON.stringify(each))),
  );
  socket.addEventListener("message", ({ data }) => {
    if (typeof data !== "string") {
      frames.push((data as ArrayBuffer).byteLength);
      return;
    }
    const frame = JSON.parse(data) as Record<string, unknown>;
    frames.push(frame);
    if (frame["type"] === "session.done" && ++done === utterances)
      socket.send('{"type":"session.close"}');
  });
  socket.addEventListener("close", ({ code }) => resolve({ frames, code }));
  return promise;
}
const config = (fields: object = {}) => ({ type: "session.config", ...fields });
const text = (words: string) => ({ type: "input.text", text: words });
const DONE = { type: "input.done" };

test("utterances are answered in order, each sentence as one file", async () => {
  const { frames, code } = await converse([
    config({ voice: "anna" }),
    text("Hello there. How are "),
    text("you?"),
    DONE,
    DONE,
    text("Bye."),
    DONE,
  ]);
  expect(code).toBe(1000);
  const types = frames.map((frame) =>
    typeof frame === "number" ? "file" : (frame as { type: string }).type,
  );
  const sentence = ["audio.start", "file", "audio.done"];
  const [end] = ["session.done"];
  expect(types).toEqual([...sentence, ...sentence, end, end, ...sentence, end]);
  const sentences = frames.filter((frame) => Object(frame).type === "audio.start");
  expect(sentences).toMatchObject([
    { utterance_index: 0, sentence_index: 0, sentence_text: "Hello there.", format: "wav" },
    { utterance_index: 0, sentence_index: 1, sentence_text: "How are you?" },
    { utterance_index: 2, sentence_index: 0, sentence_text: "Bye." },
  ]);
  expect(lines.some((line) => line.includes("face=vllm-omni"))).toBeTrue();
});

test("an utterance has the config that held when its text began", async () => {
  const { frames } = await converse([
    config({ response_format: "pcm", stream_audio: true }),
    text("Hello."),
    DONE,
    config({ response_format: "mp3" }),
    text("Hello."),
    DONE,
  ]);
  const formats = frames.flatMap((frame) => Object(frame).format ?? []);
  expect(formats).toEqual(["pcm", "mp3"]);
});

test("a voice that does not exist, and a recording, are errors that close the socket", async () => {
  for (const [fields, name] of [
    [{ voice: "zoe" }, "voice"],
    [{ ref_audio: "https://example.com/a.wav" }, "ref_audio"],
  ] as const) {
    const { frames, code } = await converse([config(fields)]);
    expect(frames).toMatchObject([{ type: "error", message: expect.stringContaining(name) }]);
    expect(code).toBe(1000);
  }
});
