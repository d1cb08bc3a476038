import { expect, test } from "bun:test";
import { build, HELLO, PATH, speech } from "../app.fake.ts";

const HEADER = "x-utter-ignored";

test.each([
  [PATH, { input: HELLO, respone_format: "wav" }, "respone_format", "response_format"],
  [PATH, { input: HELLO, stream_fromat: "sse", stream: false }, "stream_fromat", "stream_format"],
  ["/dev/captioned_speech", { input: HELLO, voise: "anna" }, "voise", "voice"],
  ["/v1/audio/captioned_speech", { input: HELLO, speeed: 2 }, "speeed", "speed"],
  ["/v1/audio/normalize", { input: HELLO, normalise: false }, "normalise", "normalize"],
  ["/v1/speak", { text: HELLO, txet: "" }, "txet", "text"],
  ["/v1/speak?encodng=linear16", { text: HELLO }, "encodng", "encoding"],
  [
    "/v1/text-to-speech/anna?output_fromat=pcm_8000",
    { text: HELLO },
    "output_fromat",
    "output_format",
  ],
  [
    "/v1/text-to-speech/anna/stream",
    { text: HELLO, voice_settings: { spead: 2 } },
    "voice_settings.spead",
    "voice_settings.speed",
  ],
])("%s answers %j with 200 and names the ignored field", async (path, body, field, meant) => {
  const { app, lines } = build(undefined, { LOG_FORMAT: "json" });
  const response = await app.request(path, speech(body));
  await response.bytes();
  const ignored = `${field} (did you mean ${meant}?)`;
  expect([response.status, response.headers.get(HEADER)]).toEqual([200, ignored]);
  const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(logged.find(({ event }) => event === "request")).toMatchObject({ ignored });
});

test("misspelt names in the query and in the body are named together", async () => {
  const path = "/v1/speak?samplerate=8000";
  const response = await build().app.request(path, speech({ text: HELLO, texts: "" }));
  await response.bytes();
  expect(response.headers.get(HEADER)).toBe(
    "texts (did you mean text?), samplerate (did you mean sample_rate?)",
  );
});

test("unknown fields that resemble none are ignored without a header", async () => {
  const body = { input: HELLO, user: "me", lang_code: "en", volume_multiplier: 1 };
  const response = await build().app.request(PATH, speech(body));
  expect([response.status, response.headers.get(HEADER)]).toEqual([200, null]);
});

test("the error of a missing field names the misspelt one, not its value", async () => {
  const response = await build().app.request(PATH, speech({ inptu: HELLO }));
  const { error } = (await response.json()) as { error: { message: string; param: string } };
  expect([response.status, error.param]).toEqual([400, "input"]);
  expect(error.message).toEndWith("got nothing; the body has `inptu`");
  expect(response.headers.get(HEADER)).toBe("inptu (did you mean input?)");
});

test("a hostile name of a field does not break the header", async () => {
  const response = await build().app.request(PATH, speech({ input: HELLO, "spee\n": 1, spééd: 2 }));
  expect(response.status).toBe(200);
  expect(response.headers.get(HEADER)).toStartWith("spee? (did you mean speed?)");
});
