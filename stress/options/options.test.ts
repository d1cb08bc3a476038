import { expect, test } from "bun:test";
import { captured } from "../output.fake.ts";
import { parseInvocation } from "./options.ts";

/** Returns the usage error of a command line. */
async function errorOf(argv: readonly string[]): Promise<string> {
  const { value, output } = await captured(async () => parseInvocation(argv));
  expect(value).toEqual({ kind: "exit", code: 1 });
  return output.stderr.trim();
}

test.each([
  [
    ["--host", "ftp://me:sesame@h"],
    'Expected `--host` to be a URL such as http://localhost:9091, got "ftp://h"',
  ],
  [["--body", "a=1", "--body", "key:sesame"], 'Expected `--body` to be key=value, got "key…"'],
  [["--header", "token sesame"], 'Expected `--header` to be key=value, got "token…"'],
])("the usage error of %j contains no secret", async (argv, message) => {
  expect(await errorOf(argv)).toBe(`error: ${message}`);
});

test.each([
  [["--workers", "257"], 'Expected `--workers` to be an integer from 1 to 256, got "257"'],
  [["--client", "none"], "Expected `--client` to be one of openai, inworld-public"],
  [["--shard", "4/4"], "Expected `--shard` to be i/n with i from 0 to n − 1, such as 0/4"],
  [["--start-at", "1"], "Expected `--start-at` to be in the future"],
  [
    ["--max-tokens", "many"],
    'Expected `--max-tokens` to be an integer from 1 to 10000000, got "many"',
  ],
  [["--requests", "1.5"], "Expected `--requests` to be an integer"],
  [["sweep", "--host", "h", "--qps-step", "0"], "Expected `--qps-step` to be a positive number"],
  [["compare", "a", "b", "--resamples", "9"], "Expected `--resamples` to be an integer from 200"],
  [
    ["sweep", "--plot-only"],
    "Expected `--benchmark-name` to be the name of the run to draw, got nothing",
  ],
  [["talk", "--wire", "deepgarm"], "Expected `--wire` to be one of elevenlabs"],
  [["talk", "--conversations", "x"], "Expected `--conversations` to be"],
  [["--slo", "fast"], '--slo: "fast" is not a gate'],
])("the usage error of %j names flag, wanted value and given value", async (argv, message) => {
  expect(await errorOf(argv)).toStartWith(`error: ${message}`);
});

test("a flag overrides the default of its client", () => {
  expect(parseInvocation(["--host", "h:8081", "--client", "openai"])).toMatchObject({
    options: { client: "openai", modelId: "tts-1", voiceIds: ["alloy"] },
  });
});

test("an empty variable of the environment is an unset one", () => {
  const before = { ...process.env };
  Object.assign(process.env, { CONCURRENCY: "", WARMUP_COUNT: " ", LOCAL_TTS_API: "" });
  try {
    expect(parseInvocation([])).toMatchObject({
      options: { concurrency: [50], warmup: 3, host: "http://localhost:9091" },
    });
  } finally {
    for (const name of ["CONCURRENCY", "WARMUP_COUNT", "LOCAL_TTS_API"]) {
      const value = before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});
