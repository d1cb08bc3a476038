import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { levelAt, sweepOf } from "../headline/level.fake.ts";
import { readSummary } from "./savedSummary.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "saved-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const path = () => join(folder, "summary.json");

test("readSummary() - names a summary that is incomplete", async () => {
  writeFileSync(path(), '{"schema": 1, "na');
  await expect(readSummary(folder)).rejects.toThrow(`${path()} is not complete JSON`);
});

test("readSummary() - names a missing summary and says what to do", async () => {
  await expect(readSummary(folder)).rejects.toThrow(`${path()} does not exist: name the folder`);
});

test("readSummary() - refuses a folder named summary.json", async () => {
  mkdirSync(path());
  await expect(readSummary(folder)).rejects.toThrow(`${path()} is not a file: name the folder`);
});

test("readSummary() - names an invalid member by its path", async () => {
  writeFileSync(path(), '{"schema": 1, "name": 7}');
  await expect(readSummary(folder)).rejects.toThrow(`${path()}: name: `);
});

test("readSummary() - judges the levels of a summary that was written before levels had gates", async () => {
  const slo = "ttfa_p95<300ms";
  const level = levelAt(2, { firstAudioMs: 412, warnings: ["server saturated: achieved 80.0 %"] });
  const { gates: _gates, saturated: _saturated, complete: _complete, ...older } = level;
  writeFileSync(path(), JSON.stringify({ ...sweepOf(slo, []), levels: [older] }));
  const { levels } = await readSummary(folder);
  expect(levels).toEqual([
    { ...level, saturated: true, gates: [{ expr: slo, value: 412, pass: false }] },
  ]);
});
