import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { openStress } from "../run.fake.ts";
import { answerWith, wavTone } from "../server.fake.ts";

setDefaultTimeout(60_000);

/** Returns the texts of all files in the folder of the run. */
function filesOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"))
    .join("\n");
}

const SECRETS = ["key-sesame-1", "head-sesame-2", "user-sesame", "pass-sesame", "query-sesame-3"];
const FLAGS =
  "--header x-mine=head-sesame-2 --body api_key=body-sesame-4 --warmup 0 --concurrency 2 --requests 4 --json";

test("no secret is in a file or a line, although the server repeats all of them", async () => {
  using run = openStress({ ...process.env, STRESS_API_KEY: "key-sesame-1" });
  const { url, heads, bodies } = await run.serve((socket, index) => {
    const repeated = `${heads[index]}\n${bodies[index]}`.replaceAll("\r", "");
    const headers = `Server-Timing: auth;desc="key-sesame-1"\r\nX-Request-Id: head-sesame-2\r\n`;
    if (index % 2 === 0) answerWith(socket, repeated, { status: 401, type: "text/plain", headers });
    else answerWith(socket, wavTone(50), { headers });
  });
  const host = url.replace("//", "//user-sesame:pass-sesame@") + "/?k=query-sesame-3";
  const { stdout, stderr } = await run.stress(`--host ${host} ${FLAGS}`, {});
  const all = `${stdout}\n${stderr}\n${filesOf(join(run.harness.folder, "t"))}`;
  for (const secret of [...SECRETS, "body-sesame-4", btoa("user-sesame:pass-sesame")])
    expect(all).not.toContain(secret);
  expect(heads[0]).toContain("head-sesame-2"); // it was sent
  expect(run.records()[0].errorMessage).toContain("[hidden]");
});

test.each([
  "--api-key=sesame-1",
  "--header Authorization: Bearer sesame-1",
  "--header Authorization: sesame-1",
  "--host http://me:sesame-1@h:99999",
  "--host http://h:99999/?key=sesame-1",
  "sweep --host h --sample-format sesame-1 --header x=sesame-1",
])("the usage error of %j contains no secret", async (line) => {
  using run = openStress(process.env);
  const { stdout, stderr, code } = await run.stress(line);
  expect(code).toBe(1);
  expect(stderr).toStartWith("error: ");
  expect(stdout + stderr).not.toContain("sesame-1");
});
