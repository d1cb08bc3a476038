import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { errorEvent, toEvents } from "./events.ts";

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

test("deltas joined are the audio, and the last event tells the usage as it is then", async () => {
  const spoken = { chars: 5, audioS: 0, inputTokens: 7, outputTokens: 11 };
  async function* audio() {
    yield Uint8Array.of(1, 2);
    spoken.audioS = 0.5;
    yield Uint8Array.of(250);
  }
  const wire = Buffer.concat(await Array.fromAsync(toEvents(audio(), spoken))).toString();
  const events = parse(wire);
  expect(events.map(({ type }) => type)).toEqual([
    "speech.audio.delta",
    "speech.audio.delta",
    "speech.audio.done",
  ]);
  const bytes = events.map(({ audio = "" }) => Buffer.from(audio, "base64"));
  expect(Buffer.concat(bytes)).toEqual(Buffer.of(1, 2, 250));
  expect(events[2]?.usage).toEqual({
    input_tokens: 7,
    output_tokens: 11,
    total_tokens: 18,
    characters: 5,
    audio_seconds: 0.5,
  });
});

test("an error event holds the envelope of an error answer and nothing of an unforeseen error", () => {
  const told = (error: unknown) => parse(new TextDecoder().decode(errorEvent(error)))[0];
  expect(told(new SpeechError("timeout", "no audio for 30 s"))).toEqual({
    type: "error",
    error: { message: "no audio for 30 s", type: "server_error", param: null, code: "timeout" },
  } as Event);
  expect(JSON.stringify(told(new Error("secret")))).not.toContain("secret");
});
