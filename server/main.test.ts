import { afterAll, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failedStart, startServer } from "./process.fake.ts";

const folder = await mkdtemp(join(tmpdir(), "utter-main-"));
afterAll(() => rm(folder, { recursive: true }));

type Environment = Readonly<Record<string, string>>;

test("the deadline of the drain ends what still runs, and the exit code says so", async () => {
  const { child, say } = await startServer({ DRAIN_TIMEOUT_S: "0.1", MAX_INPUT_CHARS: "1000000" });
  const stream = await say({ input: "This is a long story. ".repeat(20_000) });
  child.kill("SIGTERM");
  expect(stream.bytes()).rejects.toThrow();
  expect(await child.exited).toBe(1);
}, 30_000);

test("a wrong setting, or a port that is taken, ends the start with one clear line", async () => {
  const taken = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const cases: [Environment, RegExp][] = [
    [{ PORT: "x" }, /PORT="x" is not allowed/],
    [{ PORT: String(taken.port), HOST: "127.0.0.1" }, new RegExp(`PORT=${taken.port}`)],
    [{ DEFAULT_SPEAKER: "zoe" }, /DEFAULT_SPEAKER="zoe".*slt/],
  ];
  for (const [env, message] of cases) {
    const { code, errors } = await failedStart(env);
    expect(code).toBe(1);
    expect(errors).toMatch(message);
  }
  await taken.stop(true);
}, 30_000);

test("SIGTERM before the start is complete ends it well, not as one that was killed", async () => {
  const asked = Promise.withResolvers<void>();
  // The start asks the LM what it knows, and waits a while for the answer.
  using lm = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch() {
      asked.resolve();
      return new Promise<Response>(() => {});
    },
  });
  const child = Bun.spawn(["bun", "server/main.ts"], {
    cwd: `${import.meta.dir}/..`,
    env: {
      ...process.env,
      TTS_API: lm.url.href,
      DEVICE: "cpu",
      DECODER_MODEL: "fixtures/decoder.onnx",
      MODEL_DIR: folder,
      PORT: "0",
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  await asked.promise;
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
  expect(await child.stdout.text()).toBe("");
  await lm.stop(true);
}, 30_000);
