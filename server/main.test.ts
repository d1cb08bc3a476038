import { expect, test } from "bun:test";
import { failedStart, spawnServer, startServer } from "./process.fake.ts";

type Environment = Readonly<Record<string, string>>;

test.concurrent(
  "the server cuts running streams at the drain deadline and exits with code 1",
  async () => {
    const { child, say } = await startServer({
      DRAIN_TIMEOUT_S: "0.1",
      MAX_INPUT_CHARS: "1000000",
    });
    const stream = await say({ input: "This is a long story. ".repeat(20_000) });
    child.kill("SIGTERM");
    expect(stream.bytes()).rejects.toThrow();
    expect(await child.exited).toBe(1);
  },
  30_000,
);

test.concurrent(
  "the server exits with code 1 and a clear error if a setting is invalid or the port is in use",
  async () => {
    const taken = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
    const cases: [Environment, RegExp][] = [
      [{ PORT: "x" }, /Expected `PORT` to be a whole number from 0 to 65535, got "x"/],
      [
        { PORT: String(taken.port), HOST: "127.0.0.1" },
        new RegExp(`can't listen on HOST=127.0.0.1, PORT=${taken.port}`),
      ],
      [{ DEFAULT_SPEAKER: "zoe" }, /`DEFAULT_SPEAKER` .*slt.*got "zoe"/],
    ];
    const starts = cases.map(async ([env, message]) => ({ message, ...(await failedStart(env)) }));
    for (const { code, errors, message } of await Promise.all(starts)) {
      expect(code).toBe(1);
      expect(errors).toMatch(message);
    }
    await taken.stop(true);
  },
  30_000,
);

test.concurrent(
  "the first lines name the API and the base URL; the log names misspelt variables and an LM that does not answer",
  async () => {
    const child = spawnServer(
      {
        LOG_LEVEL: "info",
        ENGINE: "flite,neucodec",
        TTS_API: "http://127.0.0.1:9",
        SPEAKERS: "anna",
        DECODER_MODEL: "fixtures/decoder.onnx",
        MAX_QUEU: "5",
        MAX_IN_FLIHGT: "5",
      },
      "pipe",
    );
    const { value } = await child.stdout.getReader().read();
    const text = new TextDecoder().decode(value);
    const url = /http:\/\/[\d.]+:\d+/.exec(text)?.[0] ?? "";
    for (const end of ["/docs\n", "/v1 "]) expect(text).toContain(`  ${url}${end}`);
    await fetch(`${url}/health`); // the server responds only after its signal handlers are set
    child.kill("SIGTERM");
    const log = await child.stderr.text();
    expect(log).toContain("unknown variable MAX_QUEU is ignored; did you mean MAX_QUEUE?");
    expect(log).toContain("unknown variable MAX_IN_FLIHGT is ignored; did you mean MAX_IN_FLIGHT?");
    expect(log).toMatch(
      /127\.0\.0\.1:9 can't be reached: nothing listens there \(connection refused\); it is asked again every 5 s, and until then speech is refused/,
    );
    const device = log.split("\n").filter((line) => line.includes("CUDA"));
    expect(device.length).toBeLessThan(2);
  },
  30_000,
);

test.concurrent(
  "the server exits with code 0 after SIGTERM during the start",
  async () => {
    const asked = Promise.withResolvers<void>();
    // During the start, the server requests the LM's models and waits for the response.
    using lm = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      fetch() {
        asked.resolve();
        return new Promise<Response>(() => {});
      },
    });
    const child = spawnServer(
      {
        TTS_API: lm.url.href,
        DEVICE: "cpu",
        DECODER_MODEL: "fixtures/decoder.onnx",
      },
      "inherit",
    );
    await asked.promise;
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    expect(await child.stdout.text()).toBe("");
    await lm.stop(true);
  },
  30_000,
);

test.concurrent(
  "the log redacts a configured key",
  async () => {
    // The key equals a word that the server logs when it drains.
    const child = spawnServer(
      { LOG_LEVEL: "info", LOG_FORMAT: "json", API_KEYS: "draining" },
      "pipe",
    );
    const { value } = await child.stdout.getReader().read();
    const url = /http:\/\/[\d.]+:\d+/.exec(new TextDecoder().decode(value))?.[0];
    await fetch(`${url}/health`); // the server responds only after its signal handlers are set
    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    const log = await child.stderr.text();
    expect(log).toContain('"event":"(hidden)"');
    expect(log).not.toContain("draining");
  },
  30_000,
);
