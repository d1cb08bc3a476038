import { expect, test } from "bun:test";
import { SpeechError } from "../../src/errors.ts";
import { voicesAnswer } from "../docs/answers.ts";
import { build, HELLO, PATH, speech } from "../app.fake.ts";
import { OPENAI_MODELS } from "../names/openai.ts";
import { createFakeEngine, type FakeEngine } from "../engine.fake.ts";

test("each listing has the JSON structure that its clients expect", async () => {
  const { app } = build();
  const get = async (path: string) => (await app.request(path)).json();
  expect(await get("/v1/audio/voices")).toMatchObject({
    voices: [{ id: "anna", name: "Anna" }, { id: "ben" }],
  });
  expect(await get("/v1/audio/speaker")).toEqual(["anna", "ben"]);
  expect(await get("/v1/audio/models")).toEqual({ models: [{ id: "fake", name: "fake" }] });
  expect(await get("/v1/models")).toMatchObject({
    object: "list",
    data: ["fake", ...OPENAI_MODELS].map((id) => ({ id, object: "model" })),
  });
});

const own = (id: string) => ({ word_times: "estimated", engine: id, model: id });

test("a voice is listed with its language, gender, licence and engine, and whether its word times are exact", async () => {
  const voice = {
    id: "heart",
    name: "Heart",
    language: "en-US",
    speaks: ["en", "ms"],
    gender: "female",
    licence: "Apache-2.0",
  } as const;
  const { app } = build(
    { ...createFakeEngine(), id: "hibari", timing: "exact", voices: [voice] },
    {},
  );
  const listed = await (await app.request("/v1/audio/voices")).json();
  expect(listed).toEqual({
    voices: [{ ...voice, word_times: "exact", engine: "hibari", model: "hibari" }],
  });
  expect(voicesAnswer.safeParse(listed).success).toBe(true);
});

test("a voice name of two engines is listed for both, and as a speaker once; the default voice is first", async () => {
  const others = [{ ...createFakeEngine(), id: "large" }];
  const { app } = build(createFakeEngine(), { DEFAULT_SPEAKER: "ben" }, others);
  const { voices } = (await (await app.request("/v1/audio/voices")).json()) as {
    voices: { id: string; engine: string }[];
  };
  expect(voices.map(({ id, engine }) => `${engine} ${id}`)).toEqual([
    "fake ben",
    "fake anna",
    "large anna",
    "large ben",
  ]);
  expect(await (await app.request("/v1/audio/speaker")).json()).toEqual(["ben", "anna"]);
});

test("listings include every engine, but /ready depends on the default engine only", async () => {
  const first = createFakeEngine();
  const second: FakeEngine = {
    ...createFakeEngine(),
    id: "large",
    voices: [{ id: "husein", name: "Husein" }],
  };
  const { app } = build(first, {}, [second]);
  const get = async (path: string) => (await app.request(path)).json();
  expect(await get("/v1/audio/voices")).toEqual({
    voices: [
      { id: "anna", name: "Anna", ...own("fake") },
      { id: "ben", name: "Ben", ...own("fake") },
      { id: "husein", name: "Husein", ...own("large") },
    ],
  });
  expect(await get("/v1/audio/models")).toMatchObject({
    models: [{ id: "fake" }, { id: "large" }],
  });
  expect(await get("/v1/models")).toMatchObject({
    data: ["fake", "large", ...OPENAI_MODELS].map((id) => ({ id })),
  });

  const statuses = async () => {
    const spoken = ["ben", "husein"].map((voice) =>
      app.request(PATH, speech({ input: HELLO, voice })),
    );
    const answers = await Promise.all([...spoken, app.request("/ready")]);
    await Promise.all(answers.slice(0, 2).map((answer) => answer.bytes()));
    return answers.map(({ status }) => status);
  };
  expect(await statuses()).toEqual([200, 200, 200]);
  second.unready = () => new SpeechError("not_ready", "the LM is down");
  expect(await statuses()).toEqual([200, 503, 200]);
  expect(await get("/ready")).toMatchObject({ engines: [{}, { unready: "the LM is down" }] });
  first.reason = "no worker";
  expect(await statuses()).toEqual([503, 503, 503]);
});
