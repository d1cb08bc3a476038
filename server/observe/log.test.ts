import { expect, test } from "bun:test";
import { type AccessRecord, createLog, writeAccess } from "./log.ts";
import { createStages } from "./stages.ts";

function lines(format: "text" | "json", level: "debug" | "info" | "warn" | "error" = "info") {
  const written: string[] = [];
  const log = createLog(
    { LOG_LEVEL: level, LOG_FORMAT: format },
    (line) => void written.push(line),
  );
  return { log, written };
}

const RECORD: AccessRecord = {
  id: "abc-1",
  method: "POST",
  startedMs: 0,
  route: "/v1/audio/speech",
  status: 200,
  outcome: "ok",
  engine: "neucodec",
  voice: "hu sein",
  format: "mp3",
  chars: 12,
  firstAudioMs: 81.6,
  audioS: 1.23456,
  bytes: 9000,
  inputTokens: 7,
  outputTokens: 61,
  streaming: true,
};

test("as JSON a request is one object a line, with everything that operators ask for", () => {
  const { log, written } = lines("json");
  let nowMs = 0;
  const stages = createStages(() => nowMs);
  nowMs = 4;
  stages.enter("engine");
  writeAccess(log, { ...RECORD, stages }, 500.4);
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? "")).toEqual({
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: "info",
    event: "request",
    id: "abc-1",
    method: "POST",
    route: "/v1/audio/speech",
    status: 200,
    outcome: "ok",
    engine: "neucodec",
    voice: "hu sein",
    format: "mp3",
    chars: 12,
    queue_ms: 4,
    first_audio_ms: 82,
    total_ms: 500,
    audio_s: 1.235,
    bytes: 9000,
    input_tokens: 7,
    output_tokens: 61,
  });
});

test("as text a value can neither break its line nor pretend to be another field", () => {
  const { log, written } = lines("text");
  writeAccess(log, { ...RECORD, voice: 'x outcome=ok\nlevel=error "' }, 1);
  expect(written).toHaveLength(1);
  expect(written[0]).not.toContain("\n");
  expect(written[0]).toContain(String.raw`voice="x outcome=ok\nlevel=error \""`);
});

test("what lies below the level is not written, and what is unknown is left out", () => {
  const { log, written } = lines("json", "warn");
  log("info", "request");
  log("warn", "odd", { id: undefined, count: 0, why: null });
  expect(written.map((line) => JSON.parse(line))).toEqual([
    { time: expect.any(String), level: "warn", event: "odd", count: 0, why: null },
  ]);
});

test.each(["text", "json"] as const)("createLog() - redacts secrets in %s", (LOG_FORMAT) => {
  const written: string[] = [];
  const options = { LOG_LEVEL: "info", LOG_FORMAT, secrets: ['we"ird', "p/word"] } as const;
  const log = createLog(options, (line) => void written.push(line));
  log("error", "fault", { cause: 'fetch http://p%2Fword@lm with we"ird' });
  expect(written[0]).toContain("fetch http://(hidden)@lm with (hidden)");
});
