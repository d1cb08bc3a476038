import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { createWordEngine } from "./engine.fake.ts";
import { openFakeSession } from "./session.fake.ts";

/** Returns the characters of a context's audio, joined. */
const charsOf = ({ events }: ReturnType<typeof openFakeSession>, context = "a"): string =>
  events
    .flatMap((event) =>
      event.is === "audio" && event.context === context ? (event.chars?.chars ?? []) : [],
    )
    .join("");

/** Creates an engine that speaks no utterance until `open` is called. */
function gated() {
  const gate = Promise.withResolvers<void>();
  return { fake: createWordEngine({ before: () => gate.promise }), open: gate.resolve };
}

test("a sentence is spoken when a blank follows its end, and the rest at a flush", async () => {
  const talk = openFakeSession();
  talk.text("Hello the");
  await Bun.sleep(5);
  expect(talk.said).toEqual([]);
  talk.text("re. How a");
  await talk.until((event) => event.is === "audio");
  expect(talk.said).toEqual(["Hello there."]);
  talk.text("re you");
  talk.flush();
  await talk.until((event) => event.is === "flushed");
  expect(talk.said).toEqual(["Hello there.", "How are you,"]);
  talk.say({ do: "close", context: "a" });
  await talk.final();
  expect(charsOf(talk)).toBe("Hello there. How are you");
  expect(talk.shown().slice(-2)).toEqual(["<flushed>", "<final>"]);
});

test("of a text of which nothing was spoken, the first clause is spoken early; later clauses wait", async () => {
  const talk = openFakeSession();
  for (const token of "I would like to know, if you can, or not".split(/(?<= )/)) talk.text(token);
  await talk.until((event) => event.is === "audio");
  expect(talk.said).toEqual(["I would like to know,"]);
  talk.say({ do: "finish", context: "a" });
  await talk.final();
  expect(talk.said).toEqual(["I would like to know,", "if you can, or not."]);
});

test("a text of as many characters as the schedule says is spoken up to the end of a word", async () => {
  const talk = openFakeSession({ settings: { schedule: [50] } });
  talk.text(`${"many words without an end ".repeat(2)}an`);
  await talk.until((event) => event.is === "audio");
  expect(talk.said).toEqual(["many words without an end many words without an end,"]);
});

test("without new text for MAX_BUFFER_DELAY_MS everything is spoken, and the context stays open", async () => {
  const talk = openFakeSession({ env: { MAX_BUFFER_DELAY_MS: "5" } });
  talk.text("Hello the");
  await talk.until((event) => event.is === "audio");
  expect(talk.said).toEqual(["Hello the,"]);
  talk.text("re.");
  talk.flush();
  await talk.until((event) => event.is === "flushed");
  expect(talk.shown()).not.toContain("<final>");
  expect(charsOf(talk)).toBe("Hello there.");
});

test("frames have at most 100 ms of audio at first and 500 ms later, and their spans tile the audio", async () => {
  const talk = openFakeSession();
  talk.text("one two three four five six seven eight. ".repeat(4));
  talk.say({ do: "finish", context: "a" });
  await talk.final();
  const frames = talk.events.flatMap((event) => (event.is === "audio" ? [event] : []));
  const seconds = frames.map(({ bytes }) => bytes.length / 48_000);
  expect(seconds[0]).toBe(0.1);
  expect(Math.max(...seconds)).toBeLessThanOrEqual(0.5);
  let endMs = 0;
  for (const { chars } of frames)
    for (const [at, startMs] of (chars?.startsMs ?? []).entries()) {
      expect(startMs).toBe(endMs);
      endMs += chars!.durationsMs[at]!;
    }
  expect(endMs / 1000).toBeCloseTo(talk.audioS(), 2);
  expect(talk.records[0]).toMatchObject({ id: "s1-1", outcome: "ok", method: "WS" });
});

test("a close speaks the text up to the last flush and drops what stands after it", async () => {
  const { fake, open } = gated();
  const talk = openFakeSession({ fake });
  talk.text("First one. ");
  talk.flush();
  talk.text("Second one. ");
  talk.say({ do: "close", context: "a" });
  talk.text("Third one. ");
  open();
  await talk.final();
  expect(talk.said).toEqual(["First one."]);
  expect(talk.shown().slice(-2)).toEqual(["<flushed>", "<final>"]);
});

