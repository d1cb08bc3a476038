import { expect, test } from "bun:test";
import { meantName } from "./spelling.ts";

const KNOWN = ["CONCURRENCY", "WARMUP_COUNT", "LOCAL_TTS_API", "API_KEYS", "PORT", "seed", "speed"];

test.each([
  ["CONCURENCY", "CONCURRENCY"],
  ["CONCURRECNY", "CONCURRENCY"],
  ["CONCCURRENCY", "CONCURRENCY"],
  ["WARM_UP_COUNT", "WARMUP_COUNT"],
  ["LOCAL_TTS_AP", "LOCAL_TTS_API"],
  ["LOCL_TSS_API", "LOCAL_TTS_API"],
  ["API_KEY", "API_KEYS"],
  ["PROT", "PORT"],
  ["Port", "PORT"],
  ["sped", "speed"],
])("%s is probably %s", (name, meant) => {
  expect(meantName(name, KNOWN)).toBe(meant);
});

test.each(["CONCURRENCY", "WEB_CONCURRENCY", "API", "APIKEY", "PATH", "", "speech"])(
  "%p is no known name with a mistake",
  (name) => {
    expect(meantName(name, KNOWN)).toBeNull();
  },
);

test("of two names, the nearer one is meant", () => {
  expect(meantName("see", ["speed", "seed"])).toBe("seed");
  expect(meantName("MAX_IN_FLIGHTS", ["MAX_INN_FLIGH", "MAX_IN_FLIGHT"])).toBe("MAX_IN_FLIGHT");
});
