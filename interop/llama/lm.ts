import { z } from "zod";
import { answers, freePort } from "../../bench/serverProcess.ts";
import { until } from "../lm/leave.ts";
import type { Stage } from "../lm/stage.ts";

/** A server of llama.cpp that a case can kill. */
export interface LlamaServer {
  readonly url: string;
  readonly key: string;
  kill(): void;
  /** Ends the server; resolves once the process has ended. */
  stop(): Promise<void>;
}

/** The stage of the cases with llama.cpp. */
export type LlamaStage = Stage<LlamaServer>;

const KEY = "interop-key";
const START_LIMIT_MS = 60_000;

/**
 * Runs `command` in a shell, with `{port}` and `{flags}` replaced, and waits until the model is loaded. Throws an Error
 * if the server ends earlier.
 */
export async function startLlama(command: string, flags: string): Promise<LlamaServer> {
  const port = freePort();
  const url = `http://127.0.0.1:${port}`;
  const all = `--api-key ${KEY} ${flags}`;
  const filled = command.replaceAll("{port}", String(port)).replaceAll("{flags}", all);
  // With exec the shell becomes the server, which can then be killed.
  const child = Bun.spawn(["sh", "-c", `exec ${filled}`], { stdout: "ignore", stderr: "ignore" });
  const kill = (): void => child.kill("SIGKILL");
  const deadlineMs = performance.now() + START_LIMIT_MS;
  while (!(await answers(`${url}/health`))) {
    if (child.exitCode !== null)
      throw new Error(`llama.cpp exited with ${child.exitCode}; run it by hand: ${filled}`);
    if (performance.now() > deadlineMs) {
      kill();
      throw new Error(`llama.cpp was not ready after ${START_LIMIT_MS / 1000} s: ${filled}`);
    }
    await Bun.sleep(50);
  }
  const stop = async (): Promise<void> => {
    kill();
    await child.exited;
  };
  return { url, key: KEY, kill, stop };
}

const slotList = z.array(z.object({ is_processing: z.boolean() }));

/** Returns the number of slots that generate. */
export async function busySlots({ url, key }: LlamaServer): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  const slots = slotList.parse(await (await fetch(`${url}/slots`, { headers })).json());
  return slots.filter((slot) => slot.is_processing).length;
}

interface Occupied {
  readonly slots: number;
  /** Generations at once; those beyond the slots wait in llama.cpp's queue. */
  readonly generations: number;
}

/** Occupies all slots until `release` is called or each generation has filled the context of its slot. */
export async function occupy(
  lm: LlamaServer,
  { slots, generations }: Occupied,
): Promise<{ release(): void }> {
  const client = new AbortController();
  const body = JSON.stringify({
    prompt: "Filler.",
    max_tokens: -1,
    ignore_eos: true,
    stream: true,
  });
  const headers = { authorization: `Bearer ${lm.key}` };
  const { signal } = client;
  for (let index = 0; index < generations; index += 1)
    void fetch(`${lm.url}/v1/completions`, { method: "POST", body, headers, signal })
      .then((response) => response.text())
      .catch(() => {}); // aborted below
  await until(
    () => busySlots(lm),
    (busy) => busy === slots,
  );
  return { release: () => client.abort() };
}
