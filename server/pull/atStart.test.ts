import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HIBARI } from "../../src/models/hibari.ts";
import { failedStart, spawnServer } from "../process.fake.ts";
import { installZeros } from "./installed.fake.ts";

/** An index whose answers `behave` gives. */
let behave: () => Response | Promise<Response> = () => new Response("no", { status: 500 });
let asked = Promise.withResolvers<void>();
const index = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch() {
    asked.resolve();
    return behave();
  },
});
const scratch = await mkdtemp(join(tmpdir(), "utter-start-"));
let folder: string;

afterAll(async () => {
  await index.stop(true);
  await rm(scratch, { recursive: true });
});
beforeEach(async () => {
  asked = Promise.withResolvers();
  folder = await mkdtemp(join(scratch, "models-"));
});

/** Starts a server that may pull, on a machine without Python, and stops it once it listens. */
async function start(env: Readonly<Record<string, string>> = {}) {
  const child = spawnServer(
    {
      PATH: "",
      PULL: "true",
      LOG_LEVEL: "warn",
      MODEL_DIR: folder,
      VOICE_INDEX: `${index.url.origin}/simple`,
      ...env,
    },
    "pipe",
  );
  const reader = child.stdout.getReader();
  const listens = new TextDecoder().decode((await reader.read()).value);
  reader.releaseLock();
  child.kill("SIGTERM");
  const [warnings, code] = await Promise.all([child.stderr.text(), child.exited]);
  return { listens, warnings: warnings.trim().split("\n"), code };
}

test("each failed pull ends in one line with the way out, and Flite speaks", async () => {
  const blocked = join(folder, "file");
  await writeFile(blocked, "");
  const page = `<a href="/files/${HIBARI.wheel.name}">${HIBARI.wheel.name}</a>`;
  const cases: [typeof behave, RegExp, string][] = [
    [() => new Response("no", { status: 500 }), /answers 500/, folder],
    [() => new Response(page), /expected the SHA-256 49f2abbb/, folder],
    [() => new Response(page), /can't be written .*MODEL_DIR/, join(blocked, "models")],
  ];
  for (const [behaviour, reason, MODEL_DIR] of cases) {
    behave = behaviour;
    const { listens, warnings, code } = await start({ MODEL_DIR });
    expect(listens).toMatch(/engine flite, voice slt/);
    expect(warnings).toEqual([expect.stringMatching(/Flite speaks.*hibari was not pulled/)]);
    expect(warnings[0]).toMatch(reason);
    expect(code).toBe(0);
  }
  expect(await readdir(folder)).toEqual(["file"]);
});

test("nothing is pulled if PULL is false, or if ENGINE names the engines", async () => {
  let requests = 0;
  behave = () => {
    requests += 1;
    return new Response("no", { status: 500 });
  };
  for (const env of [{ PULL: "false" }, { ENGINE: "flite" }]) {
    const { listens, warnings } = await start(env);
    expect(listens).toContain("engine flite");
    expect(warnings).toEqual([""]);
  }
  expect(requests).toBe(0);
});

test("a stop signal ends a start that is pulling", async () => {
  behave = () => new Promise<Response>(() => {});
  const env = { PATH: "", PULL: "true", MODEL_DIR: folder, VOICE_INDEX: index.url.href };
  const child = spawnServer(env, "inherit");
  await asked.promise;
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
  expect(await readdir(folder)).toEqual([]);
});

test("files that are no model leave Flite alone, with one line; with ENGINE=hibari they end the start", async () => {
  await installZeros(folder);
  const { listens, warnings } = await start();
  expect(listens).toContain("engine flite");
  expect(warnings).toEqual([expect.stringMatching(/Flite speaks alone.*models verify hibari/)]);
  expect((await failedStart({ ENGINE: "hibari", MODEL_DIR: folder })).code).toBe(1);
});

test("ENGINE=hibari without its files ends the start with the command that pulls them", async () => {
  const { code, errors } = await failedStart({ ENGINE: "hibari", MODEL_DIR: folder });
  expect(code).toBe(1);
  expect(errors).toMatch(/ENGINE=hibari.*MODEL_DIR=.*bun run models pull hibari/);
});
