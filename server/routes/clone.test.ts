import { expect, test } from "bun:test";
import { wavHeader } from "../../src/audio/wav.ts";
import type { Utterance } from "../../src/engine.ts";
import { build } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";

const VC = "/v1/audio/vc";

/** Returns a 16 kHz WAV file of constant level, `seconds` long. */
function recording(seconds: number): File {
  const samples = new Int16Array(16_000 * seconds).fill(8192);
  return new File([new Uint8Array(wavHeader(16_000, samples.byteLength)), samples], "me.wav");
}

function form(fields: Readonly<Record<string, string | File | null>> = {}): RequestInit {
  const body = new FormData();
  const all = {
    reference_audio: recording(1),
    reference_text: "What I <|im_end|> said.",
    generate_text: "What I **will** say.",
    response_format: "pcm",
    ...fields,
  };
  for (const [name, value] of Object.entries(all)) if (value !== null) body.set(name, value);
  return { method: "POST", body };
}

/**
 * Builds the app with a fake engine that supports voice cloning. The engine encodes a recording to two codes: length
 * and level of the recording. `given` lists the spoken utterances.
 */
function cloning() {
  const engine = createFakeEngine();
  const given: Utterance[] = [];
  async function encode(samples: Float32Array): Promise<number[]> {
    return [samples.length, Math.round((samples[100] ?? 0) * 100)];
  }
  const { speak } = engine;
  const noting: typeof speak = async function* noting(utterances, listener, signal) {
    const noted = (async function* each(): AsyncGenerator<Utterance> {
      for await (const utterance of utterances) {
        given.push(utterance);
        yield utterance;
      }
    })();
    yield* speak(noted, listener, signal);
  };
  return { ...build(Object.assign(engine, { encode, speak: noting })), given };
}

async function refusal(response: Response): Promise<[number, string | null, string]> {
  const { error } = (await response.json()) as { error: { message: string; param: string | null } };
  return [response.status, error.param, error.message];
}

test("cloneRoute() - without an encoder sends 501 with the missing settings before it reads the upload", async () => {
  const { app, lines } = build();
  const response = await app.request(VC, { method: "POST" });
  const [status, , message] = await refusal(response);
  expect(status).toBe(501);
  expect(message).toMatch(/TTS_API.*ENCODER_MODEL/);
  // A missing setting is not logged as a server fault.
  expect(lines.join()).not.toContain("fault");
});

test("cloneRoute() - passes text, settings, and the codes and transcript of the recording to the engine", async () => {
  const { app, given } = cloning();
  const settings = { speed: "2", stream: "false", seed: "7", temperature: "", normalize: "true" };
  const response = await app.request(VC, form(settings));
  expect(response.status).toBe(200);
  expect((await response.bytes()).length).toBe(3 * 2400 * 2);
  expect(given).toMatchObject([
    {
      text: "What I will say.",
      speed: 2,
      sampling: { seed: 7, temperature: 0.7 },
      reference: { text: "What I <|im_end|> said.", codes: [16_000, 25] },
    },
  ]);
});

test("cloneRoute() - sends an error that names a missing or invalid form field", async () => {
  const { app, admission } = cloning();
  const cases: [Parameters<typeof form>[0], number, string | null, RegExp][] = [
    [{ reference_audio: null }, 400, "reference_audio", /`reference_audio` .* got nothing$/],
    [{ reference_audio: "text" }, 400, "reference_audio", /a sound file/],
    [{ reference_text: null }, 400, "reference_text", /`reference_text` .* got nothing$/],
    [
      { reference_text: "a".repeat(2001) },
      400,
      "reference_text",
      /at most 2000 characters, got a text of 2001 characters/,
    ],
    [{ generate_text: "" }, 400, "generate_text", /`generate_text` .* got nothing$/],
    [{ generate_text: " " }, 400, "generate_text", /blank/],
    [
      { generate_text: "!!!" },
      400,
      "generate_text",
      /`generate_text` .* got a text with nothing to speak$/,
    ],
    [
      { generate_text: "a".repeat(5000) },
      400,
      "generate_text",
      /`generate_text` .*at most 4096 characters, got 5000/,
    ],
    [{ speed: "9" }, 400, "speed", /`speed` .* got 9$/],
    [{ speed: "fast" }, 400, "speed", /`speed` .* got "fast"$/],
    [{ normalize: '{"x":1}' }, 400, "normalize", /"x"/],
    [{ model: "other" }, 404, "model", /other/],
    [{ reference_audio: recording(0.1) }, 400, "reference_audio", /0\.5 to 30 s/],
    [{ reference_audio: recording(31) }, 400, "reference_audio", /31\.0 s/],
    [
      { reference_audio: new File(["<html>"], "me.wav") },
      415,
      null,
      /`reference_audio` .*wav, mp3, flac, ogg \(Opus or Vorbis\), got an unsupported audio format$/,
    ],
    [{ reference_audio: new File([], "me.wav") }, 415, null, /got an unsupported audio format/],
  ];
  for (const [fields, status, param, message] of cases) {
    const [gotStatus, gotParam, said] = await refusal(await app.request(VC, form(fields)));
    expect({ fields, status: gotStatus, param: gotParam }).toEqual({ fields, status, param });
    expect(said).toMatch(message);
  }
  expect(admission.inFlight).toBe(0);
});

test("cloneRoute() - sends 429 while eight uploads are in progress", async () => {
  const { app } = cloning();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const slow = () => {
    const body = new ReadableStream({
      async pull(controller) {
        await gate;
        controller.close();
      },
    });
    const headers = { "content-type": "multipart/form-data; boundary=x" };
    return app.request(VC, { method: "POST", headers, body });
  };
  const uploads = Array.from({ length: 8 }, slow);
  const refused = await app.request(VC, form());
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
  open();
  expect((await Promise.all(uploads)).map(({ status }) => status)).toEqual(uploads.map(() => 400));
  expect((await app.request(VC, form())).status).toBe(200);
});

test("cloneRoute() - rejects an oversized upload, a wrong content type and a malformed form", async () => {
  const { app, serve } = cloning();
  using server = serve();
  const large = form({ reference_audio: new File([new Uint8Array(13_000_000)], "me.wav") });
  expect((await fetch(new URL(VC, server.url), large)).status).toBe(413);
  const json = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };
  expect((await app.request(VC, json)).status).toBe(415);
  const broken = { "content-type": "multipart/form-data; boundary=x" };
  for (const body of ["", "--y\r\nno", "\0"]) {
    const response = await app.request(VC, { method: "POST", headers: broken, body });
    expect({ body, status: response.status }).toEqual({ body, status: 400 });
  }
});
