import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { basename, join } from "node:path";

/** A copy of a source tree in the temporary folder, so that mutants do not change the original. */
export interface Sandbox {
  write(path: string, text: string): Promise<void>;
  /** Runs test files until the first failure. Aborting the signal ends the run as "failed". */
  runTests(tests: readonly string[], timeoutMs: number, signal: AbortSignal): Promise<TestResult>;
  remove(): Promise<void>;
}

export type TestResult = "passed" | "failed" | "timeout";

const NOT_COPIED = new Set(["node_modules", ".git"]);

/** Copies the tree at `root` into a new folder in `temporary`. The copy has a symbolic link to the original node_modules. */
export async function openSandbox(root: string, temporary: string): Promise<Sandbox> {
  const copy = await mkdtemp(join(temporary, "mutants-"));
  await cp(root, copy, { recursive: true, filter: (path) => !NOT_COPIED.has(basename(path)) });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  return {
    write: async (path, text) => void (await Bun.write(join(copy, path), text)),
    async runTests(tests, timeoutMs, signal) {
      if (signal.aborted) return "failed";
      // In its own process group, so that a kill includes the processes that a test started.
      const child = Bun.spawn(
        [process.execPath, "test", "--bail", ...tests.map((path) => `./${path}`)],
        { cwd: copy, stdin: "ignore", stdout: "ignore", stderr: "ignore", detached: true },
      );
      let isLate = false;
      const kill = (): void => killGroup(child.pid);
      const timer = setTimeout(() => {
        isLate = true;
        kill();
      }, timeoutMs);
      signal.addEventListener("abort", kill);
      try {
        const code = await child.exited;
        if (isLate) return "timeout";
        return code === 0 ? "passed" : "failed";
      } finally {
        clearTimeout(timer);
        signal.removeEventListener("abort", kill);
        kill();
      }
    },
    remove: () => rm(copy, { recursive: true, force: true }),
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Every process of the group has ended.
  }
}
