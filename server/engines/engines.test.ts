import { afterAll, expect, spyOn, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpeechError } from "../../src/errors.ts";
import { readConfig } from "../config.ts";
import type { Log } from "../observe/log.ts";
import { openEngines } from "./engines.ts";

const folder = await mkdtemp(join(tmpdir(), "utter-engines-"));
afterAll(() => rm(folder, { recursive: true }));

const ENV = {
  TTS_API: "http://127.0.0.1:9",
  DEVICE: "cpu",
  DECODER_MODEL: "fixtures/decoder.onnx",
  MODEL_DIR: folder,
};

test("a start that is told to stop while it measures the decoder ends with that reason", async () => {
  const stop = AbortSignal.abort(new SpeechError("not_ready", "told to stop"));
  const events: string[] = [];
  const log: Log = (_, event) => void events.push(event);
  await expect(openEngines(readConfig(ENV), log, stop)).rejects.toThrow("told to stop");
  expect(events).not.toContain("codec"); // which it says when the decoder has been measured
});

test("an ONNX Runtime that is asked for and can't be loaded ends the start and is named", async () => {
  const config = readConfig({ ...ENV, ORT_LIBRARY: "/typo.so" });
  const start = openEngines(config, () => {}, new AbortController().signal);
  await expect(start).rejects.toThrow(/ORT_LIBRARY=\/typo\.so can't be loaded: .*leave it empty/);
});

test("a start that fails once the LMs are watched leaves no watch behind", async () => {
  const [begun, ended] = [spyOn(globalThis, "setInterval"), spyOn(globalThis, "clearInterval")];
  try {
    const log = (_level: string, event: string): void => {
      if (event === "codec") throw new Error("no place to log to");
    };
    const start = openEngines(readConfig(ENV), log, new AbortController().signal);
    await expect(start).rejects.toThrow("no place to log to");
    const watches = begun.mock.results.map(({ value }) => value);
    expect(watches.length).toBeGreaterThan(0);
    expect(ended.mock.calls.map(([watch]) => watch)).toEqual(expect.arrayContaining(watches));
  } finally {
    begun.mockRestore();
    ended.mockRestore();
  }
});

test("a start whose encoder is missing lets go of the decoder: nothing keeps the process", async () => {
  const script = `
    import { readConfig } from "./server/config.ts";
    import { openEngines } from "./server/engines/engines.ts";
    const config = readConfig(${JSON.stringify({ ...ENV, ENCODER_MODEL: "none.onnx" })});
    await openEngines(config, () => {}, new AbortController().signal).catch(({ message }) => console.log(message));
  `;
  const child = Bun.spawn(["bun", "-e", script], {
    cwd: `${import.meta.dir}/../..`,
    stdout: "pipe",
    stderr: "inherit",
    timeout: 30_000,
  });
  expect(await child.exited).toBe(0);
  expect(await child.stdout.text()).toContain("ENCODER_MODEL=none.onnx");
}, 60_000);
