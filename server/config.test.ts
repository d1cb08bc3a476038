import { expect, test } from "bun:test";
import { helpText, readConfig, variables } from "./config.ts";

test("an empty environment gives the defaults, and other variables are ignored", () => {
  const config = readConfig({ PATH: "/bin", PORT: "" });
  expect(config).toMatchObject({
    HOST: "127.0.0.1",
    PORT: 9091,
    ENGINE: [],
    DYNAMIC_BATCHING: true,
    MAX_INPUT_CHARS: 4096,
  });
});

test("a wrong value stops the start and names variable, value and what is allowed", () => {
  const cases: [string, string, RegExp][] = [
    ["PORT", "http", /PORT="http".*0 to 65535/],
    ["PORT", "70000", /PORT="70000"/],
    ["TTS_API", "localhost:8000", /TTS_API="localhost:8000".*http or https URLs, comma separated/],
    ["TTS_API", "http://a:8000,b:8000", /TTS_API="http:\/\/a:8000,b:8000"/],
    ["ENGINE", "espeak", /ENGINE="espeak".*flite, neucodec/],
    ["ENGINE", "flite,flite", /ENGINE="flite,flite".*each once/],
    ["REQUEST_TIMEOUT_S", "-1", /REQUEST_TIMEOUT_S="-1".*seconds/],
    ["CLIENT_STALL_TIMEOUT_S", "300", /CLIENT_STALL_TIMEOUT_S="300".*seconds from 0.05 to 250/],
    ["CUDA_GRAPH_BATCH", "0.1,0.2", /CUDA_GRAPH_BATCH="0.1,0.2".*JSON list of seconds/],
    ["CUDA_GRAPH_BATCH", "[0.05]", /CUDA_GRAPH_BATCH.*0.1 to 20/],
    ["CUDA_GRAPH_BATCH", '["1"]', /CUDA_GRAPH_BATCH.*JSON list/],
    ["DEVICE", "gpu", /DEVICE="gpu".*auto, cpu, cuda, or cuda:N/],
    ["DEVICE", "cuda:-1", /DEVICE="cuda:-1"/],
    ["PROMPT_STYLE", "orpheus", /PROMPT_STYLE="orpheus".*scicom, neutts/],
    ["CROSSFADE_MS", "20", /CROSSFADE_MS="20".*0 to 19/],
    ["MAX_QUEUE", "-1", /MAX_QUEUE="-1".*0 to 100000, or nothing/],
    ["LOG_FORMAT", "xml", /text, json/],
    ["VOICE_ALIASES", "a=b=c", /VOICE_ALIASES/],
  ];
  for (const [name, value, message] of cases)
    expect(() => readConfig({ [name]: value })).toThrow(message);
});

test("the addresses of several LMs are a list, and no refusal shows the passwords in one", () => {
  const addresses = ["http://a:8000", "https://me:word@b/v1"];
  expect(readConfig({ TTS_API: addresses.join(", ") }).TTS_API).toEqual(addresses);
  const refused = () => readConfig({ TTS_API: `${addresses.join(",")},you:other@c:8000` });
  expect(refused).toThrow('TTS_API="http://a:8000,https://c:8000"');
  expect(() => readConfig({ TTS_API: "http://me:wo,rd@a" })).toThrow('TTS_API="http://a"');
});

test("lengths of CUDA graphs are a JSON list, empty by default", () => {
  expect(readConfig({}).CUDA_GRAPH_BATCH).toEqual([]);
  expect(readConfig({ CUDA_GRAPH_BATCH: "[0.1, 0.5,1]" }).CUDA_GRAPH_BATCH).toEqual([0.1, 0.5, 1]);
});

test("several wrong values are all named", () => {
  expect(() => readConfig({ PORT: "x", MAX_QUEUE: "y" })).toThrow(/PORT[^]*MAX_QUEUE/);
});

test("--help and .env_example name every variable with its default", async () => {
  const example = await Bun.file(`${import.meta.dir}/../.env_example`).text();
  for (const { name, fallback, meaning } of variables()) {
    expect(helpText()).toContain(name);
    expect(example).toContain(`# ${meaning}\n# ${name}=${fallback}\n`);
  }
});

test("every preset holds known names and allowed values only", async () => {
  const known = new Set(variables().map(({ name }) => name));
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
