import { expect, setDefaultTimeout, test } from "bun:test";
import { answerWith, wavTone } from "../server.fake.ts";
import { harnessPerTest } from "../run.fake.ts";

// Whole bursts are slow on a busy machine.
setDefaultTimeout(60_000);

const fixture = harnessPerTest(process.env);
const { serve, json } = fixture;
const burst = (line: string) => fixture.harness.run(line.split(" "));
/** Expects exit code 0, or 3 if this machine was too busy to send on time. */
const ran = (code: number) => expect(code).toBe(json("summary.json").valid ? 0 : 3);
const EMBEDDED = JSON.stringify({ data: [{ embedding: [1] }], usage: { prompt_tokens: 7 } });

test.each(["--concurrency 3", "--concurrency 2 --requests 4"])(
  "embeddings (%s) have no audio figures and ignore --timeout-first-audio",
  async (load) => {
    const { url, bodies } = await serve(
      (socket) =>
        void setTimeout(() => answerWith(socket, EMBEDDED, { type: "application/json" }), 60),
    );
    const line = `--host ${url} ${load} --warmup 0 --client embedding --model-id e`;
    const { stdout, code } = await burst(`${line} --timeout-first-audio 20ms --body user=me`);
    ran(code);
    expect(stdout).toContain("P99: 0.");
    expect(stdout).not.toContain("RTF");
    expect(json("summary.json").levels[0]).toMatchObject({ errors: {}, rtf: null, ttfaMs: null });
    expect(JSON.parse(bodies[0] ?? "")).toEqual({
      model: "e",
      input: expect.any(String),
      user: "me",
    });
  },
);

test("a burst against Inworld sends only Inworld's fields", async () => {
  const audio = JSON.stringify({ audioContent: wavTone(20).toString("base64") });
  const { url, bodies } = await serve((socket) =>
    answerWith(socket, audio, { type: "application/json" }),
  );
  const line = `--host ${url} --concurrency 1 --warmup 0 --client inworld-public --model-id m`;
  await burst(`${line} --voice Ashley`); // --voice is short for --voice-ids
  expect(JSON.parse(bodies[0] ?? "")).toEqual({
    text: expect.any(String),
    voice_id: "Ashley",
    audio_config: { audio_encoding: "LINEAR16" },
    model_id: "m",
  });
});

test("a sweep ends after its first rate when the host never completes a TLS handshake", async () => {
  // The server never answers the TLS handshake.
  const { url } = await serve(() => {});
  const host = url.replace("http:", "https:");
  const rates = "--min-qps 50 --max-qps 100 --qps-step 50 --number-of-samples 3";
  const { stdout, code } = await burst(`sweep --host ${host} ${rates} --timeout-first-audio 100ms`);
  expect(code).toBe(1);
  expect(stdout).toContain(`No connection to ${host}`);
  expect(stdout).toContain("--host");
  expect(json("summary.json").levels).toMatchObject([{ ok: 0, errors: { connect: 3 } }]);
});
