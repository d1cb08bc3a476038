import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSummary } from "./savedSummary.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "saved-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const path = () => join(folder, "summary.json");

test("readSummary() - a summary that was cut is named", async () => {
  writeFileSync(path(), '{"schema": 1, "na');
  await expect(readSummary(folder)).rejects.toThrow(`${path()} is not complete JSON`);
});

test("readSummary() - a missing summary is named with the way out", async () => {
  await expect(readSummary(folder)).rejects.toThrow(`${path()} does not exist: name the folder`);
});

test("readSummary() - a folder named summary.json is refused", async () => {
  mkdirSync(path());
  await expect(readSummary(folder)).rejects.toThrow(`${path()} is not a file: name the folder`);
});

test("readSummary() - an invalid member is named by its path", async () => {
  writeFileSync(path(), '{"schema": 1, "name": 7}');
  await expect(readSummary(folder)).rejects.toThrow(`${path()}: name: `);
});
