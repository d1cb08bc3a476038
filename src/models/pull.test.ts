import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pullModel, pullTo } from "./pull.ts";
import { listModels, modelPath, parseModel, removeModel, verifyModel } from "./store.ts";

const BYTES = Uint8Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251);
const SHA256 = new Bun.CryptoHasher("sha256").update(BYTES).digest("hex");
const MODEL = parseModel("someone/decoder");
const live = new AbortController().signal;

/** A hub with one file; a response of `behave` replaces its own. */
let behave: (request: Request) => Response | undefined = () => undefined;
const seen: { range: string | null; authorization: string | null }[] = [];
const hub = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    // Read at once: Bun drops the headers of a request once it is answered.
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

test("a pulled file is complete, listed and intact", async () => {
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

test("the last progress is the total", async () => {
  const steps: [number, number | null][] = [];
  const progress = (done: number, total: number | null): void => void steps.push([done, total]);
  await pullModel(MODEL, { endpoint: hub.url.href, token: null, folder, progress }, live);
  expect(steps.at(-1)).toEqual([BYTES.length, BYTES.length]);
});

test("a partial download is resumed", async () => {
  await pull();
  await removeModel(folder, MODEL);
  await writeFile(`${modelPath(folder, MODEL)}.part`, BYTES.slice(0, 100_000));
  seen.length = 0;
  expect((await pull()).sha256).toBe(SHA256);
  expect(seen.map((request) => request.range)).toEqual(["bytes=100000-"]);
});

test("if the hub can't resume, the file is downloaded from the start", async () => {
  await pull();
  await removeModel(folder, MODEL);
  await writeFile(`${modelPath(folder, MODEL)}.part`, BYTES.slice(0, 100_000));
  behave = () => new Response(BYTES, { headers: { etag: `"${SHA256}"` } });
  expect((await pull()).bytes).toBe(BYTES.length);
});

test("a complete partial download is not downloaded again", async () => {
  await pull();
  await removeModel(folder, MODEL);
  await writeFile(`${modelPath(folder, MODEL)}.part`, BYTES);
  expect((await pull()).sha256).toBe(SHA256);
});

test("after a lost connection the download resumes", async () => {
  let first = true;
  behave = () => {
    if (!first) return undefined;
    first = false;
    const half = new ReadableStream({
      start(controller) {
        controller.enqueue(BYTES.slice(0, 150_000));
        setImmediate(() => controller.error());
      },
    });
    return new Response(half, { headers: { etag: `"${SHA256}"` } });
  };
  expect((await pull()).sha256).toBe(SHA256);
  expect(seen.length).toBeGreaterThan(1);
});

test("a file whose SHA-256 is not the hub's is refused and deleted", async () => {
  behave = () => new Response(BYTES.slice(1), { headers: { etag: `"${SHA256}"` } });
  expect(pull()).rejects.toThrow(/SHA-256/);
  await pull().catch(() => {});
  expect(await listModels(folder)).toEqual([]);
  expect(await Bun.file(modelPath(folder, MODEL)).exists()).toBeFalse();
});

test("the error of each kind of failure says what to do", async () => {
  behave = () => new Response("no", { status: 401 });
  expect(pull()).rejects.toThrow(/HF_TOKEN/);
  await pull().catch(() => {});
  behave = () => new Response("no", { status: 404 });
  await expect(pull()).rejects.toThrow(/does not have it \(404\)/);
  await expect(pull("http://127.0.0.1:9")).rejects.toThrow(
    /can't be reached.*HF_ENDPOINT.*DECODER_MODEL/,
  );
});

test("the token is sent to the hub", async () => {
  await pull(hub.url.href, "secret");
  expect(seen[0]?.authorization).toBe("Bearer secret");
});

test("the SHA-256 is read from a redirect, and the token is not sent to the redirect's target", async () => {
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
  await expect(pull(hub.url.href, "secret")).rejects.toThrow(/expected the SHA-256 0{64}, got/);
  expect(seen[0]?.authorization).toBe("Bearer secret");
  expect(storage[0]?.authorization).toBeNull();
});

test("verify reports a changed file and a removed one", async () => {
  await pull();
  const changed = BYTES.slice();
  changed[5] = 0;
  await writeFile(modelPath(folder, MODEL), changed);
  expect(await verifyModel(folder, MODEL)).toContain("SHA-256");
  expect(await removeModel(folder, MODEL)).toBeTrue();
  expect(await removeModel(folder, MODEL)).toBeFalse();
  expect(await verifyModel(folder, MODEL)).toContain("was not pulled");
});

test("invalid names and paths outside the folder are refused", () => {
  for (const name of [
    "",
    "decoder",
    "../x",
    "a/../b",
    "a/b:../../etc/passwd",
    "a/b/c",
    "/etc/passwd",
  ]) {
    expect(() => parseModel(name)).toThrow(
      "Expected `model` to be owner/name or owner/name:file, got",
    );
  }
  expect(parseModel("a/b:onnx/model.onnx")).toEqual({ repo: "a/b", file: "onnx/model.onnx" });
});

test.each(["[]", "{", '{"repo":"a/b","file":"x","bytes":"1","sha256":"y"}'])(
  "a manifest %s is ignored",
  async (manifest) => {
    await pull();
    await writeFile(`${modelPath(folder, MODEL)}.json`, manifest);
    expect(await listModels(folder)).toEqual([]);
    expect(await verifyModel(folder, MODEL)).toContain("was not pulled");
  },
);

test("three lost connections fail the pull", async () => {
  behave = () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(BYTES.slice(0, 10));
        setImmediate(() => controller.error());
      },
    });
    return new Response(body, { headers: { etag: `"${SHA256}"` } });
  };
  await expect(pull()).rejects.toThrow("the connection was lost 3 times; pull again to resume");
  expect(seen).toHaveLength(3);
});

test.each([
  [5, true],
  [6, false],
])("%d redirects in a row, followed: %p", async (redirects, isFollowed) => {
  let hops = 0;
  behave = () => {
    if (hops === redirects) return undefined;
    hops += 1;
    return new Response(null, { status: 302, headers: { location: "?hop" } });
  };
  if (isFollowed) expect((await pull()).sha256).toBe(SHA256);
  else await expect(pull()).rejects.toThrow(/127\.0\.0\.1:\d+ redirects more than 5 times/);
});

test("a partial download of one byte is resumed", async () => {
  await pull();
  await removeModel(folder, MODEL);
  await writeFile(`${modelPath(folder, MODEL)}.part`, BYTES.slice(0, 1));
  seen.length = 0;
  expect((await pull()).sha256).toBe(SHA256);
  expect(seen.map((request) => request.range)).toEqual(["bytes=1-"]);
});

test("a file with a pinned SHA-256 goes to its own path; another content is refused", async () => {
  const path = join(folder, "own", "name.onnx");
  const options = { model: MODEL, endpoint: hub.url.href, token: null, progress: () => {} };
  const target = { path, otherwise: "copy it" };
  const wrong = pullTo({ ...target, sha256: "0".repeat(64) }, options, live);
  await expect(wrong).rejects.toThrow(/expected the SHA-256 0{64}, got .*HF_ENDPOINT.*copy it$/);
  await pullTo({ ...target, sha256: SHA256 }, options, live);
  expect(await Bun.file(path).bytes()).toEqual(BYTES);
  expect(await listModels(folder)).toEqual([]);
});
