import { readdir, readFile } from "node:fs/promises";

/** A server in its own process, so that its CPU time and memory are measured separately from the bench. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the spawn until the `probe` of startServer first answered 200. */
  readonly readyMs: number;
  /** Log output so far; complete once `stop` has resolved. */
  log(): string;
  stop(): Promise<number>;
}

const READY_LIMIT_MS = 120_000;

/**
 * Starts `bun server/main.ts` on loopback, on a free port if `env` has no PORT, and waits until `probe` answers 200. Throws
 * if the server exits.
 */
export async function startServer(
  env: Readonly<Record<string, string>>,
  probe: "/ready" | "/health" = "/ready",
): Promise<ServerProcess> {
  const port = Number(env["PORT"] ?? freePort());
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  const child = Bun.spawn(["bun", "server/main.ts"], {
    cwd: `${import.meta.dir}/..`,
    env: {
      ...process.env,
      BUN_CONFIG_MAX_HTTP_REQUESTS: "65336",
      HOST: "127.0.0.1",
      PORT: String(port),
      LOG_LEVEL: "warn",
      PULL: "false",
      ...env,
    },
    stdout: "ignore",
    stderr: "pipe",
  });
  let log = "";
  const logged = (async () => {
    const decoder = new TextDecoder();
    for await (const bytes of child.stderr) log += decoder.decode(bytes, { stream: true });
  })();
  while (!(await answers(`${url}${probe}`))) {
    if (child.exitCode !== null)
      throw new Error(`the server ended with code ${child.exitCode} before it was ready:\n${log}`);
    if (performance.now() - startedAt > READY_LIMIT_MS) {
      child.kill("SIGKILL");
      throw new Error(`the server was not ready after ${READY_LIMIT_MS / 1000} s`);
    }
    await Bun.sleep(2);
  }
  const readyMs = performance.now() - startedAt;
  return {
    url,
    pid: child.pid,
    readyMs,
    log: () => log,
    async stop() {
      child.kill("SIGTERM");
      const code = await child.exited;
      await logged;
      return code;
    },
  };
}

/** Returns whether a GET of `url` returns a 2xx status. */
export async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

export function freePort(): number {
  const probe = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = probe;
  probe.stop(true);
  return port;
}

/** Returns the resident memory of a process in MiB (Linux; NaN elsewhere). */
export async function residentMiB(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}

/** Unit of CPU time in /proc (USER_HZ = 100 on Linux). */
const TICK_MS = 10;

/** Returns the CPU time of a process so far, milliseconds (Linux; NaN elsewhere). */
export function cpuMs(pid: number): Promise<number> {
  return statCpuMs(`/proc/${pid}/stat`);
}

/** Returns the CPU milliseconds of all threads except the main thread, by thread id (Linux; empty elsewhere). */
export async function threadCpuMs(pid: number): Promise<ReadonlyMap<string, number>> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const others = threads.filter((thread) => thread !== String(pid));
  return new Map(
    await Promise.all(
      others.map(async (thread): Promise<[string, number]> => {
        return [thread, await statCpuMs(`/proc/${pid}/task/${thread}/stat`)];
      }),
    ),
  );
}

async function statCpuMs(path: string): Promise<number> {
  try {
    const fields = (await readFile(path, "utf8")).split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
  } catch {
    return Number.NaN;
  }
}
