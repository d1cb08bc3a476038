import { expect, test } from "bun:test";
import { join } from "node:path";
import { readConfig } from "../server/config.ts";

const ROOT = join(import.meta.dir, "..");
const read = (name: string): Promise<string> => Bun.file(join(ROOT, name)).text();

interface Service {
  readonly image?: string;
  readonly build?: { readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly env_file?: readonly unknown[];
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

async function servicesOf(name: string): Promise<Readonly<Record<string, Service>>> {
  const { services } = Bun.YAML.parse(await read(name)) as { services: Record<string, Service> };
  return services;
}

/** The ENV variables of a Dockerfile; continuation lines are joined. */
function envOf(dockerfile: string): Record<string, string> {
  const text = dockerfile.replaceAll(/\\\n\s*/g, " ");
  const pairs = [...text.matchAll(/^ENV (.*)$/gm)].flatMap(([, line]) => line!.split(" "));
  return Object.fromEntries(pairs.map((pair) => pair.split("=") as [string, string]));
}

test.each(["Dockerfile.cpu", "Dockerfile.gpu"])(
  "%s copies existing paths and sets valid settings",
  async (name) => {
    const text = await read(name);
    for (const [, sources] of text.matchAll(/^COPY (?!--from)(.*) \S+$/gm)) {
      for (const source of sources!.split(" ")) {
        const path = join(ROOT, source);
        const isThere =
          (await Bun.file(path).exists()) ||
          (await Array.fromAsync(new Bun.Glob("**/*.ts").scan(path))).length > 0;
        expect({ source, isThere }).toEqual({ source, isThere: true });
      }
    }
    const config = readConfig(envOf(text));
    expect(config).toMatchObject({
      HOST: "0.0.0.0",
      PORT: 9091,
      MODEL_DIR: "/models",
      PULL: false,
    });
    expect(config.DEVICE).toBe(name.endsWith("gpu") ? "cuda" : "cpu");
  },
);

test("the CPU image reads the natural voice from the folder into which its build pulls it", async () => {
  const text = await read("Dockerfile.cpu");
  const folder = envOf(text)["BUNDLED_MODEL_DIR"] ?? "";
  expect(text).toContain(`MODEL_DIR=${folder} bun server/models.ts pull hibari`);
  expect(text).toContain(`COPY --from=voice ${folder} ${folder}`);
});

test("compose builds its servers from existing Dockerfiles and sets valid settings", async () => {
  const services = await servicesOf("docker-compose.yaml");
  for (const name of ["tts-api", "tts-api-gpu"]) {
    const { build, environment = {} } = services[name] ?? {};
    expect(await Bun.file(join(ROOT, build?.dockerfile ?? "")).exists()).toBeTrue();
    const env = Object.entries(environment).map(([key, value]) => [key, String(value)]);
    expect(readConfig(Object.fromEntries(env)).PORT).toBe(9091);
  }
  for (const { depends_on = {} } of Object.values(services)) {
    for (const needed of Object.keys(depends_on)) expect(services[needed]).toBeDefined();
  }
});

test("every service with settings reads .env, including the one that pulls the decoder", async () => {
  const services = await servicesOf("docker-compose.yaml");
  for (const name of ["tts-api", "tts-api-gpu", "pull-decoder"])
    expect(services[name]?.env_file).toEqual([{ path: ".env", required: false }]);
});

test("each composed load test depends on its own server only", async () => {
  const servers = await servicesOf("docker-compose.yaml");
  const testers = await servicesOf("stress-test.yaml");
  expect(Object.keys(testers)).toEqual(["stress", "stress-gpu"]);
  for (const [name, server] of [
    ["stress", "tts-api"],
    ["stress-gpu", "tts-api-gpu"],
  ] as const) {
    const tester = testers[name];
    expect(tester?.environment?.["LOCAL_TTS_API"]).toBe("${LOCAL_TTS_API:-http://tts-api:9091}");
    expect(Object.keys(tester?.depends_on ?? {})).toEqual([server]);
    expect(tester?.image).toBe(servers[server]?.image);
    expect(tester?.profiles).toEqual(servers[server]?.profiles);
  }
});
