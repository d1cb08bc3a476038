import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../server/config.ts";
import { KEPT_FOLDERS, PLOTS, UNUSED } from "./image/prunePackages.ts";

const ROOT = join(import.meta.dir, "..");
const DOCKERFILES = ["Dockerfile.cpu", "Dockerfile.gpu"];
const read = (name: string): Promise<string> => Bun.file(join(ROOT, name)).text();

/** The ENV variables of a Dockerfile; continuation lines are joined. */
function envOf(dockerfile: string): Record<string, string> {
  const text = dockerfile.replaceAll(/\\\n\s*/g, " ");
  const pairs = [...text.matchAll(/^ENV (.*)$/gm)].flatMap(([, line]) => line!.split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => pair.split("=") as [string, string]));
}

/** Paths that .dockerignore lets into the build. */
async function allowed(): Promise<readonly string[]> {
  return [...(await read(".dockerignore")).matchAll(/^!(.*)$/gm)].map(([, path]) => path!);
}

test.each(DOCKERFILES)(
  "%s copies paths that exist and that .dockerignore lets in",
  async (name) => {
    const copied = [...(await read(name)).matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(
      ([, sources]) => sources!.split(" "),
    );
    expect(copied.length).toBeGreaterThan(5);
    const inside = await allowed();
    for (const source of copied) {
      expect({ source, exists: existsSync(join(ROOT, source)) }).toEqual({ source, exists: true });
      const isAllowed = inside.some((path) => source === path || source.startsWith(`${path}/`));
      expect({ source, isAllowed }).toEqual({ source, isAllowed: true });
    }
  },
);

test.each(DOCKERFILES)("%s sets valid settings and starts the server itself", async (name) => {
  const text = await read(name);
  const config = readConfig(envOf(text));
  expect(config).toMatchObject({ HOST: "0.0.0.0", PORT: 9091, MODEL_DIR: "/models", PULL: false });
  expect(config.DEVICE).toBe(name.endsWith("gpu") ? "cuda" : "cpu");
  expect(text.trimEnd().split("\n").at(-1)).toBe('CMD ["bun", "server/main.ts"]');
});

test("both images have the same base, user and health check", async () => {
  const [cpu, gpu] = await Promise.all(DOCKERFILES.map(read));
  const shared = (text: string | undefined) => ({
    base: /^ARG BUN_IMAGE=.*$/m.exec(text ?? "")?.[0],
    users: new Set(text?.match(/^USER \d.*$/gm)),
    health: /CMD \["bun", "probe.ts"\]/.exec(text ?? "")?.[0],
  });
  expect(shared(cpu)).toEqual(shared(gpu));
  expect(shared(cpu).users).toEqual(new Set(["USER 1000:1000"]));
  expect(shared(cpu).base).toBe(`ARG BUN_IMAGE=oven/bun:${await bunVersion()}-slim`);
});

/** The oldest Bun that the project supports, for which the images are built. */
async function bunVersion(): Promise<string> {
  const { engines } = (await Bun.file(join(ROOT, "package.json")).json()) as {
    engines: { bun: string };
  };
  return engines.bun.replace(">=", "");
}

test("the CPU image reads the natural voice from the folder into which its build pulls it", async () => {
  const text = await read("Dockerfile.cpu");
  const folder = envOf(text)["BUNDLED_MODEL_DIR"] ?? "";
  expect(text).toContain(`MODEL_DIR=${folder} bun server/models.ts pull hibari`);
  expect(text).toContain(`COPY --from=voice ${folder} ${folder}`);
  expect(text).toContain("COPY package.json bunfig.toml tsconfig.json LICENSE NOTICE ");
});

test("the images leave out only paths that the installed packages have", () => {
  const paths = [...UNUSED, ...PLOTS, ...KEPT_FOLDERS.map(([parent]) => parent)];
  const missing = paths.filter((path) => !existsSync(join(ROOT, "node_modules", path)));
  expect(missing).toEqual([]);
});

test("no source file imports what the images leave out, and only plots import what the server's image lacks", async () => {
  const files = await Array.fromAsync(new Bun.Glob("{src,server,stress}/**/*.ts").scan(ROOT));
  const programs = files.filter((path) => !/\.(test|fake|d)\.ts$/.test(path));
  const wrong: string[] = [];
  for (const path of programs) {
    const text = await read(path);
    const imports = (name: string) =>
      new RegExp(`(from|import|resolve)\\s*\\(?"${RegExp.escape(name)}[/"]`).test(text);
    if (UNUSED.some(imports)) wrong.push(path);
    if (PLOTS.some(imports) && !path.startsWith("stress/plots/")) wrong.push(path);
  }
  expect(programs.length).toBeGreaterThan(300);
  expect(wrong).toEqual([]);
});

test("each wheel of the GPU image has a fixed version and hash, all for one major version of CUDA", async () => {
  const lines = (await read("deploy/image/cuda.txt"))
    .split("\n")
    .filter((line) => /^\w/.test(line));
  const wheels = lines.map((line) => {
    const [, name, version] = /^(\S+)==(\S+) --hash=sha256:[0-9a-f]{64}$/.exec(line) ?? [];
    return [name, version] as const;
  });
  expect(wheels).not.toContainEqual([undefined, undefined]);
  const versions = Object.fromEntries(wheels) as Record<string, string>;
  // By the packages' metadata, onnxruntime-gpu is built for CUDA 13 from version 1.27 on.
  const [, minor = "0"] = versions["onnxruntime-gpu"]?.split(".") ?? [];
  expect(Number(minor)).toBeGreaterThanOrEqual(27);
  for (const name of ["cuda-runtime", "cuda-nvrtc", "nvjitlink", "cublas"])
    expect(versions[`nvidia-${name}`]).toStartWith("13.");
  expect(versions["nvidia-cudnn-cu13"]).toBeDefined();
  expect(await read("Dockerfile.gpu")).toContain("driver for CUDA 13");
});

test("docs/deploy.md names every build argument with its default", async () => {
  const page = await read("docs/deploy.md");
  const texts = await Promise.all(DOCKERFILES.map(read));
  const declared = texts.flatMap((text) => [...text.matchAll(/^ARG (\w+)=(\S+)$/gm)]);
  expect(declared.length).toBe(5);
  for (const [, name, fallback] of declared)
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\| \`${RegExp.escape(fallback!)}\` `, "m"));
});
