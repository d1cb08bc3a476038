import { readFile } from "node:fs/promises";

/** A server in a process of its own, so that its work and its memory are told apart from the bench's. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from spawning the process to the first 200 of /ready. */
  readonly readyMs: number;
  stop(): Promise<number>;
}

const READY_LIMIT_MS = 120_000;

/** Starts `bun server/main.ts` on a free loopback port and waits until /ready says 200. Throws when it ends before. */
export async function startServer(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const port = freePort();
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
      ...env,
    },
    stdout: "ignore",
    stderr: "inherit",
  });
  while (!(await isReady(url))) {
    if (child.exitCode !== null)
      throw new Error(`the server ended with code ${child.exitCode} before it was ready`);
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
    async stop() {
      child.kill("SIGTERM");
      return child.exited;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/ready`)).ok;
  } catch {
    return false;
  }
}

function freePort(): number {
  const probe = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data() {} } });
  const { port } = probe;
  probe.stop(true);
  return port;
}

/** Resident memory of a process in MiB (Linux; NaN elsewhere). */
export async function residentMiB(pid: number): Promise<number> {
  try {
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
