import { afterAll, expect, test } from "bun:test";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HIBARI } from "../../src/models/hibari.ts";
import { failedStart, spawnServer } from "../process.fake.ts";
import { installZeros } from "./installed.fake.ts";

/** An index for each way to fail; the name is the first part of its path. */
const PAGE = `<a href="/wrong/files/${HIBARI.wheel.name}">${HIBARI.wheel.name}</a>`;
const ANSWERS: Readonly<Record<string, () => Response | Promise<Response>>> = {
  wrong: () => new Response(PAGE),
  hanging: () => {
    hanging.resolve();
    return new Promise<Response>(() => {});
  },
};
const hanging = Promise.withResolvers<void>();
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    const name = new URL(request.url).pathname.split("/")[1] ?? "";
    return ANSWERS[name]?.() ?? new Response("no", { status: 404 });
  },
});
const scratch = await mkdtemp(join(tmpdir(), "utter-start-"));
afterAll(async () => {
  await server.stop(true);
  await rm(scratch, { recursive: true });
});

const emptyFolder = (): Promise<string> => mkdtemp(join(scratch, "models-"));

/** Settings of a server that may pull from the index `name`, on a machine without Python. */
function pulling(name: string, MODEL_DIR: string) {
  const VOICE_INDEX = `${server.url.origin}/${name}/simple`;
  return { PATH: "", PULL: "true", LOG_LEVEL: "warn", MODEL_DIR, VOICE_INDEX };
}

/** Starts a server and stops it once it listens. */
async function start(env: Readonly<Record<string, string>>) {
  const child = spawnServer(env, "pipe");
  const reader = child.stdout.getReader();
  const listens = new TextDecoder().decode((await reader.read()).value);
  reader.releaseLock();
  child.kill("SIGTERM");
  const [warnings, code] = await Promise.all([child.stderr.text(), child.exited]);
  return { listens, warnings: warnings.trim().split("\n"), code };
}

test.concurrent(
  "a pull that fails ends in one line with the way out, and Flite speaks",
  async () => {
    const folder = await emptyFolder();
    const { listens, warnings, code } = await start(pulling("wrong", folder));
    expect(listens).toMatch(/engine flite, voice slt/);
    expect(warnings).toEqual([expect.stringMatching(/Flite speaks.*hibari was not pulled/)]);
    expect(warnings[0]).toMatch(/expected the SHA-256 49f2abbb.*VOICE_INDEX.*PULL=false/);
    expect(code).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  },
  60_000,
);

test.concurrent(
  "a stop signal ends a start that is pulling",
  async () => {
    const folder = await emptyFolder();
    const child = spawnServer(pulling("hanging", folder), "inherit");
    await hanging.promise;
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  },
  60_000,
);

test.concurrent(
  "files that are no model leave Flite alone, with one line",
  async () => {
    const folder = await emptyFolder();
    await installZeros(folder);
    const { listens, warnings } = await start(pulling("wrong", folder));
    expect(listens).toContain("engine flite");
    expect(warnings).toEqual([
      expect.stringMatching(/Flite speaks alone.*`bun run models verify`/),
    ]);
  },
  60_000,
);

test.concurrent(
  "ENGINE=hibari without its files ends the start with the command that pulls them",
  async () => {
    const MODEL_DIR = await emptyFolder();
    const { code, errors } = await failedStart({ ENGINE: "hibari", MODEL_DIR });
    expect(code).toBe(1);
    expect(errors).toMatch(/ENGINE=hibari.*MODEL_DIR=.*bun run models pull hibari/);
  },
  60_000,
);
