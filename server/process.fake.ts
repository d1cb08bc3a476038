import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Environment = Readonly<Record<string, string>>;

const ROOT = `${import.meta.dir}/..`;

/**
 * MODEL_DIR of all servers of one test run. The first server calibrates the decoder (about 0.5 s); the other servers
 * read that calibration. The folder is deleted when the test process exits.
 */
const MODEL_DIR = join(tmpdir(), `utter-test-models-${process.pid}`);
process.once("exit", () => rmSync(MODEL_DIR, { recursive: true, force: true }));

/** Starts `bun server/main.ts` on a free loopback port with one Flite worker; `env` overrides these settings. */
export function spawnServer<Stderr extends "inherit" | "pipe">(env: Environment, stderr: Stderr) {
  return Bun.spawn([process.execPath, "server/main.ts"], {
    cwd: ROOT,
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      FLITE_WORKERS: "1",
      LOG_LEVEL: "error",
      MODEL_DIR,
      PULL: "false",
      ...env,
    },
    stdout: "pipe",
    stderr,
  });
}

/** Runs a server whose start is expected to fail and waits until it exits. `errors` is its stderr. */
export async function failedStart(env: Environment) {
  const child = spawnServer(env, "pipe");
  const [errors, code] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  return { code, errors };
}

/** Starts a server in its own process and waits until it listens. Throws an Error if the server exits before that. */
export async function startServer(env: Environment = {}) {
  const child = spawnServer(env, "inherit");
  const reader = child.stdout.getReader();
  const decoder = new TextDecoder();
  let output = "";
  while (!output.includes("curl")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the server exited with code ${await child.exited}: ${output}`);
    output += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
  const url = /http:\/\/[\d.]+:\d+/.exec(output)?.[0] ?? "";
  return {
    child,
    url,
    /** Posts a speech request. The default format is headerless PCM. */
    say: (body: Record<string, unknown>): Promise<Response> =>
      fetch(`${url}/v1/audio/speech`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ response_format: "pcm", ...body }),
      }),
  };
}
