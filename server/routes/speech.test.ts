import { expect, test } from "bun:test";
import { AUDIO_FORMATS } from "../../src/audio/encode/form.ts";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

test("a stream and a whole file have the same samples, but only the file has its length in the header", async () => {
  const { app } = build();
  const streamed = await app.request(PATH, speech({ input: HELLO, response_format: "wav" }));
  const whole = await app.request(
    PATH,
    speech({ input: HELLO, response_format: "wav", stream: false }),
  );
  const [a, b] = [await streamed.bytes(), await whole.bytes()];
  expect(a.slice(44)).toEqual(b.slice(44));
  expect(b.length).toBe(44 + 3 * 2400 * 2);
  expect(new DataView(a.buffer).getUint32(40, true)).toBe(0xffff_ffff);
  expect(new DataView(b.buffer).getUint32(40, true)).toBe(b.length - 44);
  expect(streamed.headers.get("content-type")).toBe("audio/wav");
  expect(streamed.headers.get("x-accel-buffering")).toBe("no");
  expect(streamed.headers.get("cache-control")).toBe("no-store");
});

test("a whole file is sent with Content-Length, a stream without", async () => {
  using server = build().serve();
  const url = new URL(PATH, server.url);
  const whole = await fetch(url, speech({ input: HELLO, response_format: "pcm", stream: false }));
  expect(whole.headers.get("content-length")).toBe(String(3 * 2400 * 2));
  expect(whole.headers.get("content-type")).toStartWith("audio/pcm");
  await whole.bytes();
  const streamed = await fetch(url, speech({ input: HELLO, response_format: "wav" }));
  expect(streamed.headers.get("content-length")).toBeNull();
  expect((await streamed.bytes()).length).toBe(44 + 3 * 2400 * 2);
});

test("every format is sent as a stream and as a whole file, and the default format is mp3", async () => {
  const { app } = build();
  const types = {
    aac: "audio/aac",
    flac: "audio/flac",
    mp3: "audio/mpeg",
    opus: "audio/ogg",
    pcm: "audio/pcm",
    wav: "audio/wav",
    ulaw: "audio/PCMU;rate=8000;channels=1",
    mulaw: "audio/PCMU;rate=8000;channels=1",
    g711_ulaw: "audio/PCMU;rate=8000;channels=1",
    alaw: "audio/PCMA;rate=8000;channels=1",
    g711_alaw: "audio/PCMA;rate=8000;channels=1",
  };
  for (const [response_format, type] of Object.entries(types)) {
    for (const stream of [true, false]) {
      const response = await app.request(PATH, speech({ input: HELLO, response_format, stream }));
      expect(response.headers.get("content-type")).toStartWith(type);
      expect((await response.bytes()).length).toBeGreaterThan(40);
    }
  }
  const omitted = await app.request(PATH, speech({ input: HELLO, stream: null }));
  expect(omitted.headers.get("content-type")).toBe("audio/mpeg");
});

test("the first bytes of every format are sent before the engine's second chunk", async () => {
  for (const response_format of AUDIO_FORMATS) {
    const gate = Promise.withResolvers<void>();
    const engine = createFakeEngine({ before: (chunk) => (chunk < 1 ? undefined : gate.promise) });
    using server = build(engine).serve();
    const url = new URL(PATH, server.url);
    const response = await fetch(url, speech({ input: HELLO, response_format }));
    const reader = response.body?.getReader();
    const first = await reader?.read();
    const bytes = first?.value?.length ?? 0;
    expect({ response_format, early: bytes > MAX_HEADER_BYTES[response_format] }).toEqual({
      response_format,
      early: true,
    });
    gate.resolve();
    while (!(await reader?.read())?.done);
  }
});

/** Maximum size of a format's header, bytes. */
const MAX_HEADER_BYTES = { mp3: 0, opus: 150, aac: 0, flac: 42, wav: 44, pcm: 0, ulaw: 0, alaw: 0 };

