import { expect, test } from "bun:test";
import { tone, wavTone } from "../server.fake.ts";
import { Failure } from "../http/failure.ts";
import { createEventReader } from "./events.ts";

const event = (type: string, fields: object, eol = "\n") =>
  Buffer.from(`event: ${type}${eol}data: ${JSON.stringify({ type, ...fields })}${eol}${eol}`);
const delta = (audio: Buffer, eol = "\n") =>
  event("speech.audio.delta", { audio: audio.toString("base64") }, eol);
const done = event("speech.audio.done", {
  usage: { input_tokens: 3, output_tokens: 40, total_tokens: 43 },
});

function kindOf(run: () => void): string | null {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error.kind;
    throw error;
  }
  return null;
}

test("each event with audio is one chunk, regardless of how reads split the bytes", () => {
  for (const eol of ["\n", "\r\n"]) {
    const body = Buffer.concat([delta(wavTone(100), eol), delta(tone(50), eol), done]);
    for (const step of [1, 10, 1000, body.length]) {
      const reader = createEventReader("wav");
      const lengths: number[] = [];
      for (let at = 0; at < body.length; at += step) {
        for (const { audioMs } of reader.push(body.subarray(at, at + step))) lengths.push(audioMs);
      }
      expect(reader.end()).toEqual([]);
      expect(lengths).toEqual([100, 50]);
      expect(reader.usage?.()).toEqual({ prompt: 3, completion: 40, total: 43 });
    }
  }
});

test("an event yields its chunk at the read that completes the event", () => {
  const reader = createEventReader("pcm");
  const bytes = delta(tone(20));
  expect(reader.push(bytes.subarray(0, -1))).toEqual([]);
  expect(reader.push(bytes.subarray(-1))).toHaveLength(1);
});

test("comments, unknown events and [DONE] are ignored", () => {
  const reader = createEventReader("pcm");
  const text = ': hi\n\nevent: ping\ndata: {}\n\ndata: {"audio":""}\n\ndata: [DONE]\n\n';
  expect(reader.push(Buffer.from(text))).toEqual([]);
  expect(reader.end()).toEqual([]);
  expect(reader.usage?.()).toBeNull();
});

test("an error event fails with the kind of its error type", () => {
  const error = (type: string) => event("error", { error: { type, message: "no" } });
  const before = (type: string) => kindOf(() => createEventReader("wav").push(error(type)));
  expect(before("rate_limit_error")).toBe("http_429");
  expect(before("invalid_request_error")).toBe("http_4xx");
  expect(before("server_error")).toBe("http_5xx");
});

test("an error event after audio fails as truncated", () => {
  const error = event("error", { error: { type: "server_error", message: "no" } });
  const reader = createEventReader("wav");
  reader.push(delta(wavTone(100)));
  expect(kindOf(() => reader.push(error))).toBe("truncated");
});

test("events that end without speech.audio.done fail as truncated", () => {
  const reader = createEventReader("wav");
  reader.push(delta(wavTone(100)));
  expect(kindOf(() => reader.end())).toBe("truncated");
});

test("a last event that is cut fails as truncated", () => {
  const reader = createEventReader("wav");
  reader.push(delta(wavTone(100)).subarray(0, 200));
  expect(kindOf(() => reader.end())).toBe("truncated");
});

test("invalid JSON in an event fails as bad_audio", () => {
  expect(kindOf(() => createEventReader("wav").push(Buffer.from("data: {oops\n\n")))).toBe(
    "bad_audio",
  );
});
