import { afterAll, expect, test } from "bun:test";
import { wavHeader } from "../../../src/audio/wav.ts";
import type { Engine, Utterance } from "../../../src/engine.ts";
import { buildWith } from "../../app.fake.ts";
import { createWordEngine } from "../../talk/engine.fake.ts";

const encoded: number[] = [];
const references: unknown[] = [];
const { engine } = createWordEngine();
/** Clones voices: keeps the lengths of the recordings and the references of the utterances. */
const cloning: Engine = {
  ...engine,
  id: "cloner",
  voices: [{ id: "ben", name: "Ben" }],
  async encode(samples) {
    encoded.push(samples.length);
    return [1, 2, 3];
  },
  speak: (utterances, options, signal) => engine.speak(seen(utterances), options, signal),
};
async function* seen(utterances: AsyncIterable<Utterance>) {
  for await (const utterance of utterances) {
    references.push(utterance.reference);
    yield utterance;
  }
}
const { serve, lines } = buildWith([engine, cloning], {});
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
/** One second of silence. */
const RECORDING = Buffer.concat([wavHeader(24_000, 48_000), new Uint8Array(48_000)]).toString(
  "base64",
);
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

test("a recording clones its voice; it is encoded once for a config", async () => {
  const clone = { voice: "my clone", ref_audio: RECORDING, ref_text: "Hi there." };
  const utterance = [text("Hello. How are you?"), DONE];
  await converse([config(clone), ...utterance, ...utterance]);
  expect(encoded).toEqual([16_000]);
  const reference = { text: "Hi there.", codes: [1, 2, 3] };
  expect(references).toEqual([reference, reference, reference, reference]);
});

test("a voice that does not exist, and a wrong recording, are errors that close the socket", async () => {
  for (const [fields, name] of [
    [{ voice: "zoe" }, "voice"],
    [{ ref_audio: "https://example.com/a.wav", ref_text: "Hi." }, "ref_audio"],
    [{ ref_audio: "AAAA", ref_text: "Hi." }, "ref_audio"],
    [{ ref_audio: RECORDING }, "ref_text"],
  ] as const) {
    const { frames, code } = await converse([config(fields)]);
    expect(frames).toMatchObject([{ type: "error", message: expect.stringContaining(name) }]);
    expect(code).toBe(1000);
  }
});
