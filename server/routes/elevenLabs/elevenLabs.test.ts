import { afterAll, expect, test } from "bun:test";
import { z } from "zod";
import { openFlite } from "../../../src/engines/flite/flite.ts";
import { build, buildWith, PATH, speech } from "../../app.fake.ts";

const engine = await openFlite({ workers: 1 });
afterAll(() => engine.close());
const { app } = buildWith([engine], {});

const TEXT = "Well, \u{1f600} *good* day! It costs $12.90 now.";
const ROUTE = "/v1/text-to-speech/slt";

const alignment = z.object({
  characters: z.array(z.string()),
  character_start_times_seconds: z.array(z.number()),
  character_end_times_seconds: z.array(z.number()),
});
const aligned = z.object({
  audio_base64: z.string(),
  alignment: alignment.nullable(),
  normalized_alignment: alignment.nullable(),
});

async function linesOf(end: string, body: Readonly<Record<string, unknown>> = {}) {
  const response = await app.request(`${ROUTE}${end}`, speech({ text: TEXT, ...body }));
  expect(response.status).toBe(200);
  const lines = (await response.text()).trimEnd().split("\n");
  return lines.map((line) => aligned.parse(JSON.parse(line)));
}

/** Joins the alignments and checks that their spans tile from 0 on. Returns their characters and their end. */
function joined(lines: readonly z.output<typeof aligned>[]) {
  const parts = lines.flatMap(({ alignment: part }) => part ?? []);
  const starts = parts.flatMap((part) => part.character_start_times_seconds);
  const ends = parts.flatMap((part) => part.character_end_times_seconds);
  expect(starts).toEqual([0, ...ends.slice(0, -1)]);
  return { text: parts.flatMap((part) => part.characters).join(""), endS: ends.at(-1) };
}

const bytesOf = (lines: readonly { readonly audio_base64: string }[]): Buffer =>
  Buffer.concat(lines.map((line) => Buffer.from(line.audio_base64, "base64")));

test("a file and a stream have the audio of the speech route in ElevenLabs' formats", async () => {
  const ask = { input: TEXT, voice: "slt", response_format: "pcm", sample_rate: 16_000 };
  const expected = await (await app.request(PATH, speech(ask))).bytes();
  for (const end of ["", "/stream"]) {
    const route = `${ROUTE}${end}?output_format=pcm_16000`;
    const response = await app.request(
      route,
      speech({ text: TEXT, model_id: "eleven_flash_v2_5" }),
    );
    expect(response.headers.get("content-type")).toBe("audio/pcm;rate=16000;channels=1");
    expect(await response.bytes()).toEqual(expected);
  }
});

test("mp3 at 44.1 kHz is the default, and an unknown format is refused with the known ones", async () => {
  const response = await app.request(ROUTE, speech({ text: "Hi." }));
  expect(response.headers.get("content-type")).toBe("audio/mpeg");
  const refused = await app.request(`${ROUTE}?output_format=mp3`, speech({ text: "Hi." }));
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining("mp3_22050_32"),
  ]);
});

test("the characters of a file join to the text, and the last one ends with the audio", async () => {
  const [whole] = await linesOf("/with-timestamps?output_format=pcm_24000");
  const { text, endS } = joined([whole!]);
  expect(text).toBe(TEXT);
  expect(endS).toBeCloseTo(bytesOf([whole!]).length / 48_000, 2);
  expect(whole?.normalized_alignment).toEqual(whole!.alignment);
});

test("a streamed line has the characters whose sound ends in its audio", async () => {
  const lines = await linesOf("/stream/with-timestamps?output_format=pcm_24000");
  expect(lines.length).toBeGreaterThan(3);
  expect(joined(lines).text).toBe(TEXT);
  let untilS = 0;
  for (const { audio_base64, alignment: part } of lines) {
    untilS += Buffer.from(audio_base64, "base64").length / 48_000;
    expect(part?.character_end_times_seconds.at(-1) ?? 0).toBeLessThanOrEqual(untilS + 0.001);
  }
  expect(joined(lines).endS).toBeCloseTo(untilS, 2);
  const [whole] = await linesOf("/with-timestamps?output_format=pcm_24000");
  expect(bytesOf(lines)).toEqual(bytesOf([whole!]));
});

test("`voice_settings.speed` and `apply_text_normalization` act", async () => {
  const fast = await linesOf("/with-timestamps", { voice_settings: { speed: 2, stability: "x" } });
  const slow = await linesOf("/with-timestamps", { voice_settings: null });
  expect(joined(slow).endS! / joined(fast).endS!).toBeWithin(1.7, 2.3);
  const plain = await linesOf("/with-timestamps", { apply_text_normalization: "off" });
  expect(joined(plain)).not.toEqual(joined(slow));
});

test("errors have ElevenLabs' detail beside ours and never the text", async () => {
  const headers = { "content-type": "application/json" };
  for (const [path, body, status, code] of [
    ["/v1/text-to-speech/nobody", { text: "Hi." }, 400, "unknown_voice"],
    [ROUTE, { text: 5 }, 400, "invalid_value"],
    [ROUTE, { text: "x".repeat(200_000) }, 400, "invalid_value"],
    [`${ROUTE}/nothing`, { text: "Hi." }, 404, "not_found"],
    ["/v1/text-to-dialogue/stream/with-timestamps", { text: "Hi." }, 404, "not_found"],
  ] as const) {
    const response = await app.request(path, { ...speech(body), headers });
    const { error, detail } = (await response.json()) as Record<string, Record<string, string>>;
    expect([response.status, error?.["code"], detail?.["status"]]).toEqual([status, code, code]);
    expect(detail?.["message"]).toBe(error?.["message"]);
    expect(JSON.stringify(detail)).not.toContain("xxxxx");
  }
  const { detail } = (await (await app.request("/v1/text-to-dialogue", {})).json()) as {
    detail: { message: string };
  };
  expect(detail.message).toContain("eleven_v3");
});

test("a key is required on every route, in ElevenLabs' header", async () => {
  const { app: locked } = build(undefined, { API_KEYS: "one" });
  for (const path of ["/v1/voices", "/v2/voices", "/v1/voices/anna"]) {
    expect((await locked.request(path)).status).toBe(401);
    expect((await locked.request(path, { headers: { "xi-api-key": "one" } })).status).toBe(200);
  }
});

test("the voices have an id, a name and a category, the default voice first", async () => {
  const { voices } = (await (await app.request("/v1/voices")).json()) as { voices: unknown[] };
  expect(voices[0]).toMatchObject({
    voice_id: "slt",
    category: "premade",
    labels: { gender: "female" },
  });
  expect(await (await app.request("/v2/voices")).json()).toMatchObject({
    voices,
    has_more: false,
    total_count: voices.length,
  });
  expect(await (await app.request("/v1/voices/rms")).json()).toMatchObject({ voice_id: "rms" });
  expect((await app.request("/v1/voices/nobody")).status).toBe(400);
});
