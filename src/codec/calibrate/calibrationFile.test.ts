import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calibrationFile } from "./calibrationFile.ts";

const folder = await mkdtemp(join(tmpdir(), "utter-calibration-"));
afterAll(() => rm(folder, { recursive: true }));

const file = join(folder, "decoder.onnx");
await Bun.write(file, "not read here");
const SUBJECT = { file, library: "", device: "cpu" };
const CALIBRATION = { fixedMs: 28, perTokenMs: 1.2, threads: 2, budgetTokens: 143, device: "cpu" };

test("calibrationFile() - a second store of the same subject loads the saved calibration", async () => {
  const folderPath = join(folder, "deep", "calibration");
  await (await calibrationFile(folderPath, SUBJECT)).save(CALIBRATION);
  expect(await (await calibrationFile(folderPath, SUBJECT)).load()).toEqual(CALIBRATION);
  expect((await readdir(folderPath)).filter((name) => !name.endsWith(".json"))).toEqual([]);
});

test("calibrationFile() - loads null for another library, device or modification time of the file", async () => {
  const folderPath = join(folder, "others");
  await (await calibrationFile(folderPath, SUBJECT)).save(CALIBRATION);
  for (const other of [{ library: "libonnxruntime.so" }, { device: "cuda:1" }]) {
    expect(await (await calibrationFile(folderPath, { ...SUBJECT, ...other })).load()).toBeNull();
  }
  await utimes(file, 1, 1);
  expect(await (await calibrationFile(folderPath, SUBJECT)).load()).toBeNull();
});

test("calibrationFile() - a saved calibration expires after a week", async () => {
  const folderPath = join(folder, "old");
  const day = 24 * 3600 * 1000;
  await (await calibrationFile(folderPath, SUBJECT, () => 0)).save(CALIBRATION);
  expect(await (await calibrationFile(folderPath, SUBJECT, () => 7 * day - 1)).load()).toEqual(
    CALIBRATION,
  );
  expect(await (await calibrationFile(folderPath, SUBJECT, () => 7 * day)).load()).toBeNull();
});

test("calibrationFile() - loads null from an invalid file", async () => {
  const folderPath = join(folder, "torn");
  const store = await calibrationFile(folderPath, SUBJECT);
  await store.save(CALIBRATION);
  const [name] = await readdir(folderPath);
  const invalid = [
    "",
    "{",
    "null",
    "[]",
    '{"madeAt":1}',
    `{"madeAt":${Date.now()},"calibration":{"fixedMs":"28"}}`,
  ];
  for (const text of invalid) {
    await Bun.write(join(folderPath, name!), text);
    expect(await store.load()).toBeNull();
  }
});

test("calibrationFile() - saving to a folder that can't be written does not throw", async () => {
  const blocked = await calibrationFile(join(file, "below-a-file"), SUBJECT);
  await blocked.save(CALIBRATION);
  expect(await blocked.load()).toBeNull();
});
