import { expect, test } from "bun:test";
import { createLog } from "./log.ts";

/** Creates a logger and an array of the lines that it writes. */
function open(format: "text" | "json", level: "debug" | "info" | "warn" | "error" = "info") {
  const lines: string[] = [];
  const log = createLog({ LOG_LEVEL: level, LOG_FORMAT: format }, (line) => void lines.push(line));
  return { log, lines };
}

test("createLog() - writes each event as a JSON object on one line", () => {
  const { log, lines } = open("json");
  log("info", "request", { id: "abc-1", audio_s: 1.5, error: null });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: "info",
      event: "request",
      id: "abc-1",
      audio_s: 1.5,
      error: null,
    },
  ]);
});

test("createLog() - writes an event in text format as time, level, name and name=value pairs", () => {
  const { log, lines } = open("text");
  log("warn", "odd", { id: "abc-1", route: "/v1/models", count: 0 });
  expect(lines).toEqual([
    expect.stringMatching(/^\d{4}-[\d:.T-]+Z warn odd id=abc-1 route=\/v1\/models count=0$/),
  ]);
});

test("createLog() - quotes a value in text format that contains line breaks or looks like a field", () => {
  const { log, lines } = open("text");
  log("info", "request", { voice: 'x outcome=ok\nlevel=error "' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain("\n");
  expect(lines[0]).toEndWith(String.raw`voice="x outcome=ok\nlevel=error \""`);
});

test("createLog() - does not write events below LOG_LEVEL", () => {
  const { log, lines } = open("json", "warn");
  log("info", "request");
  log("warn", "odd");
  log("error", "fault");
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(["odd", "fault"]);
});

test("createLog() - omits undefined fields", () => {
  const { log, lines } = open("json");
  log("info", "odd", { id: undefined, count: 0 });
  expect(Object.keys(JSON.parse(lines[0] ?? ""))).toEqual(["time", "level", "event", "count"]);
});

test.each(["text", "json"] as const)("createLog() - redacts secrets in %s format", (LOG_FORMAT) => {
  const written: string[] = [];
  const options = { LOG_LEVEL: "info", LOG_FORMAT, secrets: ['we"ird', "p/word"] } as const;
  const log = createLog(options, (line) => void written.push(line));
  log("error", "fault", { cause: 'fetch http://p%2Fword@lm with we"ird' });
  expect(written[0]).toContain("fetch http://(hidden)@lm with (hidden)");
});
