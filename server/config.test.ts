import { expect, test } from "bun:test";
import { createRedactor } from "../src/redact.ts";
import { misspeltSettings, readConfig, secretValues } from "./config.ts";
import { argumentError, helpText, variables } from "./configHelp.ts";

test("readConfig() - uses the defaults for empty variables and ignores unknown variables", () => {
  const config = readConfig({ PATH: "/bin", PORT: "", HOST: undefined });
  expect(config).toMatchObject({
    HOST: "127.0.0.1",
    PORT: 9091,
    ENGINE: [],
    DYNAMIC_BATCHING: true,
    MAX_INPUT_CHARS: 4096,
  });
});

test("readConfig() - throws an error with the variable, the allowed values and the given value if the value is invalid", () => {
  const cases: [string, string, RegExp][] = [
    ["PORT", "http", /`PORT`.*0 to 65535, got "http"/],
    ["PORT", "65536", /`PORT`.*0 to 65535, got "65536"/],
    [
      "TTS_API",
      "localhost:8000",
      /`TTS_API`.*http or https URLs, comma separated, got "localhost:8000"/,
    ],
    ["TTS_API", "http://a:8000,b:8000", /`TTS_API`.*got "http:\/\/a:8000,b:8000"/],
    ["ENGINE", "espeak", /`ENGINE`.*flite, neucodec.*got "espeak"/],
    ["ENGINE", "flite,flite", /`ENGINE`.*each once.*got "flite,flite"/],
    ["REQUEST_TIMEOUT_S", "-1", /`REQUEST_TIMEOUT_S`.*seconds.*got "-1"/],
    [
      "CLIENT_STALL_TIMEOUT_S",
      "300",
      /`CLIENT_STALL_TIMEOUT_S`.*seconds from 0\.05 to 250, got "300"/,
    ],
    ["CUDA_GRAPH_BATCH", "0.1,0.2", /`CUDA_GRAPH_BATCH`.*JSON list of seconds.*got "0.1,0.2"/],
    ["CUDA_GRAPH_BATCH", "[0.05]", /CUDA_GRAPH_BATCH.*0.1 to 20/],
    ["CUDA_GRAPH_BATCH", '["1"]', /`CUDA_GRAPH_BATCH`.*JSON list/],
    ["DEVICE", "gpu", /`DEVICE`.*auto, cpu, cuda, or cuda:N.*got "gpu"/],
    ["DEVICE", "cuda:-1", /`DEVICE`.*got "cuda:-1"/],
    ["PROMPT_STYLE", "orpheus", /`PROMPT_STYLE`.*scicom, neutts, got "orpheus"/],
    ["CROSSFADE_MS", "20", /`CROSSFADE_MS`.*0 to 19, got "20"/],
    ["MAX_QUEUE", "-1", /`MAX_QUEUE`.*0 to 100000, or empty, got "-1"/],
    ["LOG_FORMAT", "xml", /`LOG_FORMAT`.*text, json, got "xml"/],
    ["VOICE_ALIASES", "a=b=c", /`VOICE_ALIASES`.*name=target.*got "a=b=c"/],
  ];
  for (const [name, value, message] of cases)
    expect(() => readConfig({ [name]: value })).toThrow(message);
});

test("readConfig() - reads TTS_API as a list of URLs and hides their passwords in errors", () => {
  const addresses = ["http://a:8000", "https://me:word@b/v1"];
  expect(readConfig({ TTS_API: addresses.join(", ") }).TTS_API).toEqual(addresses);
  const refused = () => readConfig({ TTS_API: `${addresses.join(",")},you:other@c:8000` });
  expect(refused).toThrow(/`TTS_API`.*got "http:\/\/a:8000,https:\/\/c:8000"/);
  expect(() => readConfig({ TTS_API: "http://me:wo,rd@a" })).toThrow(
    /`TTS_API`.*got "http:\/\/a"$/,
  );
});

test("readConfig() - reads CUDA_GRAPH_BATCH as a JSON list that is empty by default", () => {
  expect(readConfig({}).CUDA_GRAPH_BATCH).toEqual([]);
  expect(readConfig({ CUDA_GRAPH_BATCH: "[0.1, 0.5,1]" }).CUDA_GRAPH_BATCH).toEqual([0.1, 0.5, 1]);
});

test("readConfig() - accepts the largest port", () => {
  expect(readConfig({ PORT: "65535" }).PORT).toBe(65_535);
});

test("readConfig() - names every invalid variable in the error", () => {
  expect(() => readConfig({ PORT: "x", MAX_QUEUE: "y" })).toThrow(/PORT[^]*MAX_QUEUE/);
});

test.each(["PROT", "port", "MAX_QUEU", "MAX_IN_FLIHGT", "DEFAULT_SPEAKERR", "API_KEY", "TTSAPI"])(
  "misspeltSettings() - names what %s was probably meant to be",
  (name) => {
    expect(misspeltSettings({ PATH: "/bin", PORT: "1", [name]: "1" })).toEqual([
      expect.stringMatching(
        new RegExp(`^unknown variable ${name} is ignored; did you mean [A-Z_]+\\?$`),
      ),
    ]);
  },
);

