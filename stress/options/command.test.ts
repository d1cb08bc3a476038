import { expect, test } from "bun:test";
import { reproducingCommand, shownSettings } from "./command.ts";
import { parseInvocation } from "./options.ts";

test.each([
  [["--host", "http://me:pw@h:1/v1"], "--host http://h:1/v1"],
  [["--host=http://me:pw@h"], "--host=http://h"],
  [["--host", "me:p@w/x@h"], "--host h"],
  [
    ["--host", "http://h/?api_key=pw&model=m"],
    "--host 'http://h/?api_key=[hidden]&model=[hidden]'",
  ],
  [["--body", "api_key=pw"], "--body 'api_key=[hidden]'"],
  [["--body=password=pw"], "'--body=password=[hidden]'"],
  [["--body", 'auth={"user":"u"}'], "--body 'auth=[hidden]'"],
  [["--body", 'hook={"user":"u","apiKey":"pw"}'], `--body 'hook={"user":"u","apiKey":"[hidden]"}'`],
  [["--body", 'list=[{"token":"pw"}]'], `--body 'list=[{"token":"[hidden]"}]'`],
  [["--body", "hook=https://me:pw@h/"], "--body hook=https://h/"],
  [["--header", "authorization=pw"], "--header 'authorization=[hidden]'"],
  [["--header", "x-mine=1"], "--header 'x-mine=[hidden]'"],
  [["--header=x-api-key=pw"], "'--header=x-api-key=[hidden]'"],
])("reproducingCommand() - redacts the secret of %p", (argv, shown) => {
  expect(reproducingCommand(argv, 1)).toBe(`bun run stress ${shown} --seed 1`);
});

test.each([
  [["--body", "max_tokens=400"], "--body max_tokens=400"],
  [["--body", 'voice={"id": 3}'], `--body 'voice={"id": 3}'`],
  [["--header", "accept-language=ms"], "--header accept-language=ms"],
  [["--host", "http://h:1"], "--host http://h:1"],
])("reproducingCommand() - keeps %p, which contains no secret", (argv, shown) => {
  expect(reproducingCommand(argv, null)).toBe(`bun run stress ${shown}`);
});

test("shownSettings() - contains no secret from the host, the headers or the body", () => {
  const nested = 'nested={"deep":[{"password":"sesame"}],"n":1}';
  const body = ["--body", "note=plain", "--body", "api_key=sesame", "--body", nested];
  const target = ["--host", "http://me:sesame@h:1", "--header", "x-token=sesame"];
  const invocation = parseInvocation([...target, ...body]);
  if (invocation.kind !== "burst") throw new Error("no burst");
  const settings = shownSettings(invocation.options);
  expect(JSON.stringify(settings)).not.toContain("sesame");
  expect(settings).toMatchObject({
    host: "http://h:1",
    header: { "x-token": "[hidden]" },
    body: {
      note: "plain",
      api_key: "[hidden]",
      nested: { deep: [{ password: "[hidden]" }], n: 1 },
    },
    maxTokens: 3072,
  });
});
