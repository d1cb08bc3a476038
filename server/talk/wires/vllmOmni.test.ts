import { expect, test } from "bun:test";
import { readWav } from "../../../src/audio/wav.ts";
import { SpeechError } from "../../../src/errors.ts";
import type { Command, Message, TalkEvent } from "../wire.ts";
import { vllmOmniWire } from "./vllmOmni.ts";

const BYTES = new Uint8Array([1, 0, 2, 0]);
const SETTINGS = { speed: 1.5 };

/** Opens a wire. A config with the voice "nobody" cannot be honoured. */
function open(config?: object, maxChars = 100) {
  const wire = vllmOmniWire({
    maxChars,
    settingsOf({ voice }) {
      if (voice === "nobody") throw new SpeechError("unknown_voice", "no such voice");
      return SETTINGS;
    },
  });
  const read = (...messages: readonly object[]): readonly Command[] =>
    messages.flatMap((message) => wire.read(JSON.stringify(message)));
  if (config !== undefined) read({ type: "session.config", ...config });
  const write = (...events: readonly TalkEvent[]): unknown[] =>
    parsed(events.flatMap((event) => wire.write(event)));
  return { wire, read, write };
}
const parsed = (messages: readonly Message[]): unknown[] =>
  messages.map((message) => (typeof message === "string" ? JSON.parse(message) : message));
const replies = (commands: readonly Command[]): unknown[] =>
  commands.flatMap((command) => (command.do === "reply" ? parsed(command.messages) : []));

/** The events of one sentence of the context, whose audio begins `atS` seconds after that of the context. */
function sentence(context: string, index: number, { atS = 0, failed = false } = {}): TalkEvent[] {
  const word = { word: "Hello,", start: 0, end: 6, fromS: atS + 0.1, toS: atS + 0.4 };
  return [
    { is: "begun", context, index, text: "Hello, you.", atS },
    { is: "audio", context, bytes: BYTES, chars: null, words: [word] },
    { is: "audio", context, bytes: BYTES, chars: null, words: [] },
    { is: "ended", context, index, failed },
  ];
}
function final(context: string): TalkEvent {
  return {
    is: "final",
    context,
    spoken: null,
    heard: () => ({ text: "", remaining: "", chars: 0 }),
  };
}
/** What LiveKit's baseten plugin sends. */
const LIVEKIT = {
  task_type: "Base",
  response_format: "pcm",
  stream_audio: true,
  speed: 1,
  voice: "slt",
  language: "Auto",
};

test("LiveKit's turn is one context; each sentence is announced, sent as PCM and ended", () => {
  const { read, write } = open(LIVEKIT);
  const say = ["Hello, ", "you."].map((text) => ({ type: "input.text", text }));
  expect(read(...say, { type: "input.done" })).toEqual([
    { do: "open", context: "0", settings: SETTINGS },
    { do: "text", context: "0", text: "Hello, " },
    { do: "text", context: "0", text: "you." },
    { do: "finish", context: "0" },
  ]);
  const where = { utterance_index: 0, sentence_index: 0 };
  expect(write(...sentence("0", 0), final("0"))).toEqual([
    {
      type: "audio.start",
      ...where,
      sentence_text: "Hello, you.",
      format: "pcm",
      sample_rate: 24_000,
      channels: 1,
    },
    BYTES,
    BYTES,
    { type: "audio.done", ...where, total_bytes: 8, error: false },
    { type: "session.done", utterance_index: 0, total_sentences: 1 },
  ]);
  expect(read({ type: "input.text", text: "Next." })[0]).toMatchObject({ context: "1" });
});

test("an input.done without text, LiveKit's keep-alive, ends an utterance without sentences", () => {
  const { read, write } = open(LIVEKIT);
  expect(read({ type: "input.done" })).toEqual([
    { do: "open", context: "0", settings: SETTINGS },
    { do: "finish", context: "0" },
  ]);
  expect(write(final("0"))).toEqual([
    { type: "session.done", utterance_index: 0, total_sentences: 0 },
  ]);
});

test("without stream_audio the text waits for input.done, and each sentence is one WAV file", () => {
  const { read, write } = open({});
  expect(read({ type: "input.text", text: "Hello, " })).toEqual([]);
  expect(read({ type: "input.text", text: "you." }, { type: "input.done" })).toEqual([
    { do: "open", context: "0", settings: SETTINGS },
    { do: "text", context: "0", text: "Hello, you." },
    { do: "finish", context: "0" },
  ]);
  const [start, file, done] = write(...sentence("0", 0));
  expect(start).toMatchObject({ format: "wav" });
  const { samples, sampleRateHz } = readWav(file instanceof Uint8Array ? file : new Uint8Array());
  expect([samples.length, sampleRateHz]).toEqual([4, 24_000]);
  expect(done).toMatchObject({ type: "audio.done", total_bytes: 52 });
});

test("timestamp_type word adds the words to audio.done, from the sentence's beginning", () => {
  const { read, write } = open({ ...LIVEKIT, timestamp_type: "word" });
  read({ type: "input.text", text: "Hello, you." });
  expect(write(...sentence("0", 1, { atS: 2 })).at(-1)).toMatchObject({
    timestamp_info: {
      word_alignment: {
        words: ["Hello,"],
        word_start_times_seconds: [0.1],
        word_end_times_seconds: [0.4],
      },
    },
  });
});

