import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { passTime, withFakeTime } from "../time.fake.ts";
import { openRequest, STALL_S } from "./answer.fake.ts";
import { EVENTS } from "./events.ts";
import { AUDIO, streamAnswer, type StreamProtocol } from "./stream.ts";

type Setup = NonNullable<Parameters<typeof openRequest>[0]>;

/** A streamed response in PCM, 4,800 bytes per chunk. */
async function open(setup: Setup = {}, protocol: StreamProtocol = AUDIO) {
  const opened = openRequest(setup);
  const { performance, services } = opened;
  const response = await opened.request((c) =>
    streamAnswer(c, { performance, format: "pcm", protocol }, services),
  );
  return { ...opened, response };
}

test("streamAnswer() - a complete stream is left and reported once, as ok", async () => {
  const { response, seen, finished, record, idleTimeouts } = await open();
  expect([seen.left, finished.length, record.streaming]).toEqual([0, 0, true]);
  expect((await response.bytes()).length).toBe(9600);
  expect(seen.left).toBe(1);
  expect(finished).toEqual([{ record, fault: undefined }]);
  expect(record).toMatchObject({ outcome: "ok", bytes: 9600 });
  expect(record.error).toBeUndefined();
  expect(idleTimeouts).toEqual([]);
});

test("streamAnswer() - the stage is the reader's with a chunk, the encoder's without", async () => {
  const { response, stages, record } = await open();
  const reader = response.body?.getReader();
  await reader?.read();
  expect([stages.current, record.bytes]).toEqual(["reader", 4800]);
  await reader?.read();
  await reader?.read();
  expect(stages.current).toBe("encoder");
});

test("streamAnswer() - a server fault after the first byte breaks the stream and is reported", async () => {
  const failure = new Error("boom");
  const { response, seen, finished, record, idleTimeouts } = await open({ chunks: 1, failure });
  expect(response.bytes()).rejects.toThrow();
  while (finished.length === 0) await Promise.resolve();
  expect(seen.left).toBe(1);
  expect(finished).toEqual([{ record, fault: failure }]);
  expect(record).toMatchObject({ outcome: "broken", error: "internal" });
  expect(idleTimeouts).toEqual([]);
});

test("streamAnswer() - an abort by the server that is not a fault is reported without one", async () => {
  const { seen, abort, finished, record } = await open();
  abort.abort(new SpeechError("not_ready", "the server is shutting down"));
  expect(seen.left).toBe(1);
  expect(finished).toEqual([{ record, fault: undefined }]);
  expect(record).toMatchObject({ outcome: "broken", error: "not_ready" });
});

test("streamAnswer() - a client that disconnects is reported as left, without a fault", async () => {
  const { seen, abort, finished, record } = await open();
  abort.abort();
  expect(seen.left).toBe(1);
  expect(finished).toEqual([{ record, fault: undefined }]);
  expect(record).toMatchObject({ outcome: "left", error: "aborted" });
});

test("streamAnswer() - a stalled client is cut by Bun's shortest idle timeout", () =>
  withFakeTime(async () => {
    const { response, seen, finished, record, idleTimeouts } = await open();
    await response.body?.getReader().read();
    await passTime(STALL_S * 1000 - 10);
    expect(finished).toEqual([]);
    await passTime(10);
    expect(finished).toEqual([{ record, fault: undefined }]);
    expect(record.outcome).toBe("stalled");
    expect([seen.left, idleTimeouts]).toEqual([1, [1]]);
  }));

test("streamAnswer() - events that break leave the client its stall timeout to read the error", async () => {
  const setup = { chunks: 1, failure: new Error("boom") };
  const { response, record, idleTimeouts } = await open(setup, EVENTS);
  expect(await response.text()).toContain("event: error");
  expect(record.outcome).toBe("broken");
  expect(idleTimeouts).toEqual([STALL_S]);
});

test("streamAnswer() - complete events keep Bun's idle timeout off", async () => {
  const { response, idleTimeouts } = await open({}, EVENTS);
  expect(response.headers.get("content-type")).toStartWith("text/event-stream");
  expect(await response.text()).toContain("speech.audio.done");
  expect(idleTimeouts).toEqual([]);
});

test("streamAnswer() - a failure before the first audio is thrown and starts no stream", async () => {
  const failure = new SpeechError("timeout", "no progress");
  const { response, finished, record } = await open({ chunks: 0, failure });
  expect(await response.text()).toBe("timeout");
  expect([finished.length, record.streaming, record.bytes]).toEqual([0, false, 0]);
});