test("a close when the last flush was answered, a second close, and one with a playback position stop at once", async () => {
  for (const closes of [1, 2] as const) {
    const { fake, open } = gated();
    const talk = openFakeSession({ fake });
    talk.text("First one. ");
    if (closes === 2) talk.flush();
    while (talk.said.length === 0) await Bun.sleep(1);
    for (let at = 0; at < closes; at += 1) talk.say({ do: "close", context: "a" });
    expect(talk.shown()).toEqual(["<final>"]);
    expect(talk.admission.inFlight).toBe(0);
    open();
    await Bun.sleep(5);
    expect(talk.shown()).toEqual(["<final>"]);
    expect(talk.state.speaking).toBe(0);
  }
  const talk = openFakeSession();
  talk.text("One two three four. ");
  talk.flush();
  await talk.until((event) => event.is === "flushed");
  talk.text("Five.");
  talk.say({ do: "close", context: "a", playbackMs: 160 });
  expect(talk.events.at(-1)).toMatchObject({
    is: "final",
    spoken: { text: "One two", remaining: " three four. Five.", chars: 7 },
  });
});

test("a context takes a slot when it has something to say, and gives it back at its end", async () => {
  const talk = openFakeSession();
  talk.say({ do: "open", context: "a", settings: {} });
  talk.text("Hel");
  await Bun.sleep(5);
  expect(talk.admission.inFlight).toBe(0);
  talk.text("lo. ");
  await talk.until((event) => event.is === "audio");
  expect(talk.admission.inFlight).toBe(1);
  talk.say({ do: "finish", context: "a" });
  await talk.final();
  expect(talk.admission.inFlight).toBe(0);
});

test("contexts of a socket are spoken side by side, and each can be cancelled alone", async () => {
  const talk = openFakeSession();
  const long = "one two three four five six seven eight nine ten. ".repeat(5);
  for (const id of ["a", "b"]) {
    talk.text(long, id);
    talk.say({ do: "finish", context: id });
  }
  await talk.until((event) => event.is === "audio" && event.context === "b");
  talk.say({ do: "cancel", context: "a" });
  const count = talk.events.filter((event) => event.context === "a").length;
  await talk.final("b");
  expect(talk.events.filter((event) => event.context === "a")).toHaveLength(count);
  expect(talk.audioS("b")).toBeCloseTo(5 * 1.05, 3);
});

test("an error ends its context with its flushes answered; the socket and other contexts live on", async () => {
  const fake = createWordEngine({
    before(text) {
      if (text.includes("bad")) throw new SpeechError("decode", "broken voice");
    },
  });
  const talk = openFakeSession({ fake });
  talk.text("A bad one.");
  talk.flush();
  talk.text("A good one.", "b");
  talk.flush("b");
  talk.say({ do: "finish", context: "b" });
  await talk.final("b");
  await talk.final("a");
  expect(talk.shown()).toEqual(["<error>", "<flushed>", "<final>"]);
  expect(talk.events.find((event) => event.is === "error")).toMatchObject({
    code: "engine_error",
    message: "broken voice",
    gone: false,
  });
  expect(charsOf(talk, "b")).toBe("A good one.");
  expect(talk.closed).toEqual([]);
  expect(talk.records.map(({ outcome, error }) => [outcome, error])).toContainEqual([
    "error",
    "decode",
  ]);
});

test("too much text, too many contexts and a full server are errors of one context", async () => {
  const talk = openFakeSession({
    env: { MAX_INPUT_CHARS: "10", MAX_CONTEXTS: "2", MAX_IN_FLIGHT: "1", MAX_QUEUE: "0" },
  });
  talk.text("twelve chars", "a");
  talk.text("One. ", "b");
  await talk.until((event) => event.is === "audio");
  talk.text("Two. ", "c");
  talk.say({ do: "open", context: "d", settings: {} });
  await talk.final("c");
  expect(
    talk.events.flatMap((event) =>
      event.is === "error" ? [`${event.context} ${event.code}`] : [],
    ),
  ).toEqual(["a text_too_long", "d max_active_contexts", "c rate_limited"]);
  for (const id of ["a", "c", "d"]) expect(talk.shown(id)).toEqual(["<error>", "<final>"]);
});

test("a message that cannot open its context is answered by one error and one end", () => {
  const talk = openFakeSession({ env: { MAX_CONTEXTS: "1" } });
  talk.say({ do: "open", context: "a", settings: {} });
  const [context, text] = ["b", "Hello. "];
  const open = (): void =>
    talk.say({ do: "open", context, settings: {} }, { do: "text", context, text });
  open();
  expect(talk.shown("b")).toEqual(["<error>", "<final>"]);
  open();
  expect(talk.shown("b")).toEqual(["<error>", "<final>", "<error>", "<final>"]);
});

