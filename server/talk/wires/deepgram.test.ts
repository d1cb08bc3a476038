import { expect, test } from "bun:test";
import type { Command, Message, Spoken, TalkEvent } from "../wire.ts";
import { deepgramWire } from "./deepgram.ts";

const bytes = new Uint8Array([1, 2]);

function open(wantsWords = false) {
  return deepgramWire({ requestId: "r1", voice: "slt", wantsWords });
}
/** Feeds messages as the client sends them. */
function read(wire: ReturnType<typeof open>, ...messages: readonly object[]): readonly Command[] {
  return messages.flatMap((message) => wire.read(JSON.stringify(message)));
}
function audio(context: string): TalkEvent {
  return { is: "audio", context, bytes, chars: null, words: [] };
}
function flushed(context: string, isLast = true): TalkEvent {
  return { is: "flushed", context, n: 1, isLast };
}
function final(context: string, spoken: Spoken | null = null): TalkEvent {
  return { is: "final", context, spoken, heard };
}
/** As if one character were played each millisecond. */
function heard(playbackMs: number): Spoken {
  const text = "Hello there.";
  return { text: text.slice(0, playbackMs), remaining: text.slice(playbackMs), chars: playbackMs };
}
const parsed = (messages: readonly Message[]): unknown[] =>
  messages.map((message) => (typeof message === "string" ? JSON.parse(message) : message));

test("the socket opens with Metadata that names the voice", () => {
  const [metadata] = parsed(open().opening ?? []);
  expect(metadata).toMatchObject({ type: "Metadata", request_id: "r1", model_name: "slt" });
  expect(metadata).toMatchObject({ model_version: expect.any(String) });
  expect(metadata).toMatchObject({ model_uuid: expect.stringMatching(/^[\da-f-]{36}$/) });
});

test("LiveKit's words and its flush are one turn, which ends after its last bytes", () => {
  const wire = open();
  const speak = ["Hello ", "there. "].map((text) => ({ type: "Speak", text }));
  expect(read(wire, ...speak, { type: "Flush" })).toEqual([
    { do: "text", context: "1", text: "Hello " },
    { do: "text", context: "1", text: "there. " },
    { do: "flush", context: "1" },
  ]);
  expect(wire.write(audio("1"))).toEqual([bytes]);
  expect(wire.write(flushed("1"))).toEqual([]);
  expect(wire.follow?.(flushed("1"))).toEqual([{ do: "finish", context: "1" }]);
  expect(wire.write(audio("1"))).toEqual([bytes]);
  expect(parsed(wire.write(final("1")))).toEqual([{ type: "Flushed", sequence_id: 0 }]);
  expect(read(wire, { type: "Speak", text: "And?" })).toEqual([
    { do: "text", context: "2", text: "And?" },
  ]);
});

test("a flush with text after it is answered at once and the turn goes on", () => {
  const wire = open();
  read(wire, { type: "Speak", text: "One, " }, { type: "Flush" }, { type: "Speak", text: "two." });
  expect(parsed(wire.write(flushed("1", false)))).toEqual([{ type: "Flushed", sequence_id: 0 }]);
  expect(wire.follow?.(flushed("1", false))).toEqual([]);
  expect(read(wire, { type: "Flush" })).toEqual([{ do: "flush", context: "1" }]);
});

test("a turn that begins before the one before has ended loses nothing of it", () => {
  const wire = open();
  read(wire, { type: "Speak", text: "One." }, { type: "Flush" });
  wire.write(flushed("1"));
  wire.follow?.(flushed("1"));
  expect(read(wire, { type: "Speak", text: "Two." })).toEqual([
    { do: "text", context: "2", text: "Two." },
  ]);
  expect(wire.write(audio("1"))).toEqual([bytes]);
  expect(parsed(wire.write(final("1")))).toEqual([{ type: "Flushed", sequence_id: 0 }]);
  expect(read(wire, { type: "Flush" })).toEqual([{ do: "flush", context: "2" }]);
});

test("a flush of a turn that is about to end is answered at its end", () => {
  const wire = open();
  read(wire, { type: "Speak", text: "One." }, { type: "Flush" });
  wire.write(flushed("1"));
  wire.follow?.(flushed("1"));
  expect(read(wire, { type: "Flush" })).toEqual([]);
  expect(parsed(wire.write(final("1")))).toEqual([
    { type: "Flushed", sequence_id: 0 },
    { type: "Flushed", sequence_id: 1 },
  ]);
});

test("a flush of a socket without a turn is answered", () => {
  const wire = open();
  expect(read(wire, { type: "Flush" })).toEqual([{ do: "flush", context: "0" }]);
  expect(parsed(wire.write(flushed("0")))).toEqual([{ type: "Flushed", sequence_id: 0 }]);
  expect(wire.follow?.(flushed("0"))).toEqual([]);
});

test("Clear stops the turn, voids its flushes and is answered at its end", () => {
  const wire = open();
  read(wire, { type: "Speak", text: "Hello there. " }, { type: "Flush" });
  expect(read(wire, { type: "Clear" })).toEqual([{ do: "cancel", context: "1" }]);
  expect(wire.write(audio("1"))).toEqual([]);
  expect(parsed(wire.write(final("1")))).toEqual([{ type: "Cleared", sequence_id: 0 }]);
  expect(read(wire, { type: "Speak", text: "Yes?" })).toEqual([
    { do: "text", context: "2", text: "Yes?" },
  ]);
});

