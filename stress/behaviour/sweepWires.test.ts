import { expect, setDefaultTimeout, test } from "bun:test";
import type { Socket } from "node:net";
import { answerWith, beginChunked, wavTone, writeChunk } from "../server.fake.ts";
import { harnessPerTest } from "../run.fake.ts";

// Whole sweeps are slow on a busy machine.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);

const { serve, json } = fixture;
const sweep = (url: string, line: string) =>
  fixture.harness.run(["sweep", "--host", url, ...line.split(" ")]);
const ONE_RATE = "--min-qps 50 --max-qps 50";
/** Expects exit code 0, or 3 if this machine was too busy to send on time. */
const ran = (code: number) => expect(code).toBe(json("summary.json").valid ? 0 : 3);

/** Streams `pieces` lines of JSON. `message` builds each line from 20 ms of audio. */
function streamLines(socket: Socket, pieces: number, message: (audio: string) => unknown): void {
  beginChunked(socket, "application/json");
  for (let piece = 0; piece < pieces; piece++) {
    const line = JSON.stringify(message(wavTone(20).toString("base64")));
    // The last line has no newline.
    writeChunk(socket, Buffer.from(piece + 1 < pieces ? `${line}\n` : line));
  }
  writeChunk(socket, Buffer.alloc(0));
}

test("each line of Inworld's public stream is measured as one chunk", async () => {
  const { url, bodies } = await serve((socket) =>
    streamLines(socket, 5, (audio) => ({ result: { audioContent: audio } })),
  );
  const { stdout, code } = await sweep(
    url,
    `--number-of-samples 4 ${ONE_RATE} --stream --client inworld-public --model-id m --timestamp word`,
  );
  ran(code);
  expect(json("summary.json").levels[0]).toMatchObject({ ok: 4, audioS: { mean: 0.1 } });
  expect(json("result.json")["50.0"]).toMatchObject({
    forth_chunk_missing_count: 0,
    first_chunk_latency_ms_percentiles: { "50": expect.any(Number) },
  });
  for (const [table, column] of [
    ["First Chunk", "First Chunk Latency"],
    ["Fourth Chunk", "Fourth Chunk Latency"],
    ["Average Chunk", "Avg Chunk Latency"],
  ])
    expect(stdout).toMatch(
      new RegExp(
        `\\n-{8}${table} Latency Percentiles-{8}\n╒[═╤]+╕\n│ +Percentile │ +${column} \\(ms\\) │\n`,
      ),
    );
  expect(JSON.parse(bodies[0] ?? "")).toEqual({
    text: expect.any(String),
    voice_id: "Alex",
    audio_config: { audio_encoding: "LINEAR16" },
    model_id: "m",
    timestampType: "WORD",
  });
});

test("a stream with fewer than four chunks counts as having missing chunks", async () => {
  const { url, bodies } = await serve((socket) =>
    streamLines(socket, 1, (audio) => ({ data: audio })),
  );
  await sweep(
    url,
    `--number-of-samples 3 ${ONE_RATE} --stream --client inworld-internal --model-id m`,
  );
  const level = json("result.json")["50.0"];
  expect(level.forth_chunk_missing_count).toBe(9);
  expect(level.forth_chunk_latency_ms_percentiles).toBeNull();
  expect(JSON.parse(bodies[0] ?? "")).toEqual({
    text: expect.any(String),
    speaker_id: "Alex",
    top_k: 50,
    max_tokens: 400,
    repetition_penalty: 1.1,
    temperature: 0.7,
    top_p: 1,
    seed: 42,
  });
});

test.each([
  ["", "/SynthesizeSpeech", "timestamp_type_unspecified", "none"],
  ["", "/SynthesizeSpeech", "WORD", "words"],
  [" --stream", "/SynthesizeSpeechStream", "character", "chars"],
])(
  "Inworld's internal service%s has the path %s and receives --timestamp %s as %s",
  async (stream, path, timestamp, alignment) => {
    const { url, heads, bodies } = await serve((socket) =>
      streamLines(socket, 1, (audio) => ({ data: audio })),
    );
    const client = "--client inworld-internal --model-id m-7";
    const { code } = await sweep(url, `--sample${stream} ${client} --timestamp ${timestamp}`);
    expect(code).toBe(0);
    const [request, ...headers] = heads[0]?.split("\r\n") ?? [];
    expect(request).toBe(`POST ${path} HTTP/1.1`);
    expect(headers).toContain("model_id: m-7");
    expect(JSON.parse(bodies[0] ?? "")).toMatchObject({ forced_alignment_type: alignment });
  },
);

test("a sweep of embeddings reports tokens instead of audio", async () => {
  const usage = { prompt_tokens: 7, total_tokens: 7 };
  const { url, heads, bodies } = await serve((socket) =>
    answerWith(socket, JSON.stringify({ data: [{ embedding: [1] }], usage }), {
      type: "application/json",
    }),
  );
  await sweep(
    url,
    "--number-of-samples 10 --min-qps 50 --max-qps 100 --qps-step 50 --mode embedding --model-id e",
  );
  expect(json("result.json")["50.0"].token_stats).toEqual({
    total_prompt_tokens: 70,
    total_completion_tokens: 0,
    total_tokens: 70,
    avg_prompt_tokens: 7,
    avg_completion_tokens: 0,
    avg_total_tokens: 7,
  });
  expect(heads[0]).toStartWith("POST /v1/embeddings HTTP/1.1\r\n");
  expect(JSON.parse(bodies[0] ?? "")).toEqual({ model: "e", input: expect.any(String) });
});

test("--sample prints one answer with its audio redacted", async () => {
  const { url, bodies } = await serve((socket) =>
    streamLines(socket, 7, (audio) => ({ result: { audioContent: audio } })),
  );
  const { stdout, code } = await sweep(
    url,
    "--sample --stream --client inworld-public --model-id m",
  );
  expect(code).toBe(0);
  expect(bodies).toHaveLength(1);
  expect(stdout.match(/"\[redacted audio\] len=1340"/g)).toHaveLength(5);
});

test("--sample suggests --client when the server does not have the endpoint", async () => {
  const { url } = await serve((socket) => answerWith(socket, "nope", { status: 404 }));
  const { stderr, code } = await sweep(url, "--sample");
  expect(code).toBe(1);
  expect(stderr).toContain("--client");
});

test("--sample reports a total timeout as timeout_total", async () => {
  const { url } = await serve(() => {});
  const { stderr, code } = await sweep(url, "--sample --timeout-total 50ms");
  expect(code).toBe(1);
  expect(stderr).toContain("timeout_total: not complete after 50 ms");
});
