import { Command } from "commander";
import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readConfig } from "../server/config.ts";
import { variables } from "../server/configHelp.ts";
import { burstCommand } from "../stress/options/flags.ts";

const ROOT = join(import.meta.dir, "..");
const read = (name: string): Promise<string> => Bun.file(join(ROOT, name)).text();

const FILES = [
  "docker-compose.yaml",
  "docker-compose-cpu.yaml",
  "vllm.yaml",
  "observe.yaml",
  "stress-test.yaml",
] as const;
const SERVERS = ["docker-compose.yaml", "docker-compose-cpu.yaml"] as const;

// The members that the tests look at. podman-compose fails on numbers in `environment`, so only strings are accepted.
const service = z.object({
  image: z.string(),
  build: z.object({ dockerfile: z.string(), target: z.string().optional() }).optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.array(z.unknown()).optional(),
  profiles: z.array(z.string()).default([]),
  depends_on: z.unknown().optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
  pull_policy: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
});
const composeFile = z.object({
  name: z.string(),
  include: z.array(z.string()).default([]),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()).default({}),
});

async function parsed(name: string) {
  return composeFile.parse(Bun.YAML.parse(await read(name)));
}

/** The services of a file and of the files that it includes. */
async function servicesOf(name: string): Promise<Record<string, z.output<typeof service>>> {
  const { include, services } = await parsed(name);
  const included = await Promise.all(include.map(servicesOf));
  return Object.assign({}, ...included, services);
}

/** Replaces the variables of a value by their defaults, also nested ones. */
function withDefaults(value: string): string {
  const inner = /\$\{\w+(?::?-([^${}]*))?\}/;
  let text = value;
  while (inner.test(text)) text = text.replace(inner, (_, fallback = "") => fallback);
  return text;
}

function settingsOf(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([k, v]) => [k, withDefaults(v)]));
}

const SERVER_VARIABLES = variables().map(({ name }) => name);
const TESTER_VARIABLES = [
  "STRESS_API_KEY",
  ...burstCommand(new Command()).options.flatMap(({ envVar }) => envVar ?? []),
];

