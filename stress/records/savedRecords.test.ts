import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordOf } from "./record.fake.ts";
import { readRecords } from "./savedRecords.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "saved-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Reads a file that consists of a valid record and `line`. */
function read(line: string) {
  writeFileSync(join(folder, "requests.jsonl"), `${JSON.stringify(recordOf())}\n${line}\n`);
  return Array.fromAsync(readRecords(folder));
}

/** A record of the first version. */
const { schema: _, codec: _c, requestId: _r, answerId: _a, serverTiming: _s, ...OLD } = recordOf();

test("readRecords() - returns null or an empty text for members that an older version lacks", async () => {
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
  [
    JSON.stringify({ ...recordOf(), schema: 2 }),
    "another version (schema 2; this version reads 1)",
  ],
  ['{"seq": 3, "lev', "is not a record of a request"],
  ["17", "is not a record of a request"],
])("readRecords() - refuses %s and names file, line, field and version", async (line, message) => {
  const place = `${join(folder, "requests.jsonl")}:2`;
  await expect(read(line)).rejects.toThrow(place);
  await expect(read(line)).rejects.toThrow(message);
});

test("readRecords() - names a missing requests.jsonl", async () => {
  await expect(Array.fromAsync(readRecords(folder))).rejects.toThrow(
    `${join(folder, "requests.jsonl")} does not exist`,
  );
});

test("readRecords() - refuses a folder named requests.jsonl", async () => {
  mkdirSync(join(folder, "requests.jsonl"));
  await expect(Array.fromAsync(readRecords(folder))).rejects.toThrow(
    `${join(folder, "requests.jsonl")} is not a file`,
  );
});
