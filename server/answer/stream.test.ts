import { expect, test } from "bun:test";
import { formOf } from "../../src/audio/encode/form.ts";
import { SpeechError } from "../../src/errors.ts";
import { passTime, withFakeTime } from "../time.fake.ts";
import { openRequest, STALL_S } from "./answer.fake.ts";
import { EVENTS } from "./events.ts";
import { AUDIO, streamAnswer, type StreamProtocol } from "./stream.ts";

type Setup = NonNullable<Parameters<typeof openRequest>[0]>;

/** Opens a streamed response in PCM with 4,800 bytes per chunk. */
async function open(setup: Setup = {}, protocol: StreamProtocol = AUDIO) {
  const opened = openRequest(setup);
  const { performance, services } = opened;
  const response = await opened.request((c) =>
    streamAnswer(c, { performance, form: formOf("pcm"), protocol }, services),
  );
  return { ...opened, response };
}

test("streamAnswer() - frees the slot and reports 'ok' once when the stream is complete", async () => {
  const { response, seen, finished, record, idleTimeouts } = await open();
  expect([seen.left, finished.length, record.streaming]).toEqual([0, 0, true]);
  expect((await response.bytes()).length).toBe(9600);
  expect(seen.left).toBe(1);
  expect(finished).toEqual([{ record, fault: undefined }]);
  expect(record).toMatchObject({ outcome: "ok", bytes: 9600 });
  expect(record.error).toBeUndefined();
  expect(idleTimeouts).toEqual([]);
});

test("streamAnswer() - enters the stage 'reader' for each chunk and 'encoder' between chunks", async () => {
  const { response, stages, record } = await open();
  const reader = response.body?.getReader();
  await reader?.read();
  expect([stages.current, record.bytes]).toEqual(["reader", 4800]);
  await reader?.read();
  await reader?.read();
  expect(stages.current).toBe("encoder");
});

test("streamAnswer() - breaks the stream and reports the fault if the server fails after the first byte", async () => {
  const failure = new Error("boom");
  const { response, seen, finished, record, idleTimeouts } = await open({ chunks: 1, failure });
  expect(response.bytes()).rejects.toThrow();
  while (finished.length === 0) await Promise.resolve();
  expect(seen.left).toBe(1);
  expect(finished).toEqual([{ record, fault: failure }]);
  expect(record).toMatchObject({ outcome: "broken", error: "internal" });
  expect(idleTimeouts).toEqual([]);
});

test("streamAnswer() - reports a shutdown of the server as 'broken', without a fault", async () => {
  const { seen, abort, finished, record } = await open();
  abort.abort(new SpeechError("not_ready", "the server is shutting down"));
  expect(seen.left).toBe(1);
  expect(finished).toEqual([{ record, fault: undefined }]);
  expect(record).toMatchObject({ outcome: "broken", error: "not_ready" });
});

test("streamAnswer() - reports a client that disconnects as 'left', without a fault", async () => {
  const { seen, abort, finished, record } = await open();
  abort.abort();
  expect(seen.left).toBe(1);
  expect(finished).toEqual([{ record, fault: undefined }]);
  expect(record).toMatchObject({ outcome: "left", error: "aborted" });
});

test("streamAnswer() - disconnects a stalled client with Bun's shortest idle timeout", () =>
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

test("streamAnswer() - gives the client the stall timeout to read the error event of a failed event stream", async () => {
  const setup = { chunks: 1, failure: new Error("boom") };
  const { response, record, idleTimeouts } = await open(setup, EVENTS);
  expect(await response.text()).toContain("event: error");
  expect(record.outcome).toBe("broken");
  expect(idleTimeouts).toEqual([STALL_S]);
});

test("streamAnswer() - does not set Bun's idle timeout for a complete event stream", async () => {
  const { response, idleTimeouts } = await open({}, EVENTS);
  expect(response.headers.get("content-type")).toStartWith("text/event-stream");
  expect(await response.text()).toContain("speech.audio.done");
  expect(idleTimeouts).toEqual([]);
});

test("streamAnswer() - throws a failure before the first audio and starts no stream", async () => {
  const failure = new SpeechError("timeout", "no progress");
  const { response, finished, record } = await open({ chunks: 0, failure });
  expect(await response.text()).toBe("timeout");
  expect([finished.length, record.streaming, record.bytes]).toEqual([0, false, 0]);
});