test("every variable of a compose file is a setting of the server or tester, or stands in docs/deploy.md", async () => {
  const [, page = ""] = (await read("docs/deploy.md")).split(/^## Settings$/m);
  const documented = [...page.split(/^## /m)[0]!.matchAll(/^\| `([A-Z_]+)` /gm)].map(
    ([, name]) => name,
  );
  const known = [...SERVER_VARIABLES, ...TESTER_VARIABLES, ...documented];
  const used = new Set<string>();
  for (const file of FILES) {
    const names = [...(await read(file)).matchAll(/(?<!\$)\$\{?([A-Z_]+)/g)].map(
      ([, name]) => name!,
    );
    for (const name of names) used.add(name);
  }
  expect(used.size).toBeGreaterThan(12);
  expect([...used].filter((name) => !known.includes(name))).toEqual([]);
  // The table lists no variable that no file reads.
  expect(documented.filter((name) => !used.has(name!))).toEqual([]);
});

test("the servers' environment has only settings of the server, with valid values", async () => {
  for (const file of SERVERS) {
    const services = await servicesOf(file);
    for (const name of ["tts-api", "pull-decoder"]) {
      const { environment = {}, env_file } = services[name] ?? {};
      expect(Object.keys(environment).filter((key) => !SERVER_VARIABLES.includes(key))).toEqual([]);
      expect(env_file).toEqual([{ path: ".env", required: false }]);
      readConfig(settingsOf(environment));
    }
    const config = readConfig(settingsOf(services["tts-api"]?.environment ?? {}));
    expect(config).toMatchObject({ HOST: "0.0.0.0", PORT: 9091, MODEL_DIR: "/models" });
  }
});

test("the tester's environment has only its own variables, and its results lie in a volume", async () => {
  const { "stress-test": tester } = await servicesOf("stress-test.yaml");
  expect(Object.keys(tester?.environment ?? {}).toSorted()).toEqual(TESTER_VARIABLES.toSorted());
  expect(withDefaults(tester?.environment["LOCAL_TTS_API"] ?? "")).toBe("http://tts-api:9091");
  expect(tester?.volumes.map(withDefaults)).toEqual(["results:/app/benchmark_result"]);
  expect((await parsed("stress-test.yaml")).volumes).toHaveProperty("results");
});

test("tts-api listens on port 9091 and tts-engine on 9090, inside of containers and on the host", async () => {
  for (const file of SERVERS) {
    const { "tts-api": api } = await servicesOf(file);
    expect(api?.ports.map(withDefaults)).toContain("9091:9091");
  }
  const { "tts-engine": engine } = await servicesOf("vllm.yaml");
  expect(engine?.ports).toEqual(["127.0.0.1:9090:9090"]);
  expect(engine?.command?.join(" ")).toContain("--port 9090");
  const { "tts-api": api } = await servicesOf("docker-compose.yaml");
  expect(withDefaults(api?.environment["TTS_API"] ?? "")).toBe("http://tts-engine:9090");
});

test("the presets' addresses are those of tts-engine, inside of containers and on the host", async () => {
  for (const preset of ["dynamicbatching", "dynamicbatching_cudagraph", "nodynamicbatching"]) {
    const text = await read(`.env_${preset}`);
    expect(text).toMatch(/^TTS_API=http:\/\/localhost:9090$/m);
    expect(text).toMatch(/^CONTAINER_TTS_API=http:\/\/tts-engine:9090$/m);
  }
});

test("without SPEECH_LM, compose says which variable is missing", async () => {
  expect(await read("vllm.yaml")).toContain("${SPEECH_LM:?set SPEECH_LM to ");
  expect((await parsed("docker-compose.yaml")).include).toContain("vllm.yaml");
});

test("all files are one project, and dependencies are services of the same file or of one that it includes", async () => {
  for (const file of FILES) {
    expect((await parsed(file)).name).toBe("utter");
    const services = await servicesOf(file);
    for (const { depends_on } of Object.values(services)) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on ?? {});
      for (const name of needed) expect(Object.keys(services)).toContain(String(name));
    }
  }
});

test("our containers have a read-only root, no capabilities and no new privileges", async () => {
  for (const file of FILES) {
    const { services } = await parsed(file);
    for (const [name, { read_only, cap_drop, security_opt }] of Object.entries(services)) {
      expect({ name, security_opt }).toEqual({ name, security_opt: ["no-new-privileges:true"] });
      // vLLM's image runs as root and writes its caches.
      if (name === "tts-engine") continue;
      expect({ name, read_only, cap_drop }).toEqual({ name, read_only: true, cap_drop: ["ALL"] });
    }
  }
});

test("images have an exact version, and those that are built come from existing Dockerfiles and targets", async () => {
  for (const file of FILES) {
    const { services } = await parsed(file);
    for (const { image, build, pull_policy } of Object.values(services)) {
      const isOurs = image.startsWith("utter:");
      if (!isOurs) expect(withDefaults(image)).toMatch(/:v?\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/);
      else if (build === undefined) expect(pull_policy).toBe("never");
      else {
        const dockerfile = await read(build.dockerfile);
        if (build.target !== undefined) expect(dockerfile).toContain(` AS ${build.target}\n`);
      }
    }
  }
});

test("compose checks health as the images do, and waits longer for the end than running streams may take", async () => {
  for (const file of SERVERS) {
    const { "tts-api": api } = await servicesOf(file);
    const dockerfile = await read(api?.build?.dockerfile ?? "");
    const [, image = "[]"] = /^HEALTHCHECK .* CMD (\[.*\])$/m.exec(dockerfile) ?? [];
    expect(api?.healthcheck?.test).toEqual(["CMD", ...(JSON.parse(image) as string[])]);
    const minutesAndSeconds = api?.stop_grace_period?.replace("${DRAIN_TIMEOUT_S:-30}", "90");
    expect(minutesAndSeconds).toBe("1m90s");
  }
});

test("the files and folders that containers mount exist", async () => {
  for (const file of FILES) {
    const { services } = await parsed(file);
    const sources = Object.values(services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(":")[0]!).filter((source) => source.startsWith("./")),
    );
    const missing = sources.filter((source) => !existsSync(join(ROOT, source)));
    expect({ file, missing }).toEqual({ file, missing: [] });
  }
});
