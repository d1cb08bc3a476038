import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HIBARI } from "../../src/models/hibari.ts";
import { readConfig } from "../config.ts";
import { installZeros } from "./installed.fake.ts";
import { findTarget, storedTargets } from "./targets.ts";

const live = new AbortController().signal;
const asked: string[] = [];
/** A hub, and an index that lists the pinned wheel, with other content than the pinned one. */
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    const { pathname } = new URL(request.url);
    asked.push(pathname);
    if (pathname !== "/simple/hibari-tts/") return new Response("other bytes");
    return new Response(`<a href="/files/${HIBARI.wheel.name}">${HIBARI.wheel.name}</a>`);
  },
});
const scratch = await mkdtemp(join(tmpdir(), "utter-targets-"));
let config: ReturnType<typeof readConfig>;

afterAll(async () => {
  await server.stop(true);
  await rm(scratch, { recursive: true });
});
beforeEach(async () => {
  asked.length = 0;
  config = readConfig({
    MODEL_DIR: await mkdtemp(join(scratch, "models-")),
    VOICE_INDEX: `${server.url.origin}/simple`,
    HF_ENDPOINT: server.url.origin,
  });
});

function pull(name: string): Promise<string> {
  const reporter = { progress: () => {}, say: () => {}, silenceMs: 10_000 };
  return findTarget(name, config).pull(reporter, live);
}

const names = async () => (await storedTargets(config)).map(({ target }) => target.name);

test("the natural voice and its other voices are listed once they are there, verified and removed", async () => {
  expect(await names()).toEqual([]);
  await installZeros(config.MODEL_DIR);
  await writeFile(join(config.MODEL_DIR, "hibari", "kore.onnx"), "short");
  expect(await names()).toEqual(["hibari", "hibari:kore"]);
  expect(await findTarget("hibari", config).verify()).toMatch(/hibari\.onnx has the SHA-256/);
  expect(await findTarget("hibari:kore", config).verify()).toMatch(/has 5 bytes, not 7936868/);
  expect(await findTarget("hibari:emma", config).verify()).toMatch(/emma\.onnx is missing/);
  expect(await findTarget("hibari", config).remove()).toBeTrue();
  expect(await names()).toEqual(["hibari:kore"]);
  expect(await findTarget("hibari:kore", config).remove()).toBeTrue();
  expect(await names()).toEqual([]);
});

test("a voice is pulled from its file on the hub and refused if its SHA-256 is not the pinned one", async () => {
  await installZeros(config.MODEL_DIR);
  await expect(pull("hibari:fenrir")).rejects.toThrow(
    /expected the SHA-256 f59fbd87908c.*, got .*HF_ENDPOINT.*fenrir\.onnx/,
  );
  expect(asked).toEqual(["/maureesewilliams/hibari/resolve/main/voices/am_fenrir_v2.int8.onnx"]);
  expect(await readdir(join(config.MODEL_DIR, "hibari"))).not.toContain("fenrir.onnx");
});

test("Kokoro is pulled with its voices and hibari's lexicons, and is one entry of the list", async () => {
  await installZeros(config.MODEL_DIR);
  expect(await findTarget("kokoro", config).verify()).toMatch(
    /model_quantized\.onnx was not pulled/,
  );
  await pull("kokoro");
  const repo = "/onnx-community/Kokoro-82M-v1.0-ONNX/resolve/main";
  expect(asked).toContain(`${repo}/onnx/model_quantized.onnx`);
  expect(asked).toContain(`${repo}/voices/zf_xiaoxiao.bin`);
  expect(await names()).toEqual(["hibari", "kokoro"]);
  expect(await findTarget("kokoro", config).verify()).toBeNull();
  asked.length = 0;
  await pull("kokoro");
  expect(asked).toEqual([]);
  expect(await findTarget("kokoro", config).remove()).toBeTrue();
  expect(await findTarget("kokoro", config).remove()).toBeFalse();
  expect(await names()).toEqual(["hibari"]);
});

/** Runs `bun run models` on a machine without Python. */
async function run(...args: readonly string[]) {
  const { MODEL_DIR, HF_ENDPOINT } = config;
  const child = Bun.spawn([process.execPath, "server/models.ts", ...args], {
    cwd: join(import.meta.dir, "../.."),
    env: { PATH: "", MODEL_DIR, HF_ENDPOINT, VOICE_INDEX: `${server.url.origin}/simple` },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, stdout, stderr };
}

test("the command ends with 1 and one line when the voice can't be pulled, and the folder stays empty", async () => {
  const { code, stdout, stderr } = await run("pull", "hibari:emma");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.trim().split("\n").at(-1)).toMatch(
    /^hibari was not pulled\. Tried: the package index http.*expected the SHA-256 49f2abbb.*there is no python3 with pip/,
  );
  expect(asked).toEqual(["/simple/hibari-tts/", `/files/${HIBARI.wheel.name}`]);
  expect(await readdir(config.MODEL_DIR)).toEqual([]);
}, 30_000);

test("the command lists, verifies and removes what is there", async () => {
  await installZeros(config.MODEL_DIR);
  expect((await run("list")).stdout).toMatch(/^hibari {2}13\.6 MB {2}.*hibari\n$/);
  expect(await run("verify")).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^FAILED: .*hibari\.onnx/),
  });
  expect((await run("rm", "hibari")).stdout).toBe("removed hibari\n");
  expect((await run("list")).stdout).toMatch(/^no models in .*pull hibari/);
}, 30_000);

test("a name that is neither hibari's nor of the hub is refused with the valid names", () => {
  expect(() => findTarget("hibari:bob", config)).toThrow(/emma, fenrir, fable, kore.*"hibari:bob"/);
  expect(() => findTarget("hibari2", config)).toThrow(/owner\/name/);
});
