import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import type { Command, TalkEvent } from "../talk/wire.ts";
import type { WyomingEvent } from "./event.ts";
import { readEvents } from "./eventReader.ts";
import { wyomingWire } from "./wire.ts";

const INFO = { type: "info", data: { tts: [] } };
const SETTINGS = { speed: 2, hasBreaks: false };

/** Opens a wire on which the voice "nobody" does not exist. */
function open() {
  const wire = wyomingWire({
    info: INFO,
    settingsOf(voice) {
      if (voice?.name === "nobody") throw new SpeechError("unknown_voice", "no such voice");
      return { speed: 2 };
    },
  });
  const read = (...events: readonly WyomingEvent[]): readonly Command[] =>
    events.flatMap((event) => wire.read(JSON.stringify({ is: "event", event })));
  const write = (...events: readonly TalkEvent[]) =>
    types(events.flatMap((event) => wire.write(event)));
  return { wire, read, write };
}
/** Returns the types of encoded events, with the data of errors. */
async function types(messages: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const bytes = Buffer.concat(messages.map((message) => Buffer.from(message)));
  const received = await Array.fromAsync(readEvents(bytes.length === 0 ? none() : one(bytes)));
  return received.map((each) => {
    if (each.is !== "event") return each;
    return each.event.type === "error" ? each.event.data : each.event.type;
  });
}
async function* one(bytes: Uint8Array) {
  yield bytes;
}
async function* none() {}

const replies = (commands: readonly Command[]) =>
  types(commands.flatMap((command) => (command.do === "reply" ? command.messages : [])));
const event = (type: string, data: WyomingEvent["data"] = {}): WyomingEvent => ({ type, data });
function audio(context: string): TalkEvent {
  return { is: "audio", context, bytes: new Uint8Array([1, 0]), chars: null, words: [] };
}
function final(context: string): TalkEvent {
  const heard = () => ({ text: "", remaining: "", chars: 0 });
  return { is: "final", context, spoken: null, heard };
}

test("describe and ping are answered at once", async () => {
  const { read } = open();
  expect(await replies(read(event("describe"), event("ping", { text: "hi" })))).toEqual([
    "info",
    "pong",
  ]);
});

test("synthesize is one context, whose audio is started and stopped once", async () => {
  const { read, write } = open();
  expect(read(event("synthesize", { text: "Hello.", voice: { name: "slt" } }))).toEqual([
    { do: "open", context: "1", settings: SETTINGS },
    { do: "text", context: "1", text: "Hello." },
    { do: "finish", context: "1" },
  ]);
  expect(await write(audio("1"), audio("1"), final("1"))).toEqual([
    "audio-start",
    "audio-chunk",
    "audio-chunk",
    "audio-stop",
  ]);
});

test("in a text of the format ssml the break tags are pauses", () => {
  const { read } = open();
  const text = 'One.<break time="1s"/> Two.';
  expect(read(event("synthesize", { text, text_format: "ssml" }))[0]).toMatchObject({
    settings: { hasBreaks: true },
  });
});

test("Home Assistant's stream is one context; the synthesize within it is not spoken", async () => {
  const { read, write } = open();
  const stream = [
    event("synthesize-start", { voice: { name: "slt" } }),
    event("synthesize-chunk", { text: "Hello " }),
    event("synthesize-chunk", { text: "there." }),
    event("synthesize", { text: "Hello there.", voice: { name: "slt" } }),
    event("synthesize-stop"),
  ];
  expect(read(...stream)).toEqual([
    { do: "open", context: "1", settings: SETTINGS },
    { do: "text", context: "1", text: "Hello " },
    { do: "text", context: "1", text: "there." },
    { do: "finish", context: "1" },
  ]);
  expect(await write(audio("1"), final("1"))).toEqual([
    "audio-start",
    "audio-chunk",
    "audio-stop",
    "synthesize-stopped",
  ]);
});

test("a stream without text ends with synthesize-stopped alone", async () => {
  const { read, write } = open();
  read(event("synthesize-start"), event("synthesize-stop"));
  expect(await write(final("1"))).toEqual(["synthesize-stopped"]);
});

test("a second start ends the stream before it", () => {
  const { read } = open();
  const commands = read(event("synthesize-start"), event("synthesize-start"));
  expect(commands.map(({ do: what }) => what)).toEqual(["open", "finish", "open"]);
});

test("a request that cannot be spoken is told when its turn comes, and its last event follows", async () => {
  const nobody = { voice: { name: "nobody" } };
  const error = { text: "no such voice", code: "invalid_input" };
  const { read, write } = open();
  expect(read(event("synthesize", { text: "Hello.", ...nobody }))).toEqual([
    { do: "open", context: "1", settings: {} },
    { do: "finish", context: "1" },
  ]);
  expect(await write(final("1"))).toEqual([error, "audio-stop"]);
  read(event("synthesize-start", nobody), event("synthesize-chunk", { text: "Hello." }));
  read(event("synthesize-stop"));
  expect(await write(final("2"))).toEqual([error, "synthesize-stopped"]);
  for (const data of [{}, { text: 3 }, { text: "Hello.", voice: "slt" }]) {
    const context = read(event("synthesize", data)).find((command) => command.do === "finish");
    const [told] = await write(final(context?.context ?? ""));
    expect(told).toMatchObject({ text: expect.stringContaining("Expected") });
  }
});

test("a chunk or a stop outside a stream, and too many requests, are errors", async () => {
  const { read } = open();
  for (const type of ["synthesize-chunk", "synthesize-stop"])
    expect(await replies(read(event(type, { text: "a" })))).toMatchObject([
      { code: "invalid_message" },
    ]);
  for (let count = 0; count < 64; count += 1) read(event("synthesize", { text: "Hello." }));
  for (const type of ["synthesize", "synthesize-start"])
    expect(await replies(read(event(type, { text: "a" })))).toMatchObject([
      { code: "rate_limited" },
    ]);
});

test("events of other programs change nothing, lines that are no event are invalid", () => {
  const { wire, read } = open();
  expect(read(event("transcribe"), event("audio-chunk"))).toEqual([]);
  const invalid = { is: "invalid", message: "no event" };
  expect(wire.read(JSON.stringify(invalid))).toEqual([
    { do: "invalid", context: null, message: "no event" },
  ]);
});

test("an error of a context is told before its end", async () => {
  const { read, write } = open();
  read(event("synthesize", { text: "Hello." }));
  const failed = { code: "engine_error", message: "broken", gone: false } as const;
  expect(await write(audio("1"), { is: "error", context: "1", ...failed }, final("1"))).toEqual([
    "audio-start",
    "audio-chunk",
    { text: "broken", code: "engine_error" },
    "audio-stop",
  ]);
});