test("word_timestamps puts the audio into audio.chunk; the last one has the times and no audio", () => {
  const { read, write } = open({ ...LIVEKIT, word_timestamps: true });
  read({ type: "input.text", text: "Hello, you." });
  const [, first, second, last] = write(...sentence("0", 0, { atS: 1 }));
  const audio = Buffer.from(BYTES).toString("base64");
  expect(first).toMatchObject({ type: "audio.chunk", chunk_id: 0, audio_b64: audio });
  expect(second).toMatchObject({ utterance_index: 0, sentence_index: 0, timestamps: null });
  expect(last).toMatchObject({
    type: "audio.chunk",
    chunk_id: 2,
    audio_b64: "",
    timestamps: [{ word: "Hello,", start_ms: 100, end_ms: 400 }],
  });
});

test("a failed sentence is an error, audio.done with error, and session.done after input.done", () => {
  const { read, write } = open(LIVEKIT);
  read({ type: "input.text", text: "Hello, you. More." });
  const error = { is: "error", context: "0", code: "engine_error", message: "broken" } as const;
  const [begun, audio, , ended] = sentence("0", 0, { failed: true });
  const events = [begun, audio, { ...error, gone: false }, ended, final("0")];
  expect(write(...events.filter((event) => event !== undefined)).slice(2)).toEqual([
    { type: "error", message: "broken" },
    { type: "audio.done", utterance_index: 0, sentence_index: 0, total_bytes: 4, error: true },
  ]);
  expect(read({ type: "input.text", text: "Never." })).toEqual([]);
  expect(replies(read({ type: "input.done" }))).toEqual([
    { type: "session.done", utterance_index: 0, total_sentences: 1 },
  ]);
});

test("an utterance without text for too long, and without input.done, ends with an error and a close", () => {
  const { wire, read, write } = open(LIVEKIT);
  read({ type: "input.text", text: "Hello, you. " });
  write(...sentence("0", 0), final("0"));
  const commands = wire.follow?.(final("0")) ?? [];
  expect(replies(commands)).toMatchObject([{ type: "error" }]);
  expect(commands.at(-1)).toEqual({ do: "closeSocket", now: true });
});

test("after a failed sentence the socket stays open until input.done", () => {
  const { wire, read, write } = open(LIVEKIT);
  read({ type: "input.text", text: "Hello, you. " });
  const code = "engine_error";
  write({ is: "error", context: "0", code, message: "broken", gone: false }, final("0"));
  expect(wire.follow?.(final("0"))).toEqual([]);
});

test("a failed sentence sends no part of its file", () => {
  const { read, write } = open({});
  read({ type: "input.text", text: "Hello, you." }, { type: "input.done" });
  const messages = write(...sentence("0", 0, { failed: true }));
  expect(messages.map((message) => message instanceof Uint8Array)).toEqual([false, false]);
});

test("a config is needed first; later ones hold from the next utterance on", () => {
  const first = open();
  const refused = first.read({ type: "input.text", text: "Hello" });
  expect(replies(refused)).toMatchObject([{ type: "error" }]);
  expect(refused.at(-1)).toEqual({ do: "closeSocket", now: true });

  const { read } = open(LIVEKIT);
  read({ type: "input.text", text: "Hello" });
  expect(replies(read({ type: "session.config" }))).toMatchObject([
    { message: expect.stringContaining("between utterances") },
  ]);
  read({ type: "input.done" });
  expect(replies(read({ type: "session.config", stream_audio: false }))).toEqual([]);
  expect(read({ type: "input.text", text: "Hello" })).toEqual([]);
});

test("a config that is invalid or not possible closes the socket if it is the first one", () => {
  for (const wrong of [{ voice: "nobody" }, { speed: 9 }, { response_format: "ogg" }]) {
    const refused = open().read({ type: "session.config", ...wrong });
    expect(replies(refused)).toMatchObject([{ type: "error", message: expect.any(String) }]);
    expect(refused.at(-1)).toEqual({ do: "closeSocket", now: true });
    expect(open({}).read({ type: "session.config", ...wrong })).toHaveLength(1);
  }
});

test("wrong messages are answered by an error that says what was expected", () => {
  const { wire, read } = open({});
  const wrong = [
    { type: "input.audio" },
    { type: "input.text" },
    { type: "input.text", text: "x".repeat(101) },
    { type: "input.text", text: "é".repeat(70_000) },
  ];
  for (const message of wrong)
    expect(replies(read(message))).toMatchObject([
      { type: "error", message: expect.stringContaining("Expected") },
    ]);
  for (const message of ["{", "[1]", BYTES])
    expect(wire.read(message)).toMatchObject([{ do: "invalid", context: null }]);
});

test("text of too many utterances that are not answered is an error", () => {
  const { read } = open({});
  const utterance = [{ type: "input.text", text: "Hello." }, { type: "input.done" }];
  for (let count = 0; count < 64; count += 1) read(...utterance);
  expect(replies(read({ type: "input.text", text: "Hello." }))).toMatchObject([
    { type: "error", message: expect.stringContaining("64") },
  ]);
});

test("session.close closes the socket", () => {
  expect(open({}).read({ type: "session.close" })).toEqual([{ do: "closeSocket", now: true }]);
});
