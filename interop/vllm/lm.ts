import { readdir, readFile } from "node:fs/promises";
import { answers, freePort } from "../../bench/serverProcess.ts";
import { until } from "../lm/leave.ts";
import type { Stage } from "../lm/stage.ts";

/** A real vLLM, started by startLm or already running. */
export interface RealLm {
  readonly url: string;
  readonly key: string | null;
  /** Processes that a case can stop or kill; null if vLLM was already running. */
  readonly processes: Processes | null;
  stop(): Promise<void>;
}

/** The stage of the cases with vLLM. */
export type VllmStage = Stage<RealLm>;

interface Processes {
  /** Runs the model. */
  readonly engine: number;
  /** Answers HTTP. It is the parent of the engine. */
  readonly api: number;
}

const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 10_000;
/** vLLM's name for the process that runs the model. */
const ENGINE_NAME = "EngineCore";

/**
 * Runs `command` in a shell, with `{port}` and `{flags}` replaced, and waits until vLLM is healthy. Throws an Error if
 * vLLM exits earlier, or if no engine process is among its descendants.
 */
export async function startLm(command: string, flags: string, key: string): Promise<RealLm> {
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const all = `--api-key ${key} ${flags}`.trim();
  const filled = command.replaceAll("{port}", String(port)).replaceAll("{flags}", all);
  const child = Bun.spawn(["sh", "-c", filled], { stdout: "ignore", stderr: "ignore" });
  const deadline = performance.now() + START_TIMEOUT_MS;
  try {
    while (!(await answers(`${url}/health`))) {
      if (child.exitCode !== null)
        throw new Error(`vLLM exited with ${child.exitCode}; run it by hand: ${filled}`);
      if (performance.now() > deadline)
        throw new Error(`vLLM was not healthy after ${START_TIMEOUT_MS / 1000} s: ${filled}`);
      await Bun.sleep(200);
    }
    const family = await descendants(child.pid);
    const engine = family.find(({ name }) => name.includes(ENGINE_NAME));
    if (engine === undefined)
      throw new Error(`no process named ${ENGINE_NAME} among the descendants of: ${filled}`);
    const processes = { engine: engine.pid, api: engine.parent };
    return { url, key, processes, stop: () => stopAll(child) };
  } catch (error) {
    await stopAll(child);
    throw error;
  }
}

async function stopAll(child: ReturnType<typeof Bun.spawn>): Promise<void> {
  const family = [...(await descendants(child.pid)).map(({ pid }) => pid), child.pid];
  // On SIGTERM the API server ends its engine. SIGCONT wakes an engine that a case has frozen.
  for (const pid of family) {
    signal(pid, "SIGCONT");
    signal(pid, "SIGTERM");
  }
  const limit = setTimeout(() => {
    for (const pid of family) signal(pid, "SIGKILL");
  }, STOP_TIMEOUT_MS);
  await child.exited;
  clearTimeout(limit);
}

/** Sends a signal; ignores a process that has ended. */
export function signal(pid: number, name: "SIGCONT" | "SIGKILL" | "SIGSTOP" | "SIGTERM"): void {
  try {
    process.kill(pid, name);
  } catch {
    // The process has ended.
  }
}

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
}

/** Returns all descendants of a process. Linux only, because it reads /proc. */
async function descendants(root: number): Promise<Process[]> {
  const all: Process[] = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const status = await readFile(`/proc/${entry}/status`, "utf8");
      const name = await readFile(`/proc/${entry}/cmdline`, "utf8");
      const parent = Number(/PPid:\s+(\d+)/.exec(status)?.[1]);
      all.push({ pid: Number(entry), parent, name });
    } catch {
      // The process ended during the loop.
    }
  }
  const found: Process[] = [];
  let parents = new Set([root]);
  while (parents.size > 0) {
    const children = all.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map(({ pid }) => pid));
  }
  return found;
}

/** Returns the sum of a gauge of vLLM's /metrics over its engines. */
export async function gauge(lm: RealLm, name: "running" | "waiting"): Promise<number> {
  const text = await (await fetch(`${lm.url}/metrics`)).text();
  const lines = text.matchAll(new RegExp(`^vllm:num_requests_${name}\\{[^}]*\\} (\\S+)$`, "gm"));
  return [...lines].reduce((sum, [, value]) => sum + Number(value), 0);
}

/** Sends a POST to vLLM itself. */
export async function post(lm: RealLm, path: string, body: unknown): Promise<Response> {
  return fetch(`${lm.url}${path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(lm.key === null ? {} : { authorization: `Bearer ${lm.key}` }),
    },
    body: JSON.stringify(body),
  });
}

/** Waits until `holds` is true for a gauge of vLLM. Throws an Error after 15 s. */
export function untilGauge(
  lm: RealLm,
  name: "running" | "waiting",
  holds: (value: number) => boolean,
): Promise<void> {
  return until(() => gauge(lm, name), holds);
}
