import { expect, test } from "bun:test";
import { misspeltVariable } from "./variables.ts";

const KNOWN = ["CONCURRENCY", "WARMUP_COUNT", "LOCAL_TTS_API", "STRESS_API_KEY"];

test.each([
  ["CONCURENCY", "CONCURRENCY"],
  ["CONCURRECNY", "CONCURRENCY"],
  ["WARM_UP_COUNT", "WARMUP_COUNT"],
  ["LOCAL_TTS_AP", "LOCAL_TTS_API"],
  ["STRES_APIKEY", "STRESS_API_KEY"],
])("%s is named as a misspelt %s", (name, meant) => {
  expect(misspeltVariable({ PATH: "/", [name]: "1" }, KNOWN)).toBe(
    `unknown variable '${name}'\n(Did you mean ${meant}?)`,
  );
});

test.each(["CONCURRENCY", "WEB_CONCURRENCY", "API_KEY", "PATH"])("%s is not misspelt", (name) => {
  expect(misspeltVariable({ [name]: "1" }, KNOWN)).toBeNull();
});