test("twenty invalid messages in a row close the socket with 1008, and a valid one between them resets the count", () => {
  const talk = openFakeSession();
  const wrong = (): void => talk.say({ do: "invalid", context: null, message: "no JSON" });
  for (let at = 0; at < 19; at += 1) wrong();
  talk.say({ do: "touch", context: null });
  for (let at = 0; at < 19; at += 1) wrong();
  expect(talk.closed).toEqual([]);
  wrong();
  expect(talk.closed).toMatchObject([{ code: 1008 }]);
});

test("a socket is closed after all contexts have finished, or now", async () => {
  const talk = openFakeSession();
  talk.text("Hello you");
  talk.say({ do: "closeSocket", now: false });
  await talk.final();
  expect(talk.said).toEqual(["Hello you."]);
  expect(talk.closed).toMatchObject([{ code: 1000 }]);
  const other = openFakeSession();
  other.text("Hello. ");
  other.say({ do: "closeSocket", now: true });
  expect([other.closed, other.events]).toMatchObject([[{ code: 1000 }], []]);
});

test("a client that leaves ends its contexts and their slots at once", async () => {
  const { fake } = gated();
  const talk = openFakeSession({ fake });
  talk.text("Hello. ");
  while (talk.said.length === 0) await Bun.sleep(1);
  talk.session.left();
  expect(talk.admission.inFlight).toBe(0);
  expect(talk.records).toMatchObject([{ outcome: "left" }]);
  expect(talk.closed).toEqual([]);
});

test("an idle context speaks what it has and ends, then the idle socket is closed", async () => {
  const talk = openFakeSession({
    settings: { inactivityS: 0.03 },
    env: { MAX_BUFFER_DELAY_MS: "5000" },
  });
  talk.text("Hello you");
  await talk.final();
  expect(talk.said).toEqual(["Hello you,"]);
  while (talk.closed.length === 0) await Bun.sleep(1);
  expect(talk.closed).toMatchObject([{ code: 1000 }]);
});

test("text that comes while an idle context speaks what it had is spoken too", async () => {
  const { fake, open } = gated();
  const talk = openFakeSession({ fake, settings: { inactivityS: 0.05 } });
  talk.text("Hello you");
  while (talk.said.length === 0) await Bun.sleep(1);
  talk.text(" and you.");
  open();
  await talk.final();
  expect(charsOf(talk)).toBe("Hello you and you.");
});

test("a socket without a first message is closed sooner, after the farewell of its wire", async () => {
  const talk = openFakeSession({
    settings: { firstMessageS: 0.01 },
    wire: { farewell: ["too late"] },
  });
  while (talk.closed.length === 0) await Bun.sleep(1);
  expect(talk.sent).toEqual(["too late"]);
  expect(talk.closed).toMatchObject([{ code: 1000 }]);
});

test("while more than 256 KiB are unsent the engine rests; a client that never reads is disconnected", async () => {
  const talk = openFakeSession({ env: { CLIENT_STALL_TIMEOUT_S: "0.1" } });
  talk.unsent.bytes = 300_000;
  talk.text("One two. ");
  while (talk.said.length === 0) await Bun.sleep(1);
  await Bun.sleep(10);
  expect(talk.shown()).toEqual([]);
  talk.unsent.bytes = 0;
  talk.session.drained();
  await talk.until((event) => event.is === "audio");
  talk.unsent.bytes = 300_000;
  talk.text("Three four five. ");
  while (talk.closed.length === 0) await Bun.sleep(1);
  expect(talk.closed).toMatchObject([{ code: 1008 }]);
  expect(talk.records).toMatchObject([{ outcome: "stalled" }]);
});

test("a client that sends messages and never reads the answers is disconnected", () => {
  const talk = openFakeSession();
  talk.unsent.bytes = 9_000_000;
  talk.flush();
  expect(talk.closed).toMatchObject([{ code: 1008 }]);
  expect(talk.events).toEqual([]);
});

test("each of many flushes is answered, in order, and costs as much as the first", async () => {
  const { fake, open } = gated();
  const talk = openFakeSession({ fake });
  talk.text("Hello. ");
  for (let n = 1; n <= 20_000; n += 1) talk.flush();
  open();
  await talk.until((event) => event.is === "flushed" && event.n === 20_000);
  const order = talk.events.flatMap((event) => (event.is === "flushed" ? [event.n] : []));
  expect(order).toEqual(Array.from({ length: 20_000 }, (_, at) => at + 1));
});

