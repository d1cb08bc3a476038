import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pullModel } from "./pull.ts";
import { listModels, modelPath, parseModel, removeModel, verifyModel } from "./store.ts";

const BYTES = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251);
const SHA256 = new Bun.CryptoHasher("sha256").update(BYTES).digest("hex");
const MODEL = parseModel("someone/decoder");
const live = new AbortController().signal;

/** A hub with one file; `behave` may answer in its place. */
let behave: (request: Request) => Response | undefined = () => undefined;
const seen: { range: string | null; authorization: string | null }[] = [];
const hub = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    // Read now: Bun forgets the headers of a request that was answered.
    seen.push(headersOf(request));
    const own = behave(request);
    if (own !== undefined) return own;
    if (new URL(request.url).pathname !== "/someone/decoder/resolve/main/model.onnx") {
      return new Response("no", { status: 404 });
    }
    const from = Number(/bytes=(\d+)-/.exec(request.headers.get("range") ?? "")?.[1] ?? 0);
    if (from >= BYTES.length)
      return new Response(null, { status: 416, headers: { etag: `"${SHA256}"` } });
    return new Response(BYTES.slice(from), {
      status: from > 0 ? 206 : 200,
      headers: { "x-linked-etag": `"${SHA256}"` },
    });
  },
});
const folder = await mkdtemp(join(tmpdir(), "utter-models-"));
afterAll(async () => {
  await hub.stop(true);
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  behave = () => undefined;
  seen.length = 0;
  await removeModel(folder, MODEL);
});

function headersOf(request: Request): { range: string | null; authorization: string | null } {
  return {
    range: request.headers.get("range"),
    authorization: request.headers.get("authorization"),
  };
}

function pull(endpoint = hub.url.href, token: string | null = null) {
  return pullModel(MODEL, { endpoint, token, folder, progress: () => {} }, live);
}

test("a pulled file is whole, checked, listed and verified", async () => {
  const manifest = await pull();
  expect(manifest).toEqual({
    repo: "someone/decoder",
    file: "model.onnx",
    bytes: BYTES.length,
    sha256: SHA256,
  });
  expect(await Bun.file(modelPath(folder, MODEL)).bytes()).toEqual(BYTES);
  expect(await listModels(folder)).toEqual([manifest]);
  expect(await verifyModel(folder, MODEL)).toBeNull();
});

test("progress grows to the total", async () => {
  const steps: [number, number | null][] = [];
  const progress = (done: number, total: number | null): void => void steps.push([done, total]);
  await pullModel(MODEL, { endpoint: hub.url.href, token: null, folder, progress }, live);
  expect(steps.at(-1)).toEqual([BYTES.length, BYTES.length]);
});

test("an earlier, unfinished pull is resumed where it ended", async () => {
  await pull();
  await removeModel(folder, MODEL);
  await writeFile(`${modelPath(folder, MODEL)}.part`, BYTES.slice(0, 100_000));
  seen.length = 0;
  expect((await pull()).sha256).toBe(SHA256);
  expect(seen.map((request) => request.range)).toEqual(["bytes=100000-"]);
});

test("a hub that can't resume is read from the start, and one that has no more to give is believed", async () => {
  await pull();
  await removeModel(folder, MODEL);
  await writeFile(`${modelPath(folder, MODEL)}.part`, BYTES.slice(0, 100_000));
  behave = () => new Response(BYTES, { headers: { etag: `"${SHA256}"` } });
  expect((await pull()).bytes).toBe(BYTES.length);
  await removeModel(folder, MODEL);
  behave = () => undefined;
  await writeFile(`${modelPath(folder, MODEL)}.part`, BYTES);
  expect((await pull()).sha256).toBe(SHA256);
});

test("a lost connection is taken up again", async () => {
  let first = true;
  behave = () => {
    if (!first) return undefined;
    first = false;
    const half = new ReadableStream({
      start(controller) {
        controller.enqueue(BYTES.slice(0, 150_000));
        setTimeout(() => controller.error(), 20);
      },
    });
    return new Response(half, { headers: { etag: `"${SHA256}"` } });
  };
  expect((await pull()).sha256).toBe(SHA256);
  expect(seen.length).toBeGreaterThan(1);
});

test("a file that is not what the hub names is refused and not kept", async () => {
  behave = () => new Response(BYTES.slice(1), { headers: { etag: `"${SHA256}"` } });
  expect(pull()).rejects.toThrow(/SHA-256/);
  await pull().catch(() => {});
  expect(await listModels(folder)).toEqual([]);
  expect(await Bun.file(modelPath(folder, MODEL)).exists()).toBeFalse();
});

test("refused, unknown and unreachable each say what to do", async () => {
  behave = () => new Response("no", { status: 401 });
  expect(pull()).rejects.toThrow(/HF_TOKEN/);
  await pull().catch(() => {});
  behave = () => new Response("no", { status: 404 });
  await expect(pull()).rejects.toThrow(/no such file/);
  await expect(pull("http://127.0.0.1:9")).rejects.toThrow(
    /can't be reached.*HF_ENDPOINT.*DECODER_MODEL/,
  );
});

test("the token goes to the hub", async () => {
  await pull(hub.url.href, "secret");
  expect(seen[0]?.authorization).toBe("Bearer secret");
});

test("a redirect is followed: its SHA-256 is believed and the token stays with the hub", async () => {
  const storage: ReturnType<typeof headersOf>[] = [];
  using elsewhere = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      storage.push(headersOf(request));
      return new Response(BYTES, { headers: { etag: '"of-the-storage"' } });
    },
  });
  behave = () =>
    new Response(null, {
      status: 302,
      headers: { location: `${elsewhere.url.href}blob`, "x-linked-etag": `"${"0".repeat(64)}"` },
    });
  await expect(pull(hub.url.href, "secret")).rejects.toThrow(/the hub says 0{64}/);
  expect(seen[0]?.authorization).toBe("Bearer secret");
  expect(storage[0]?.authorization).toBeNull();
});

test("a changed file is told, a removed one is gone", async () => {
  await pull();
  const changed = BYTES.slice();
  changed[5] = 0;
  await writeFile(modelPath(folder, MODEL), changed);
  expect(await verifyModel(folder, MODEL)).toContain("SHA-256");
  expect(await removeModel(folder, MODEL)).toBeTrue();
  expect(await removeModel(folder, MODEL)).toBeFalse();
  expect(await verifyModel(folder, MODEL)).toContain("was not pulled");
});

test("names that are no model, or reach outside, are refused", () => {
  for (const name of [
    "",
    "decoder",
    "../x",
    "a/../b",
    "a/b:../../etc/passwd",
    "a/b/c",
    "/etc/passwd",
  ]) {
    expect(() => parseModel(name)).toThrow(/no model/);
  }
  expect(parseModel("a/b:onnx/model.onnx")).toEqual({ repo: "a/b", file: "onnx/model.onnx" });
});
