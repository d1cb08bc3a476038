import { afterAll, expect, spyOn, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpeechError } from "../../src/errors.ts";
import { readConfig } from "../config.ts";
import type { Log } from "../observe/log.ts";
import { installZeros } from "../pull/installed.fake.ts";
import { lacksVoice, openEngines } from "./engines.ts";

const folder = await mkdtemp(join(tmpdir(), "utter-engines-"));
afterAll(() => rm(folder, { recursive: true }));

const ENV = {
  TTS_API: "http://127.0.0.1:9",
  DEVICE: "cpu",
  DECODER_MODEL: "fixtures/decoder.onnx",
  MODEL_DIR: folder,
};

test("openEngines() - stops the calibration and throws the abort reason if the signal aborts", async () => {
  const stop = AbortSignal.abort(new SpeechError("not_ready", "stopped during the start"));
  const events: string[] = [];
  const log: Log = (_, event) => void events.push(event);
  await expect(openEngines(readConfig(ENV), log, stop)).rejects.toThrow("stopped during the start");
  expect(events).not.toContain("codec"); // logged after the calibration
});

test("openEngines() - throws an error with the path of a configured ONNX Runtime that can't be loaded", async () => {
  const config = readConfig({ ...ENV, ORT_LIBRARY: "/typo.so" });
  const start = openEngines(config, () => {}, new AbortController().signal);
  await expect(start).rejects.toThrow(/ORT_LIBRARY=\/typo\.so can't be loaded: .*leave it empty/);
});

test("openEngines() - stops the health polling if a later step fails", async () => {
  const [started, cleared] = [spyOn(globalThis, "setInterval"), spyOn(globalThis, "clearInterval")];
  try {
    const log = (_level: string, event: string): void => {
      if (event === "codec") throw new Error("no log");
    };
    const start = openEngines(readConfig(ENV), log, new AbortController().signal);
    await expect(start).rejects.toThrow("no log");
    const timers = started.mock.results.map(({ value }) => value);
    expect(timers.length).toBeGreaterThan(0);
    expect(cleared.mock.calls.map(([watch]) => watch)).toEqual(expect.arrayContaining(timers));
  } finally {
    started.mockRestore();
    cleared.mockRestore();
  }
});

test("openEngines() - closes the decoder if the encoder is missing, so that the process can exit", async () => {
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

test("lacksVoice() - is true only if the natural voice is missing and nothing else is configured", async () => {
  const empty = await mkdtemp(join(folder, "empty-"));
  const full = await mkdtemp(join(folder, "full-"));
  await installZeros(full);
  const cases: [Readonly<Record<string, string>>, boolean][] = [
    [{}, true],
    [{ PULL: "false" }, false],
    [{ ENGINE: "flite" }, false],
    [{ TTS_API: "http://127.0.0.1:9" }, false],
    [{ DUMMY_TOKENS_FILE: "tokens.txt" }, false],
    [{ MODEL_DIR: full }, false],
    [{ BUNDLED_MODEL_DIR: full }, false],
  ];
  for (const [env, lacks] of cases) {
    const config = readConfig({ MODEL_DIR: empty, ...env });
    expect([env, await lacksVoice(config)]).toEqual([env, lacks]);
  }
});

test("openEngines() - names the command that pulls what Kokoro needs", async () => {
  const model = join(folder, "kokoro.onnx");
  await Bun.write(model, "model");
  const open = (env: Readonly<Record<string, string>>) => {
    const config = readConfig({ MODEL_DIR: folder, ENGINE: "kokoro", ...env });
    return openEngines(config, () => {}, new AbortController().signal);
  };
  await expect(open({})).rejects.toThrow(
    /ENGINE=kokoro: .*model_quantized\.onnx does not exist; run `bun run models pull kokoro`/,
  );
  await expect(open({ KOKORO_MODEL: model })).rejects.toThrow(
    /ENGINE=kokoro needs the files of hibari, .*models pull hibari/,
  );
});
