import { expect, test } from "bun:test";
import type { TalkEvent } from "../wire.ts";
import { createElevenLabs, createStreamInput } from "./elevenLabs.ts";

const read = (wire: ReturnType<typeof createElevenLabs>, ...messages: readonly object[]) =>
  messages.flatMap((message) => wire.read(JSON.stringify(message)));
const write = (wire: ReturnType<typeof createElevenLabs>, event: TalkEvent): unknown[] =>
  wire.write(event).map((message): unknown => JSON.parse(message as string));

const heard = () => ({ text: "", remaining: "", chars: 0 });
const AUDIO = {
  is: "audio",
  context: "C",
  bytes: new Uint8Array([1, 2, 3]),
  chars: { chars: ["H", "i"], startsMs: [0, 40], durationsMs: [40, 60] },
  words: [],
} as const;
const ALIGNMENT = {
  chars: ["H", "i"],
  charStartTimesMs: [0, 40],
  charDurationsMs: [40, 60],
};

test("multi-stream-input - reads what LiveKit sends: an opening space, sentences with a flush, a flush, a close", () => {
  const wire = createElevenLabs();
  const commands = read(
    wire,
    {
      text: " ",
      voice_settings: { speed: 1.1, stability: 0.5 },
      context_id: "C",
      generation_config: { chunk_length_schedule: [80] },
    },
    { text: "Hello there. ", context_id: "C", flush: true },
    { text: "", context_id: "C", flush: true },
    { context_id: "C", close_context: true },
  );
  expect(commands).toEqual([
    { do: "open", context: "C", settings: { speed: 1.1, schedule: [80] } },
    { do: "text", context: "C", text: "Hello there. " },
    { do: "flush", context: "C" },
    { do: "flush", context: "C" },
    { do: "close", context: "C" },
  ]);
});

test("multi-stream-input - reads what Pipecat sends: tokens, keep-alives, a flush and a close at once", () => {
  const wire = createElevenLabs();
  const commands = read(
    wire,
    { text: " ", context_id: "C" },
    { text: "Hello", context_id: "C" },
    { text: " ", context_id: "C" },
    { text: "", context_id: "C" },
    { text: "" },
    { context_id: "C", flush: true },
    { context_id: "C", close_context: true, playback_ms: 250 },
    { close_socket: true },
  );
  expect(commands).toEqual([
    { do: "open", context: "C", settings: {} },
    { do: "text", context: "C", text: "Hello" },
    { do: "text", context: "C", text: " " },
    { do: "touch", context: "C" },
    { do: "touch", context: "default" },
    { do: "flush", context: "C" },
    { do: "close", context: "C", playbackMs: 250 },
    { do: "closeSocket", now: false },
  ]);
});

test("multi-stream-input - text opens an unknown context, and after its end the same id is a new one", () => {
  const wire = createElevenLabs();
  const hello = { text: "Hello. ", contextId: "C" };
  const open = { do: "open", context: "C", settings: {} } as const;
  const text = { do: "text", context: "C", text: "Hello. " } as const;
  expect(read(wire, hello, hello)).toEqual([open, text, text]);
  write(wire, { is: "final", context: "C", spoken: null, heard });
  expect(read(wire, hello)).toEqual([open, text]);
  expect(read(wire, { text: "No id" })).toMatchObject([
    { context: "default" },
    { context: "default" },
  ]);
});

test.each([
  ["not JSON", null],
  ["[1]", null],
  [new Uint8Array(3), null],
  ['{"context_id":7,"text":"a"}', null],
  [`{"context_id":"${"x".repeat(257)}","text":"a"}`, null],
  ['{"context_id":"C","text":7}', "C"],
  ['{"context_id":"C","text":"a","flush":"true"}', "C"],
  ['{"context_id":"C","close_context":1}', "C"],
  ['{"context_id":"C","close_socket":"yes"}', "C"],
  ['{"context_id":"C","text":"a","voice_settings":{"speed":9}}', "C"],
  ['{"context_id":"C","close_context":true,"playback_ms":"9"}', "C"],
])("multi-stream-input - refuses %p as invalid", (message, context) => {
  const commands = createElevenLabs().read(message);
  expect(commands).toMatchObject([{ do: "invalid", context }]);
});

test("multi-stream-input - writes both spellings of the context, and never isFinal with audio", () => {
  const wire = createElevenLabs();
  const ids = { contextId: "C", context_id: "C" };
  expect(write(wire, AUDIO)).toEqual([
    { audio: "AQID", ...ids, alignment: ALIGNMENT, normalizedAlignment: ALIGNMENT, isFinal: null },
  ]);
  expect(write(wire, { ...AUDIO, chars: null })).toMatchObject([
    { alignment: null, normalizedAlignment: null },
  ]);
  expect(write(wire, { ...AUDIO, bytes: new Uint8Array(), chars: null })).toEqual([]);
  expect(write(wire, { is: "flushed", context: "C", n: 1, isLast: true })).toEqual([]);
  expect(write(wire, { is: "final", context: "C", spoken: null, heard })).toEqual([
    { isFinal: true, ...ids },
  ]);
  const spoken = { text: "Hi", remaining: " you", chars: 2 };
  expect(write(wire, { is: "final", context: "C", spoken, heard })).toEqual([
    { isFinal: true, ...ids, spoken },
  ]);
  const error = { is: "error", code: "rate_limited", message: "busy", gone: false } as const;
  expect(write(wire, { ...error, context: "C" })).toEqual([
    { error: "rate_limited", message: "busy", code: 1008, ...ids },
  ]);
  expect(write(wire, { ...error, context: null })).toEqual([
    { error: "rate_limited", message: "busy", code: 1008 },
  ]);
});

test("stream-input - reads what the SDK sends: an opening space, pieces, keep-alives and the end", () => {
  const commands = read(
    createStreamInput(),
    {
      text: " ",
      try_trigger_generation: true,
      voice_settings: null,
      generation_config: { chunk_length_schedule: [50] },
    },
    { text: "Hello ", try_trigger_generation: true },
    { text: " " },
    { text: "you", flush: true },
    { text: " " },
    { text: "" },
  );
  const context = "";
  expect(commands).toEqual([
    { do: "open", context, settings: { schedule: [50] } },
    { do: "touch", context },
    { do: "text", context, text: "Hello " },
    { do: "touch", context },
    { do: "text", context, text: "you" },
    { do: "flush", context },
    { do: "text", context, text: " " },
    { do: "touch", context },
    { do: "finish", context },
  ]);
});

test("stream-input - writes no ids, and closes after the end and after an error, whose only key `message` it is", () => {
  const wire = createStreamInput();
  expect(write(wire, AUDIO)).toEqual([
    { audio: "AQID", alignment: ALIGNMENT, normalizedAlignment: ALIGNMENT, isFinal: null },
  ]);
  const final = { is: "final", context: "", spoken: null, heard } as const;
  expect(write(wire, final)).toEqual([{ audio: null, isFinal: true }]);
  expect([wire.closeAfter?.(AUDIO), wire.closeAfter?.(final)]).toEqual([null, 1000]);
  for (const [code, close] of [
    ["invalid_message", 1008],
    ["rate_limited", 1013],
    ["engine_error", 1011],
  ] as const) {
    const error = { is: "error", context: null, code, message: "why", gone: false } as const;
    expect(write(wire, error)).toEqual([{ message: "why", error: code, code: close }]);
    expect(wire.closeAfter?.(error)).toBe(close);
  }
});
