import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseInvocation } from "../options/options.ts";
import { openSession } from "./session.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "session-"));
  writeFileSync(join(folder, "requests.jsonl"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("openSession() - leaves earlier results unchanged if --ca-file cannot be read", async () => {
  const missing = join(folder, "missing.pem");
  const target = ["--host", "https://127.0.0.1:1", "--ca-file", missing];
  const place = ["--output-dir", join(folder, ".."), "--benchmark-name", basename(folder)];
  const invocation = parseInvocation([...target, ...place]);
  if (invocation.kind !== "burst") throw new Error("no burst");
  await expect(openSession(invocation.options)).rejects.toThrow(missing);
  expect(readdirSync(folder)).toEqual(["requests.jsonl"]);
});
