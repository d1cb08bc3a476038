import { expect, test } from "bun:test";

type Environment = Readonly<Record<string, string>>;

/** Starts the real server in a process of its own on a free port. */
async function start(env: Environment = {}) {
  const child = Bun.spawn(["bun", "server/main.ts"], {
    cwd: `${import.meta.dir}/..`,
    env: { ...process.env, HOST: "127.0.0.1", PORT: "0", FLITE_WORKERS: "1", ...env },
    stdout: "pipe",
    stderr: "ignore",
  });
  const reader = child.stdout.getReader();
  let text = "";
  while (!text.includes("curl")) text += new TextDecoder().decode((await reader.read()).value);
  reader.releaseLock();
  return { child, url: /http:\/\/[\d.]+:\d+/.exec(text)?.[0] ?? "" };
}

function speech(input: string): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ input, response_format: "pcm" }),
  };
}

test("SIGTERM in the middle of streams lets every one end whole, then the process ends with 0", async () => {
  const { child, url } = await start();
  const alone = await (await fetch(`${url}/v1/audio/speech`, speech("One. ".repeat(40)))).bytes();
  const streams = await Promise.all(
    Array.from({ length: 5 }, () => fetch(`${url}/v1/audio/speech`, speech("One. ".repeat(40)))),
  );
  child.kill("SIGTERM");
  const lengths = await Promise.all(streams.map(async (stream) => (await stream.bytes()).length));
  expect(lengths).toEqual(Array(5).fill(alone.length));
  expect(await child.exited).toBe(0);
}, 30_000);

test("the deadline of the drain ends what still runs, and the exit code says so", async () => {
  const { child, url } = await start({ DRAIN_TIMEOUT_S: "0.1", MAX_INPUT_CHARS: "1000000" });
  const stream = await fetch(
    `${url}/v1/audio/speech`,
    speech("This is a long story. ".repeat(20_000)),
  );
  child.kill("SIGTERM");
  expect(stream.bytes()).rejects.toThrow();
  expect(await child.exited).toBe(1);
}, 30_000);

test("a wrong setting, or a port that is taken, ends the start with one clear line", async () => {
  const taken = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response() });
  const cases: [Environment, RegExp][] = [
    [{ PORT: "x" }, /PORT="x" is not allowed/],
    [{ PORT: String(taken.port), HOST: "127.0.0.1" }, new RegExp(`PORT=${taken.port}`)],
    [{ DEFAULT_SPEAKER: "zoe" }, /DEFAULT_SPEAKER="zoe".*slt/],
  ];
  for (const [env, message] of cases) {
    const child = Bun.spawn(["bun", "server/main.ts"], {
      cwd: `${import.meta.dir}/..`,
      env: { ...process.env, FLITE_WORKERS: "1", ...env },
      stdout: "ignore",
      stderr: "pipe",
    });
    expect(await child.exited).toBe(1);
    expect(await child.stderr.text()).toMatch(message);
  }
  await taken.stop(true);
}, 30_000);
