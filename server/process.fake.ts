type Environment = Readonly<Record<string, string>>;

/** Runs the real server until it ends by itself; `errors` is what it wrote to stderr. */
export async function failedStart(env: Environment) {
  const child = Bun.spawn(["bun", "server/main.ts"], {
    cwd: `${import.meta.dir}/..`,
    env: { ...process.env, FLITE_WORKERS: "1", ...env },
    stdout: "ignore",
    stderr: "pipe",
  });
  return { code: await child.exited, errors: await child.stderr.text() };
}

/** The real server in a process of its own on a free loopback port, for tests. Throws when it ends before it listens. */
export async function startServer(env: Environment = {}) {
  const child = Bun.spawn(["bun", "server/main.ts"], {
    cwd: `${import.meta.dir}/..`,
    env: {
      ...process.env,
      HOST: "127.0.0.1",
      PORT: "0",
      FLITE_WORKERS: "1",
      LOG_LEVEL: "error",
      ...env,
    },
    stdout: "pipe",
    stderr: "inherit",
  });
  const reader = child.stdout.getReader();
  let said = "";
  while (!said.includes("curl")) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the server ended with code ${await child.exited}: ${said}`);
    said += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  const url = /http:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? "";
  return {
    child,
    url,
    /** Asks for speech, as headerless PCM unless the body says otherwise. */
    say: (body: Record<string, unknown>): Promise<Response> =>
      fetch(`${url}/v1/audio/speech`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ response_format: "pcm", ...body }),
      }),
  };
}
