import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordOf } from "../request/record.fake.ts";
import { readRecords, readSummary } from "./savedRun.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "saved-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Reads a file of a good record and then `line`. */
function read(line: string) {
  writeFileSync(join(folder, "requests.jsonl"), `${JSON.stringify(recordOf())}\n${line}\n`);
  return Array.fromAsync(readRecords(folder));
}

/** A record as the first version wrote it. */
const { schema: _, codec: _c, requestId: _r, answerId: _a, serverTiming: _s, ...OLD } = recordOf();

test("a record of an older version reads as what it truly tells: no codec, no ids, no timings", async () => {
  expect((await read(JSON.stringify(OLD)))[1]).toEqual(
    recordOf({ codec: null, requestId: "", answerId: null, serverTiming: null }),
  );
});

test.each([
  [
    JSON.stringify({ ...OLD, sendLagMs: undefined }),
    "(an older version, without schema) has no valid sendLagMs",
  ],
  [JSON.stringify(recordOf({ endMs: Number.NaN })), "(schema 1) has no valid endMs"],
  [JSON.stringify({ ...recordOf(), schema: 2 }), "another version (schema 2; this one reads 1)"],
  ['{"seq": 3, "lev', "is no record of a request"],
  ["17", "is no record of a request"],
])("%s is refused by file, line, field and version", async (line, message) => {
  const place = `${join(folder, "requests.jsonl")}:2`;
  await expect(read(line)).rejects.toThrow(place);
  await expect(read(line)).rejects.toThrow(message);
});

test("a summary that was cut is named", async () => {
  writeFileSync(join(folder, "summary.json"), '{"schema": 1, "na');
  await expect(readSummary(folder)).rejects.toThrow(
    `${join(folder, "summary.json")} is no whole JSON`,
  );
});

test("what is missing, and a folder in a file's place, is named with the way out", async () => {
  const [summary, records] = [join(folder, "summary.json"), join(folder, "requests.jsonl")];
  await expect(readSummary(folder)).rejects.toThrow(`${summary} does not exist: name the folder`);
  await expect(Array.fromAsync(readRecords(folder))).rejects.toThrow(`${records} does not exist`);
  mkdirSync(summary);
  mkdirSync(records);
  await expect(readSummary(folder)).rejects.toThrow(`${summary} is no file: name the folder`);
  await expect(Array.fromAsync(readRecords(folder))).rejects.toThrow(`${records} is no file`);
});
