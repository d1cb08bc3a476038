import { expect, test } from "bun:test";
import { formOf } from "../../src/audio/encode/form.ts";
import { SpeechError } from "../../src/errors.ts";
import { passTime, withFakeTime } from "../time.fake.ts";
import { openRequest, STALL_S } from "./answer.fake.ts";
import { fileAnswer } from "./file.ts";

/** Granularity of Bun's idle timeout, seconds. */
const GRANULARITY_S = 4;

test("fileAnswer() - frees the slot before the client reads", async () => {
  const { request, performance, services, seen, record } = openRequest();
  const response = await request((c) =>
    fileAnswer(c, { performance, form: formOf("pcm") }, services),
  );
  expect([seen.left, record.bytes, record.streaming]).toEqual([1, 9600, false]);
  expect(response.headers.get("content-type")).toBe("audio/pcm;rate=24000;channels=1");
  expect(response.headers.get("server-timing")).toBe("queue;dur=0.0, encode;dur=0.0");
  expect((await response.bytes()).length).toBe(9600);
});

test("fileAnswer() - throws a failure even after the first audio", async () => {
  const failure = new SpeechError("decode", "boom");
  const { request, performance, services, record } = openRequest({ failure });
  const response = await request((c) =>
    fileAnswer(c, { performance, form: formOf("pcm") }, services),
  );
  expect(await response.text()).toBe("decode");
  expect(record.bytes).toBeUndefined();
});

test("fileAnswer() - restarts Bun's idle timeout while the client empties the send queue", () =>
  withFakeTime(async () => {
    const { request, performance, services, idleTimeouts, stalled } = openRequest();
    let queued = 1_000_000;
    const reading = { ...services, unsent: async () => (queued -= 1) };
    await request((c) => fileAnswer(c, { performance, form: formOf("pcm") }, reading));
    expect(idleTimeouts).toEqual([STALL_S + GRANULARITY_S]);
    await passTime(STALL_S * 1000);
    expect(new Set(idleTimeouts)).toEqual(new Set([STALL_S + GRANULARITY_S]));
    expect([idleTimeouts.length, stalled]).toEqual([10, []]);
  }));

test("fileAnswer() - reports a stalled client and disconnects it with Bun's shortest idle timeout", () =>
  withFakeTime(async () => {
    const { request, performance, services, idleTimeouts, stalled } = openRequest();
    const hanging = { ...services, unsent: async () => 1000 };
    await request((c) => fileAnswer(c, { performance, form: formOf("pcm") }, hanging));
    await passTime(STALL_S * 1000 - 10);
    expect(stalled).toEqual([]);
    await passTime(10);
    expect(stalled).toEqual(["a1"]);
    expect(idleTimeouts.at(-1)).toBe(1);
  }));
