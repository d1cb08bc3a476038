import { expect, test } from "bun:test";
import { build, speech } from "../app.fake.ts";

const { app } = build();
const TEXT = "Hello \u{1f600} there.";
/** Samples of the fake engine's answer at 24 kHz. */
const SAMPLES = 7200;

const ask = (query: string, body: unknown = { text: TEXT }): Promise<Response> =>
  Promise.resolve(app.request(`/v1/speak${query}`, speech(body)));

test("the query chooses encoding, container and sample rate; mp3 is the default", async () => {
  for (const [query, type, bytes] of [
    ["", "audio/mpeg", null],
    ["?encoding=linear16", "audio/wav", 44 + 2 * SAMPLES],
    [
      "?encoding=linear16&container=none&sample_rate=16000",
      "audio/pcm;rate=16000",
      (4 * SAMPLES) / 3,
    ],
    ["?encoding=mulaw&model=aura-asteria-en", "audio/PCMU;rate=8000", SAMPLES / 3],
    ["?encoding=opus&container=ogg", "audio/ogg", null],
  ] as const) {
    const response = await ask(query);
    const { length } = await response.bytes();
    expect([response.status, length > 100]).toEqual([200, true]);
    expect(response.headers.get("content-type")).toStartWith(type);
    if (bytes !== null) expect(length).toBe(bytes);
  }
});

test("the headers name the request, the voice and the number of characters", async () => {
  const { headers } = await ask("?model=ben");
  expect(headers.get("dg-request-id")).toBe(headers.get("x-request-id"));
  expect([headers.get("dg-model-name"), headers.get("dg-char-count")]).toEqual(["ben", "14"]);
});

test("a URL is refused and never fetched", async () => {
  const response = await ask("", { url: "http://127.0.0.1/secret.txt" });
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("`url`")]);
});

test("errors have Deepgram's fields and header beside our error", async () => {
  for (const [query, body] of [
    ["?model=nobody", { text: "Hi." }],
    ["?encoding=wav", { text: "Hi." }],
    ["?speed=fast", { text: "Hi." }],
    ["?speed=9", { text: "Hi." }],
    ["", { text: "" }],
  ] as const) {
    const response = await ask(query, body);
    const { error, ...rest } = (await response.json()) as Record<string, never>;
    const { code, message } = error!;
    expect(response.status).toBe(400);
    expect(rest).toEqual({
      err_code: code,
      err_msg: message,
      request_id: response.headers.get("x-request-id")!,
    } as never);
    expect(response.headers.get("dg-error")).toBe(message);
  }
});
