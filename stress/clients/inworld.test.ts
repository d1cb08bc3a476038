import { expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { answerWith, beginChunked, wavTone, writeChunk } from "../server.fake.ts";
import { parseInvocation } from "../options/options.ts";
import { harnessPerTest } from "../run.fake.ts";

// These tests run the example commands of Inworld's load test against a fake server.
setDefaultTimeout(180_000);

const fixture = harnessPerTest(process.env);

const MODEL = "--host http://localhost:8081 --model-id inworld-tts-1.5-mini";
const COMPARED = "--min-qps 10.0 --max-qps 50.0 --qps-step 10.0 --number-of-samples 500";
const LOADS = {
  "quick start": `${MODEL} --stream --min-qps 1.0 --max-qps 7.0 --qps-step 2.0 --number-of-samples 300`,
  "non-streaming": `${MODEL} ${COMPARED} --benchmark-name non-streaming-test`,
  streaming: `${MODEL} --stream ${COMPARED} --benchmark-name streaming-test`,
  debug: `--verbose ${MODEL} --stream`,
};
const SAMPLE = `${MODEL} --sample`;

/** Answers like an Inworld server: with one JSON object or, if `streamed`, with one JSON line per 20 ms of audio. */
function inworld(socket: Socket): void {
  const audio = wavTone(20).toString("base64");
  if (!streamed) {
    answerWith(socket, JSON.stringify({ audioContent: audio }), { type: "application/json" });
    return;
  }
  beginChunked(socket, "application/json");
  for (let piece = 0; piece < 5; piece++) {
    const line = JSON.stringify({ result: { audioContent: audio } });
    writeChunk(socket, Buffer.from(`${line}\n`));
  }
  writeChunk(socket, Buffer.alloc(0));
}
let streamed = false;

const words = (line: string) => line.split(" ");
/** Flags appended to an example, for the fake server and fewer requests. If a flag occurs twice, the last value applies. */
const here = (url: string) => words(`--host ${url} --client inworld-public --number-of-samples 2`);

test.each(Object.entries(LOADS))("the %s example measures every rate", async (_, example) => {
  streamed = example.includes("--stream");
  const { url, heads, bodies } = await fixture.serve(inworld);
  const faster = example.includes("--max-qps 50")
    ? []
    : words("--min-qps 50 --max-qps 100 --qps-step 25");
  const { stdout, code } = await fixture.harness.run([
    "sweep",
    ...words(example),
    ...here(url),
    ...faster,
  ]);
  expect([0, 3]).toContain(code);
  const result = JSON.parse(fixture.harness.read("result.json"));
  expect(Object.keys(result)).toEqual(
    faster.length > 0 ? ["50.0", "75.0", "100.0"] : ["10.0", "20.0", "30.0", "40.0", "50.0"],
  );
  for (const level of Object.values<Record<string, unknown>>(result))
    expect(level["first_chunk_latency_ms_percentiles"] !== null).toBe(streamed);
  expect(heads[0]).toStartWith(`POST /tts/v1/voice${streamed ? ":stream" : ""} HTTP/1.1`);
  expect(JSON.parse(bodies[0] ?? "")).toEqual({
    text: expect.any(String),
    voice_id: "Alex",
    audio_config: { audio_encoding: "LINEAR16" },
    model_id: "inworld-tts-1.5-mini",
  });
  if (example.includes("--verbose")) expect(stdout).toContain("  #0 due 0 sent ");
});

test.each([...Object.values(LOADS), SAMPLE])(
  "port 8081 selects Inworld's public API for %s",
  (example) => {
    const invocation = parseInvocation(["sweep", ...words(example)]);
    expect(invocation).toMatchObject({
      kind: example === SAMPLE ? "sample" : "sweep",
      options: { client: "inworld-public", modelId: "inworld-tts-1.5-mini", voiceIds: ["Alex"] },
    });
  },
);

test("--sample redacts the audio", async () => {
  streamed = false;
  const { url, bodies } = await fixture.serve(inworld);
  const { stdout, code } = await fixture.harness.run(["sweep", ...words(SAMPLE), ...here(url)]);
  expect(code).toBe(0);
  expect(bodies).toHaveLength(1);
  const length = wavTone(20).toString("base64").length;
  expect(stdout).toContain(`"audioContent": "[redacted audio] len=${length}"`);
});

const SEGMENTS = [
  { label: false, text: "one " },
  { label: true, text: "what the model said" },
  { label: false, text: "two" },
];

test.each([
  ["simple-json", { samples: ["one two", "thrée"] }],
  [
    "axolotl-input-output",
    [{ segments: SEGMENTS }, { segments: [{ ...SEGMENTS[0], text: "thrée" }] }],
  ],
  [
    "id-prompt-json",
    [
      { id: 1, prompt: "one two" },
      { id: 2, prompt: "thrée" },
    ],
  ],
])("--analyze-prompts prints the lengths of the prompts in a %s file", async (format, content) => {
  const file = join(fixture.harness.folder, "text_samples.json");
  writeFileSync(file, JSON.stringify(content));
  const line = `sweep --analyze-prompts --text-samples-file ${file} --sample-format ${format}`;
  const { stdout, code } = await fixture.harness.run(words(line));
  expect(code).toBe(0);
  expect(stdout.trimEnd().split("\n").slice(1)).toEqual([
    "",
    "CHARACTER statistics:",
    "  Total: 12",
    "  Average: 6.00",
    "  Shortest: 5",
    "  Longest: 7",
    "",
    "WORD statistics:",
    "  Total: 3",
    "  Average: 1.50",
    "  Shortest: 1",
    "  Longest: 2",
  ]);
  expect(stdout).toStartWith("Analyzed 2 text samples from ");
});