test("when the server drains, running contexts end and then the socket closes with 1001", async () => {
  const { fake, open } = gated();
  const talk = openFakeSession({ fake });
  const idle = openFakeSession();
  talk.text("Hello. ");
  talk.say({ do: "finish", context: "a" });
  while (talk.said.length === 0) await Bun.sleep(1);
  talk.drain.begin();
  idle.drain.begin();
  expect([talk.closed, idle.closed]).toMatchObject([[], [{ code: 1001 }]]);
  talk.text("New one. ", "b");
  open();
  await talk.final();
  expect(talk.shown("b")).toEqual(["<error>", "<final>"]);
  expect(talk.audioS()).toBeGreaterThan(0.1);
  expect(talk.closed).toMatchObject([{ code: 1001 }]);
});

test("a break tag is a pause, which belongs to the blank before it", async () => {
  const talk = openFakeSession({ settings: { hasBreaks: true } });
  const text = 'One two <break time="1s"/> three.';
  for (const piece of [text.slice(0, 12), text.slice(12)]) talk.text(piece);
  talk.say({ do: "finish", context: "a" });
  await talk.final();
  expect(talk.said).toEqual(["One two,", "three."]);
  expect(talk.audioS()).toBeCloseTo(1.4, 3);
  expect(charsOf(talk)).toBe(text);
  const spans = talk.events.flatMap((event) => {
    if (event.is !== "audio" || event.chars === null) return [];
    return event.chars.chars.map((char, at) => `${char}${event.chars?.durationsMs[at]}`);
  });
  expect(spans[7]).toBe(" 1050");
});

test("of a client that sends phrases, a piece that ends a sentence is spoken at once, without a blank after it", async () => {
  const talk = openFakeSession({ settings: { isPhrased: true } });
  const pieces = ["Sure!", "It costs RM12.", "50 or so.", "Ask Dr.", "Lee.", "It is 5.", "Bye"];
  talk.text(pieces[0]!);
  await talk.until((event) => event.is === "audio");
  expect(talk.said).toEqual(["Sure!"]);
  for (const piece of pieces.slice(1)) talk.text(piece);
  talk.say({ do: "finish", context: "a" });
  await talk.final();
  expect(talk.said).toEqual([
    "Sure!",
    "It costs twelve ringgit and fifty sen or so.",
    "Ask Doctor Lee.",
    "It is five.",
    "Bye.",
  ]);
  expect(charsOf(talk)).toBe(pieces.join(""));
  const words = talk.events.flatMap((event) => (event.is === "audio" ? event.words : []));
  expect(words.map(({ word }) => word)).toContain("Lee.");
});

test("by sentence, each sentence is announced and ends before the next", async () => {
  const talk = openFakeSession({ settings: { bySentence: true, isSerial: true } });
  talk.text("First one. Second one.");
  talk.flush();
  await talk.until((event) => event.is === "flushed");
  expect(talk.shown()).toEqual([
    "<begun>",
    "First ",
    "one.",
    "<ended>",
    "<begun>",
    " Second one.",
    "<ended>",
    "<flushed>",
  ]);
  expect(talk.events.filter((event) => event.is === "begun")).toMatchObject([
    { index: 0, text: "First one.", atS: 0 },
    { index: 1, text: "Second one.", atS: 0.25 },
  ]);
});

test("the calls of the engine for a context share one memory, and another context has its own", async () => {
  const memories: unknown[] = [];
  const fake = createWordEngine();
  const speak: typeof fake.engine.speak = (utterances, options, signal) => {
    memories.push(options.memory);
    return fake.engine.speak(utterances, options, signal);
  };
  const talk = openFakeSession({ fake: { ...fake, engine: { ...fake.engine, speak } } });
  for (const context of ["a", "a", "b"]) {
    const flushes = talk.events.filter((event) => event.is === "flushed").length;
    talk.say({ do: "text", context, text: "One. " }, { do: "flush", context });
    while (talk.events.filter((event) => event.is === "flushed").length === flushes)
      await Bun.sleep(1);
  }
  expect(memories).toEqual([{ last: null }, { last: null }, { last: null }]);
  expect(memories[1]).toBe(memories[0]);
  expect(memories[2]).not.toBe(memories[0]);
});

test("misspelt fields are logged once for each socket, five at most", () => {
  const talk = openFakeSession();
  const ignore = (...names: readonly string[]): void =>
    talk.say({ do: "ignore", misspelt: names.map((field) => ({ field, meant: "text" })) });
  ignore("txt");
  ignore("txt", "tex");
  ignore("a", "b", "c", "d");
  ignore("e");
  const line = { level: "warn", event: "ignored_fields", id: "s1", route: "/socket" };
  expect(talk.logged).toEqual([
    { ...line, ignored: "txt (did you mean text?)" },
    { ...line, ignored: "tex (did you mean text?)" },
    { ...line, ignored: ["a", "b", "c"].map((name) => `${name} (did you mean text?)`).join(", ") },
  ]);
});