test("misspeltSettings() - is silent about known, unset and other variables", () => {
  const others = { HOME: "/", HOSTNAME: "a", GH_TOKEN: "x", HF_HOME: "/", LANG: "C", PULSE: "1" };
  expect(misspeltSettings({ ...others, PORT: "1", PROT: "", HOTS: undefined })).toEqual([]);
});

test.each([
  ["--port", "PORT=… bun run server"],
  ["--prot=8080", "PORT=… bun run server"],
  ["--max-in-flight", "MAX_IN_FLIGHT=… bun run server"],
  ["--hlep", "--help"],
])("argumentError() - names what %s was probably meant to be", (argument, meant) => {
  expect(argumentError([argument, "8080"])).toContain(`did you mean ${meant}?`);
});

test("argumentError() - accepts --help only, and never shows a value", () => {
  expect(argumentError([])).toBeNull();
  expect(argumentError(["--help"])).toBeNull();
  expect(argumentError(["start"])).toContain("unknown argument start");
  expect(argumentError(["--api-key=sesame"])).not.toContain("sesame");
});

test("helpText() and .env_example name every variable with its default", async () => {
  const example = await Bun.file(`${import.meta.dir}/../.env_example`).text();
  for (const { name, fallback, meaning } of variables()) {
    expect(helpText().replaceAll(/\n +/g, "\n")).toContain(`\n${name}=${fallback.slice(0, 40)}`);
    expect(example).toContain(`# ${meaning}\n# ${name}=${fallback}\n`);
  }
});

test("every .env_ preset contains only known variables with valid values", async () => {
  // docker compose reads CONTAINER_TTS_API; deploy/compose.test.ts checks it.
  const known = new Set([...variables().map(({ name }) => name), "CONTAINER_TTS_API"]);
  for (const preset of ["dynamicbatching", "dynamicbatching_cudagraph", "nodynamicbatching"]) {
    const text = await Bun.file(`${import.meta.dir}/../.env_${preset}`).text();
    const pairs = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = "", value]) => [
      name,
      value,
    ]);
    expect(pairs.length).toBeGreaterThan(3);
    for (const [name] of pairs) expect(known).toContain(name ?? "");
    expect(readConfig(Object.fromEntries(pairs)).TTS_API).toHaveLength(1);
  }
});

test("secretValues() - returns all keys, and all user names and passwords of URLs, both encoded and decoded", () => {
  const config = readConfig({
    API_KEYS: "first-key,second-key",
    HF_TOKEN: "hub-token",
    TTS_API_KEY: "lm-key",
    TTS_API: "http://lm-user:lm@w:ord@lm.local,http://other:half%2Fword@lm.local",
    HF_ENDPOINT: "https://mirror-user:mirror-word@hub.local",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel-user:otel%2Dword@collector.local:4318",
    SENTRY_DSN: "https://dsn-key@host.local/1",
  });
  const keys = "first-key second-key hub-token lm-key";
  const inLmUrls = "lm-user lm@w:ord lm%40w%3Aord other half%2Fword half/word";
  const inOtherUrls = "mirror-user mirror-word otel-user otel%2Dword otel-word dsn-key";
  const expected = `${keys} ${inLmUrls} ${inOtherUrls} https://dsn-key@host.local/1`.split(" ");
  expect(secretValues(config).toSorted()).toEqual(expected.toSorted());
  const redact = createRedactor(secretValues(config));
  expect(redact(`${config.HF_ENDPOINT} ${config.TTS_API.join(" ")}`)).toBe(
    "https://(hidden):(hidden)@hub.local http://(hidden):(hidden)@lm.local http://(hidden):(hidden)@lm.local",
  );
});

test("secretValues() - returns an empty list without secrets", () => {
  expect(secretValues(readConfig({ TTS_API: "http://lm.local" }))).toEqual([]);
});

test("secretValues() - treats a key that contains an @ as one secret", () => {
  expect(secretValues(readConfig({ API_KEYS: "me:word@host" }))).toEqual(["me:word@host"]);
});

test("readConfig() - hides secret values in errors", () => {
  expect(() => readConfig({ SENTRY_DSN: "dsn-key" })).toThrow(
    "Expected `SENTRY_DSN` to be an http or https URL, or empty, got (hidden)",
  );
});

test("readConfig() - hides user names and passwords of URLs in errors", () => {
  for (const name of ["HF_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "TTS_API"])
    for (const url of ["ftp://user:word@host/x", "http://user:wo/rd@host/x", "user:word@host/x"]) {
      const refused = expect(() => readConfig({ [name]: url }));
      refused.toThrow(new RegExp(`^Expected \`${name}\` to be .*, got "[^"]*host/x"$`));
      expect(() => readConfig({ [name]: url })).not.toThrow(/user|wo.?rd/);
    }
});
