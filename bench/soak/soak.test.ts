import { expect, test } from "bun:test";
import { readdir, readFile } from "node:fs/promises";

/** Returns the processes with `mark` in their environment (Linux; none elsewhere). */
async function marked(mark: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir("/proc").catch(() => [])) {
    const environment = await readFile(`/proc/${name}/environ`, "utf8").catch(() => "");
    if (environment.includes(mark)) found.push(Number(name));
  }
  return found;
}

test("run() - reports that the first requests are refused, and stops the server", async () => {
  const mark = crypto.randomUUID();
  const child = Bun.spawn(["bun", "bench/main.ts", "soak", "--minutes", "0.01"], {
    cwd: `${import.meta.dir}/../..`,
    // API_KEYS makes every request of the bench fail with 401.
    env: { ...process.env, API_KEYS: mark, FLITE_WORKERS: "1" },
    stdout: "ignore",
    stderr: "pipe",
  });
  expect(await child.stderr.text()).toMatch(/401/);
  expect(await child.exited).toBe(1);
  const left = await marked(mark);
  for (const pid of left) process.kill(pid, "SIGKILL");
  expect(left).toEqual([]);
}, 60_000);
