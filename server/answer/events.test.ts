import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { EVENTS, wordEvents } from "./events.ts";
import type { TimedPart } from "./timed.ts";

interface Event {
  readonly type: string;
  readonly audio?: string;
  readonly usage?: unknown;
}

function parse(text: string): Event[] {
  return text
    .split("\n\n")
    .filter((block) => block !== "")
    .map((block) => {
      const [name = "", data = ""] = block.split("\n");
      const event = JSON.parse(data.replace(/^data: /, "")) as Event;
      expect(name).toBe(`event: ${event.type}`);
      return event;
    });
}

test("EVENTS - the joined deltas equal the audio", async () => {
  const usage = () => ({ chars: 0, audioS: 0, unspoken: 0, inputTokens: 0, outputTokens: 0 });
  async function* audio() {
    yield Uint8Array.of(1, 2);
    yield Uint8Array.of(250);
  }
  const wire = Buffer.concat(await Array.fromAsync(EVENTS.wrap(audio(), usage))).toString();
  const events = parse(wire);
  expect(events.map(({ type }) => type)).toEqual([
    "speech.audio.delta",
    "speech.audio.delta",
    "speech.audio.done",
  ]);
  const bytes = events.map(({ audio = "" }) => Buffer.from(audio, "base64"));
  expect(Buffer.concat(bytes)).toEqual(Buffer.of(1, 2, 250));
});

test("EVENTS - the last event contains the usage at the end of the audio", async () => {
  let audioS = 0;
  const usage = () => ({ chars: 5, audioS, unspoken: 0, inputTokens: 7, outputTokens: 11 });
  async function* audio() {
    yield Uint8Array.of(1);
    audioS = 0.5;
  }
  const wire = Buffer.concat(await Array.fromAsync(EVENTS.wrap(audio(), usage))).toString();
  expect(parse(wire).at(-1)?.usage).toEqual({
    input_tokens: 7,
    output_tokens: 11,
    total_tokens: 18,
    characters: 5,
    audio_seconds: 0.5,
  });
});

test("EVENTS - an error event contains the envelope of an error response", () => {
  const chunk = EVENTS.errorChunk?.(new SpeechError("timeout", "no audio for 30 s"));
  expect(parse(new TextDecoder().decode(chunk))).toEqual([
    {
      type: "error",
      error: { message: "no audio for 30 s", type: "server_error", param: null, code: "timeout" },
    } as Event,
  ]);
});

test("EVENTS - an error event hides the message of an unexpected error", () => {
  const chunk = EVENTS.errorChunk?.(new Error("secret"));
  expect(new TextDecoder().decode(chunk)).not.toContain("secret");
});

test("wordEvents() - a word comes before its audio, with its place in code points", async () => {
  const usage = () => ({ chars: 0, audioS: 0, unspoken: 0, inputTokens: 0, outputTokens: 0 });
  const marks = [
    { start: 3, end: 5, fromS: 0.1, toS: 0.30004 },
    { start: 7, end: 9, fromS: 0.4, toS: 0.5 },
  ] as const;
  async function* parts(): AsyncGenerator<TimedPart> {
    yield { bytes: Uint8Array.of(1), marks: [marks[0]], untilS: 0.3, isLast: false };
    yield { bytes: new Uint8Array(0), marks: [marks[1]], untilS: 0.6, isLast: true };
  }
  const protocol = wordEvents("\u{1f600} Oh, me");
  if (!("wrapTimed" in protocol)) throw new Error("not timed");
  const wire = Buffer.concat(await Array.fromAsync(protocol.wrapTimed(parts(), usage))).toString();
  expect(parse(wire) as unknown[]).toEqual([
    { type: "speech.audio.word", word: "Oh", start: 0.1, end: 0.3, from: 2, to: 4 },
    { type: "speech.audio.delta", audio: "AQ==" },
    { type: "speech.audio.word", word: "me", start: 0.4, end: 0.5, from: 6, to: 8 },
    expect.objectContaining({ type: "speech.audio.done" }),
  ]);
});
