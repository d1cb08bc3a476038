import { expect, test } from "bun:test";
import { secretsOf } from "./secrets.ts";

test.each([
  [["--header", "x-api-key=sesame"], ["sesame"]],
  [["--header=Authorization=Bearer sesame"], ["Bearer sesame", "sesame"]],
  [["--header", "x-tenant=north-7"], ["north-7"]],
  [
    ["--header", `authorization=Basic ${btoa("me:pw12")}`],
    ["me", "pw12"],
  ],
  [
    ["--header", "Authorization:", "Bearer", "sesame", "--stream"],
    ["Bearer", "sesame"],
  ],
  [
    ["--host", "http://me:p%40w@h:1/v1?api_key=sesame"],
    ["me", "p%40w", "p@w", "sesame"],
  ],
  [
    ["talk", "--host", "wss://me:pass1@h:1/v1?api_key=sesame"],
    ["me", "pass1", "sesame"],
  ],
  [["--host", "http://h:1/?key=se5am"], ["se5am"]],
  [["--host", "http://h:1/?k=c2VzYW1l/b3Blbg"], ["c2VzYW1l/b3Blbg"]],
  [["--header", "x-mine=c2VzYW1l/b3Blbg"], ["c2VzYW1l/b3Blbg"]],
  [["--body", "api_key=sesame"], ["sesame"]],
  [["--body", 'a={"deep":[{"password":"sesame","n":1}]}'], ["sesame"]],
  [
    ["--body", "hook=https://me:pass1@h/"],
    ["me", "pass1"],
  ],
  [["--api-key=sesame"], ["sesame"]],
  [["sweep", "--token", "sesame"], ["sesame"]],
])("the secrets of %j", (argv, secrets) => {
  expect(secretsOf(argv)).toEqual(expect.arrayContaining(secrets));
});

test.each([
  [["--header", "content-type=application/json"]],
  [["--header", "x-request-id=run-42-0000"]],
  [["--header", "x-flag=true"]],
  [["--header", "x-wanted=audio/wav"]],
  [["--max-tokens", "400", "--body", "max_tokens=400"]],
  [["talk", "--tokens-per-s", "1000", "--slo", "token_lag_p99<9ms"]],
  [["--body", "voice=alloy", "--model-id", "tts-1"]],
])("%j contains no secret", (argv) => {
  expect(secretsOf(argv)).toEqual([]);
});