test("a Flushed that waited for the end of a turn is voided by a Clear", () => {
  const wire = open();
  read(wire, { type: "Speak", text: "Hello there. " }, { type: "Flush" });
  wire.write(flushed("1"));
  wire.follow?.(flushed("1"));
  expect(read(wire, { type: "Clear" })).toEqual([{ do: "cancel", context: "1" }]);
  expect(parsed(wire.write(final("1")))).toEqual([{ type: "Cleared", sequence_id: 0 }]);
});

test("Clear also stops a turn before the last one that has bytes to send, and voids its Flushed", () => {
  const wire = open();
  read(wire, { type: "Speak", text: "One. " }, { type: "Flush" });
  wire.write(flushed("1"));
  wire.follow?.(flushed("1"));
  read(wire, { type: "Speak", text: "Two. " });
  expect(read(wire, { type: "Clear" })).toEqual([
    { do: "cancel", context: "1" },
    { do: "cancel", context: "2" },
  ]);
  expect(wire.write(final("1"))).toEqual([]);
  expect(parsed(wire.write(final("2")))).toEqual([{ type: "Cleared", sequence_id: 0 }]);
});

test("Clear with playback_ms tells what was heard, of a turn that runs and of one that has ended", () => {
  const wire = open();
  read(wire, { type: "Speak", text: "Hello there." });
  const clear = { type: "Clear", playback_ms: 5 };
  expect(read(wire, clear)).toEqual([{ do: "cancel", context: "1", playbackMs: 5 }]);
  const truth = { text_spoken: "Hello", text_remaining: " there." };
  expect(parsed(wire.write(final("1", heard(5))))).toEqual([
    { type: "Cleared", sequence_id: 0, ...truth },
  ]);
  read(wire, { type: "Speak", text: "Hello there." }, { type: "Flush" });
  wire.write(final("2"));
  const [reply] = read(wire, clear);
  expect(reply?.do === "reply" && parsed(reply.messages)).toEqual([
    { type: "Cleared", sequence_id: 1, ...truth },
  ]);
});

test("Clear without a turn, and with a wrong playback_ms, is answered", () => {
  const wire = open();
  const [reply] = read(wire, { type: "Clear", playback_ms: "soon" });
  expect(reply?.do === "reply" && parsed(reply.messages)).toEqual([
    { type: "Cleared", sequence_id: 0 },
  ]);
});

test("Close stops everything", () => {
  expect(read(open(), { type: "Close" })).toEqual([{ do: "closeSocket", now: true }]);
});

test("unknown types are answered by a Warning; messages without a JSON object are invalid", () => {
  const wire = open();
  const [reply] = read(wire, { type: "KeepAlive" });
  const [unknown] = reply?.do === "reply" ? parsed(reply.messages) : [];
  expect(unknown).toMatchObject({ type: "Warning", code: "UNKNOWN_TYPE" });
  expect(unknown).toMatchObject({ warn_msg: expect.stringContaining('got "KeepAlive"') });
  for (const message of ["{", "[]", "null", bytes, '{"type":"Speak","text":3}', '{"type":"Speak"}'])
    expect(wire.read(message)).toMatchObject([{ do: "invalid", context: null }]);
  const invalid = { is: "error", context: null, gone: false } as const;
  const event = { ...invalid, code: "invalid_message", message: "no JSON" } as const;
  expect(parsed(wire.write(event))).toEqual([
    { type: "Warning", code: "INVALID_MESSAGE", description: "no JSON", warn_msg: "no JSON" },
  ]);
});

test("a value that is nested too deeply to be shown is answered as another wrong one", () => {
  const wire = open();
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const [reply] = wire.read(`{"type":${deep}}`);
  expect(reply?.do === "reply" && parsed(reply.messages)).toMatchObject([{ type: "Warning" }]);
  expect(wire.read(`{"type":"Speak","text":${deep}}`)).toMatchObject([{ do: "invalid" }]);
});

test("an error is told, and closes the socket with 1011 only if the engine is gone", () => {
  const wire = open();
  const event = { is: "error", context: "1", code: "engine_error", message: "no" } as const;
  expect(parsed(wire.write({ ...event, gone: false }))).toEqual([
    { type: "Error", code: "ENGINE_ERROR", description: "no", message: "no" },
  ]);
  expect(wire.closeAfter?.({ ...event, gone: false })).toBeNull();
  expect(wire.closeAfter?.({ ...event, gone: true })).toBe(1011);
});

test("word times come before the audio if they are wanted", () => {
  const word = { word: "Hello", start: 0, end: 5, fromS: 0.01234, toS: 0.5 };
  const event: TalkEvent = { is: "audio", context: "1", bytes, chars: null, words: [word] };
  expect(open().write(event)).toEqual([bytes]);
  expect(parsed(open(true).write(event))).toEqual([
    { type: "Words", words: [{ word: "Hello", start: 0.012, end: 0.5 }] },
    bytes,
  ]);
});
