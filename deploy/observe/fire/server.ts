import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers } from "../../../bench/serverProcess.ts";
import { createMemoryGroup, type MemoryGroup } from "./cgroup.ts";

const START_LIMIT_MS = 60_000;
const LOG = join(tmpdir(), `utter-trial-${process.pid}.log`);

type Env = Readonly<Record<string, string>>;

/** The server under trial. It keeps its port when it is restarted. */
export interface TrialServer {
  readonly url: string;
  /** Starts the server, with a limit of its memory if one is given, and waits until it listens. */
  start(env: Env, memoryBytes?: number): Promise<void>;
  /** Stops the process for `ms` and lets it go on. */
  freeze(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export function createTrialServer(port: number): TrialServer {
  const url = `http://127.0.0.1:${port}`;
  let child: Bun.Subprocess | null = null;
  let group: MemoryGroup | null = null;
  return {
    url,
    async start(env, memoryBytes) {
      group = memoryBytes === undefined ? null : await createMemoryGroup(memoryBytes);
      child = Bun.spawn(["sh", "-c", `${group?.enter ?? ":"}; exec bun server/main.ts`], {
        cwd: `${import.meta.dir}/../../..`,
        env: settings(port, env),
        stdout: "ignore",
        stderr: Bun.file(LOG),
      });
      const startedMs = performance.now();
      while (!(await answers(`${url}/health`))) {
        if (performance.now() - startedMs > START_LIMIT_MS) child.kill("SIGKILL");
        // A process that was killed, as for its memory, has a signal instead of an exit code.
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the server ended: ${await Bun.file(LOG).text()}`);
        await Bun.sleep(20);
      }
    },
    async freeze(ms) {
      child?.kill("SIGSTOP");
      await Bun.sleep(ms);
      child?.kill("SIGCONT");
    },
    async stop() {
      child?.kill("SIGTERM");
      await child?.exited;
      await group?.remove();
      group = null;
    },
  };
}

function settings(port: number, env: Env) {
  return {
    ...process.env,
    BUN_CONFIG_MAX_HTTP_REQUESTS: "65336",
    HOST: "127.0.0.1",
    PORT: String(port),
    LOG_LEVEL: "error",
    PULL: "false",
    DEVICE: "cpu",
    DRAIN_TIMEOUT_S: "1",
    ...env,
  };
}

/** Returns the resident memory of the server by its own metric, bytes. */
export async function residentBytes({ url }: TrialServer): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\d+)/m.exec(text)?.[1]);
}
