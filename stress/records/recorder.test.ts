import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openRecorder } from "./recorder.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "recorder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Opens a recorder whose file accepts `good` writes and rejects each later write with a numbered error. */
async function failing(good: number) {
  const written: string[] = [];
  let refused = 0;
  let closed = 0;
  const recorder = await openRecorder(folder, async () => ({
    async appendFile(text) {
      if (written.length === good) throw new Error(`ENOSPC ${++refused}`);
      written.push(text);
    },
    close: async () => void closed++,
  }));
  return { recorder, written, refused: () => refused, closed: () => closed };
}

test("openRecorder() - writes records in order, one per line", async () => {
  const recorder = await openRecorder(folder);
  recorder.add("1");
  recorder.add("2");
  await recorder.close();
  expect(readFileSync(join(folder, "requests.jsonl"), "utf8")).toBe("1\n2\n");
});

test("openRecorder() - keeps earlier records in a file named by its creation time", async () => {
  for (const line of ["old", "new"]) {
    const recorder = await openRecorder(folder);
    recorder.add(line);
    await recorder.close();
  }
  const [earlier = ""] = readdirSync(folder).filter((name) => name.startsWith("requests-2"));
  expect(readFileSync(join(folder, earlier), "utf8")).toBe("old\n");
  expect(readFileSync(join(folder, "requests.jsonl"), "utf8")).toBe("new\n");
});

test("close() - rejects if another run has begun in the folder meanwhile", async () => {
  const first = await openRecorder(folder);
  const second = await openRecorder(folder);
  first.add("first");
  second.add("second");
  await expect(first.close()).rejects.toThrow("another run began in");
  await second.close();
  expect(readFileSync(join(folder, "requests.jsonl"), "utf8")).toBe("second\n");
});

test("openRecorder() - aborts `failed` as soon as a write fails", async () => {
  const { recorder } = await failing(0);
  const aborted = new Promise((resolve) => recorder.failed.addEventListener("abort", resolve));
  recorder.add("1");
  await aborted;
  expect(String(recorder.failed.reason)).toContain("ENOSPC 1");
  await recorder.close().catch(() => {});
});

test("close() - rejects with an error that names the file and the first cause", async () => {
  const { recorder } = await failing(0);
  const aborted = new Promise((resolve) => recorder.failed.addEventListener("abort", resolve));
  recorder.add("1");
  await aborted;
  recorder.add("2");
  await expect(recorder.close()).rejects.toThrow(
    `cannot write ${join(folder, "requests.jsonl")} (ENOSPC 1)`,
  );
});

test("close() - writes nothing after a failed write, and closes the file", async () => {
  const { recorder, written, refused, closed } = await failing(1);
  recorder.add("1");
  while (written.length === 0) await Bun.sleep(5);
  recorder.add("2");
  while (!recorder.failed.aborted) await Bun.sleep(5);
  recorder.add("3");
  await recorder.close().catch(() => {});
  expect({ written, refused: refused(), closed: closed() }).toEqual({
    written: ["1\n"],
    refused: 1,
    closed: 1,
  });
});

test("close() - rejects if the last write fails", async () => {
  const { recorder } = await failing(0);
  recorder.add("1");
  await expect(recorder.close()).rejects.toThrow("ENOSPC 1");
});

test("close() - stops the timer that writes", async () => {
  jest.useFakeTimers();
  try {
    const { recorder, written } = await failing(10);
    recorder.add("1");
    await recorder.close();
    recorder.add("late");
    jest.advanceTimersByTime(1000);
    for (let tick = 0; tick < 10; tick += 1) await Promise.resolve();
    expect(written).toEqual(["1\n"]);
  } finally {
    jest.useRealTimers();
  }
});
