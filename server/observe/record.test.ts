import { expect, test } from "bun:test";
import { build, PATH, speech } from "../app.fake.ts";
import { createFakeEngine } from "../engine.fake.ts";
import { createLog } from "./log.ts";
import { type AccessRecord, type SpeechFigures, writeAccess } from "./record.ts";
import { createStages } from "./stages.ts";

const SPEECH: SpeechFigures = {
  engine: "neucodec",
  voice: "hu sein",
  chars: 12,
  unspoken: 2,
  stalls: 3,
  firstAudioMs: 81.6,
  audioS: 1.23456,
  inputTokens: 7,
  outputTokens: 61,
};
const RECORD: AccessRecord = {
  id: "abc-1",
  method: "POST",
  startedMs: 100,
  route: "/v1/audio/speech",
  face: "http",
  status: 200,
  outcome: "ok",
  format: "mp3",
  bytes: 9000,
  streaming: true,
};

test("writeAccess() - logs the rounded figures of a request", () => {
  const lines: string[] = [];
  const options = { LOG_LEVEL: "info", LOG_FORMAT: "json" } as const;
  const log = createLog(options, (line) => void lines.push(line));
  let nowMs = 0;
  const stages = createStages(() => nowMs);
  nowMs = 4;
  stages.enter("engine");
  writeAccess(log, { ...RECORD, speech: { ...SPEECH, stages } }, 600.4);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: "info",
      event: "request",
      id: "abc-1",
      method: "POST",
      route: "/v1/audio/speech",
      face: "http",
      status: 200,
      outcome: "ok",
      engine: "neucodec",
      voice: "hu sein",
      format: "mp3",
      chars: 12,
      unspoken: 2,
      queue_ms: 4,
      first_audio_ms: 82,
      total_ms: 500,
      stalls: 3,
      audio_s: 1.235,
      bytes: 9000,
      input_tokens: 7,
      output_tokens: 61,
    },
  ]);
});

test("writeAccess() - omits the figures of a refused request, which was never spoken", () => {
  let written: object = {};
  const { id, method, startedMs, route, face } = RECORD;
  const refused = { id, method, startedMs, route, face, status: 401, outcome: "refused" } as const;
  const log = (_level: string, _event: string, fields: object = {}) => void (written = fields);
  writeAccess(log, { ...refused, error: "unauthorized", streaming: false }, 103);
  const known = Object.entries(written).filter(([, value]) => value !== undefined);
  expect(Object.fromEntries(known)).toEqual({
    id,
    method,
    route,
    face,
    status: 401,
    outcome: "refused",
    error: "unauthorized",
    total_ms: 3,
  });
});

test("no failure logs the text or an API key", async () => {
  const engine = createFakeEngine({
    before: () => {
      throw new Error("the engine broke");
    },
  });
  const env = { API_KEYS: "right-key", LOG_LEVEL: "debug", LOG_FORMAT: "json" };
  const { app, lines } = build(engine, env);
  const say = (body: object, headers: Readonly<Record<string, string>>) =>
    app.request(
      PATH,
      speech(
        { input: "classified words", ...body },
        { "content-type": "application/json", ...headers },
      ),
    );
  const right = { authorization: "Bearer right-key" };
  await say({}, right);
  await say({ speed: 99 }, right);
  await say({ voice: "nobody" }, right);
  await say({}, { authorization: "Bearer wrong-key" });
  await say({}, { ...right, "x-request-id": "bad level=error" });
  const all = lines.join("\n");
  expect(lines.length).toBeGreaterThanOrEqual(5);
  for (const word of ["classified", "right-key", "wrong-key", "level=error"])
    expect(all).not.toContain(word);
  for (const line of lines) expect(JSON.parse(line)).toHaveProperty("id");
});

test("the access log line says whether an answer was plain audio or events", async () => {
  const { app, lines } = build();
  for (const stream_format of ["audio", "sse"]) {
    lines.length = 0;
    await (await app.request(PATH, speech({ input: "Hello.", stream_format }))).bytes();
    expect(lines.join("\n")).toContain(` face=${stream_format === "sse" ? "sse" : "http"} `);
  }
});
