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

test("what is saved is found again, by the next process as well", async () => {
  const kept = join(folder, "deep", "calibration");
  await (await calibrationFile(kept, SUBJECT)).save(CALIBRATION);
  expect(await (await calibrationFile(kept, SUBJECT)).load()).toEqual(CALIBRATION);
  expect((await readdir(kept)).filter((name) => !name.endsWith(".json"))).toEqual([]);
});

test("another library, device or state of the decoder's file knows nothing of it", async () => {
  const kept = join(folder, "others");
  await (await calibrationFile(kept, SUBJECT)).save(CALIBRATION);
  for (const other of [{ library: "libonnxruntime.so" }, { device: "cuda:1" }]) {
    expect(await (await calibrationFile(kept, { ...SUBJECT, ...other })).load()).toBeNull();
  }
  await utimes(file, 1, 1);
  expect(await (await calibrationFile(kept, SUBJECT)).load()).toBeNull();
});

test("after a week it is measured again", async () => {
  const kept = join(folder, "old");
  const day = 24 * 3600 * 1000;
  await (await calibrationFile(kept, SUBJECT, () => 0)).save(CALIBRATION);
  expect(await (await calibrationFile(kept, SUBJECT, () => 6 * day)).load()).toEqual(CALIBRATION);
  expect(await (await calibrationFile(kept, SUBJECT, () => 8 * day)).load()).toBeNull();
});

test("a torn or foreign file counts as none, and a folder that can't be written is no failure", async () => {
  const kept = join(folder, "torn");
  const store = await calibrationFile(kept, SUBJECT);
  await store.save(CALIBRATION);
  const [name] = await readdir(kept);
  const foreign = [
    "",
    "{",
    "null",
    "[]",
    '{"madeAt":1}',
    `{"madeAt":${Date.now()},"calibration":{"fixedMs":"28"}}`,
  ];
  for (const text of foreign) {
    await Bun.write(join(kept, name!), text);
    expect(await store.load()).toBeNull();
  }
  const blocked = await calibrationFile(join(file, "below-a-file"), SUBJECT);
  await blocked.save(CALIBRATION);
  expect(await blocked.load()).toBeNull();
});
