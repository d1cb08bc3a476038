import { expect, test } from "bun:test";
import { readConfig, secretValues } from "../config.ts";
import { createLog } from "./log.ts";
import { hider } from "../../src/hider.ts";

test("every key and password of the configuration is hidden wherever it is logged", () => {
  const config = readConfig({
    API_KEYS: 'first-key,we"ird',
    HF_TOKEN: "hub-token",
    TTS_API_KEY: "lm-key",
    TTS_API: "http://user:pass%2Fword@lm.local/v1",
    SENTRY_DSN: "https://dsn-key@host/1",
  });
  for (const LOG_FORMAT of ["text", "json"] as const) {
    const lines: string[] = [];
    const options = { LOG_LEVEL: "info", LOG_FORMAT, secrets: secretValues(config) } as const;
    const log = createLog(options, (line) => void lines.push(line));
    const cause = `fetch ${config.TTS_API[0]} with first-key, we"ird, lm-key, hub-token; ${config.SENTRY_DSN}`;
    log("error", "fault", { cause });
    expect(lines[0]).toContain("(hidden)");
    for (const secret of ["first-key", "ird", "hub-token", "lm-key", "pass", "dsn-key"])
      expect(lines[0]).not.toContain(secret);
  }
});

test("names and passwords in the addresses of a hub, a collector and an LM are hidden, however they are written", () => {
  const config = readConfig({
    HF_ENDPOINT: "https://mirror-user:mirror-word@hub.local",
    OTEL_EXPORTER_OTLP_ENDPOINT: "http://otel-user:otel%2Dword@collector.local:4318",
    TTS_API: "http://lm-user:lm@w:ord@lm.local,http://other:half%2Fword@lm.local",
  });
  const hide = hider(secretValues(config));
  const shown = hide(
    `${config.HF_ENDPOINT} ${config.OTEL_EXPORTER_OTLP_ENDPOINT} ${config.TTS_API.join(" ")} ` +
      "mirror-word otel-word otel%2Dword lm@w:ord lm%40w%3Aord half/word",
  );
  expect(shown).not.toMatch(/mirror-|otel-|lm-user|w:ord|ord@|word/);
  expect(shown).toMatch(/hub\.local.*collector\.local:4318.*lm\.local/);
});

test("an address that is refused is shown without name and password", () => {
  for (const name of ["HF_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT", "TTS_API"])
    for (const url of ["ftp://user:word@host/x", "http://user:wo/rd@host/x", "user:word@host/x"]) {
      const refused = expect(() => readConfig({ [name]: url }));
      refused.toThrow(new RegExp(`^Expected \`${name}\` to be .*, got "[^"]*host/x"$`));
      expect(() => readConfig({ [name]: url })).not.toThrow(/user|wo.?rd/);
    }
});

test("a key that is the beginning of another leaves nothing of it, and a short value hides nothing", () => {
  expect(hider(["key-1", "key-12"])("key-12 key-1")).toBe("(hidden) (hidden)");
  expect(hider(["a"])("a cat")).toBe("a cat");
});

test("the real server's log hides what is configured as secret", async () => {
  const child = Bun.spawn(["bun", "server/main.ts"], {
    cwd: `${import.meta.dir}/../..`,
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      FLITE_WORKERS: "1",
      LOG_FORMAT: "json",
      API_KEYS: "draining",
    },
    stdout: "pipe",
    stderr: "pipe",
  });
  const { value } = await child.stdout.getReader().read();
  const url = /http:\/\/[\d.]+:\d+/.exec(new TextDecoder().decode(value))?.[0];
  await fetch(`${url}/health`); // by now it also hears signals
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
  const log = await child.stderr.text();
  // The key is a word that the server says at its end.
  expect(log).toContain('"event":"(hidden)"');
  expect(log).not.toContain("draining");
}, 30_000);