test("the speech route accepts null fields, extra fields, and OpenAI's model and voice names", async () => {
  const { app } = build();
  const bodies = [
    {
      input: HELLO,
      voice: null,
      model: null,
      speed: null,
      stream: null,
      response_format: null,
      seed: null,
    },
    { input: HELLO, model: "gpt-4o-mini-tts", voice: "nova", language: "en", extra: { a: 1 } },
    { input: HELLO, model: "fake", voice: { id: "ben" } },
    { input: HELLO, model: "", voice: "" },
    { input: HELLO, voice: { id: "" } },
    { input: HELLO, model: "TTS-1-HD", voice: "Alloy", response_format: "WAV" },
  ];
  for (const body of bodies) expect((await app.request(PATH, speech(body))).status).toBe(200);
});

test("response_format and stream_format are accepted in any case", async () => {
  const { app } = build();
  for (const [fields, type] of [
    [{ response_format: "WAV" }, "audio/wav"],
    [{ response_format: "Opus" }, "audio/ogg"],
    [{ stream_format: "SSE" }, "text/event-stream"],
  ] as const) {
    const response = await app.request(PATH, speech({ input: HELLO, ...fields }));
    expect(response.headers.get("content-type")).toStartWith(type);
    await response.bytes();
  }
});

test("the access log line contains the figures of the request but not its text", async () => {
  const { app, lines } = build();
  const headers = { "content-type": "application/json", "x-request-id": "abc-1" };
  const response = await app.request(PATH, speech({ input: "my secret words" }, headers));
  await response.bytes();
  expect(response.headers.get("x-request-id")).toBe("abc-1");
  const line = lines.join("\n");
  for (const part of [
    "id=abc-1",
    "status=200",
    "outcome=ok",
    "voice=anna",
    "chars=15",
    "audio_s=0.3",
  ]) {
    expect(line).toContain(part);
  }
  expect(line).not.toContain("secret");
});

test("`x-unspoken` and the access log have the number of letters that the voice cannot say", async () => {
  const { app, lines } = build();
  const input = "Hello \u4e16\u754c.\n\n```\n\u6f22\n```\n\nGood day.";
  const ask = { input, response_format: "pcm" };
  for (const [more, header] of [
    [{}, "3"],
    [{ stream_format: "sse" }, "3"],
    [{ stream: false }, "2"],
  ] as const) {
    lines.length = 0;
    const response = await app.request(PATH, speech({ ...ask, ...more }));
    await response.bytes();
    expect(response.headers.get("x-unspoken")).toBe(header);
    expect(lines.join("\n")).toContain(" unspoken=2 ");
  }
});

test("`x-unspoken` is absent if the voice can say the whole text", async () => {
  const { app, lines } = build();
  for (const stream of [true, false]) {
    const response = await app.request(PATH, speech({ input: HELLO, stream }));
    await response.bytes();
    expect(response.headers.has("x-unspoken")).toBeFalse();
  }
  expect(lines.join("\n")).not.toContain("unspoken");
});

test("a text without a letter that the voice can say is refused", async () => {
  const { app, lines } = build();
  const response = await app.request(PATH, speech({ input: "\u4e16\u754c" }));
  expect(response.status).toBe(400);
  expect(response.headers.has("x-unspoken")).toBeFalse();
  expect(lines.join("\n")).toContain(" unspoken=2 ");
});

test('`stream_format` "sse" sends audio events and a final usage event for any value of `stream`', async () => {
  const { app } = build();
  const ask = { input: HELLO, response_format: "pcm" };
  const whole = await (await app.request(PATH, speech({ ...ask, stream: false }))).bytes();
  for (const stream of [undefined, true, false]) {
    const response = await app.request(PATH, speech({ ...ask, stream, stream_format: "sse" }));
    expect(response.headers.get("content-type")).toStartWith("text/event-stream");
    const text = await response.text();
    const audio = [...text.matchAll(/"audio":"([^"]*)"/g)].map(([, base64 = ""]) => base64);
    expect(Buffer.concat(audio.map((base64) => Buffer.from(base64, "base64")))).toEqual(
      Buffer.from(whole),
    );
    expect(text).toContain(
      '"usage":{"input_tokens":0,"output_tokens":0,"total_tokens":0,"characters":23,"audio_seconds":0.3}',
    );
  }
});
