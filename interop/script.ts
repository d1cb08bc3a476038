import { type Case, must } from "./cases.ts";
import type { TestServer } from "./testServer.ts";

const TIMEOUT_MS = 120_000;

interface Script {
  readonly id: string;
  readonly claim: string;
  /** The command that runs the client; the server's URL follows it. */
  readonly command: readonly string[];
}

/** Returns the case of a client that a script in another process runs. The script prints its figures. */
export function scriptCase({ id, claim, command }: Script): Case<TestServer> {
  return {
    id,
    claim,
    async run({ url }) {
      const child = Bun.spawn([...command, url], {
        stdout: "pipe",
        stderr: "pipe",
        timeout: TIMEOUT_MS,
      });
      const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
      const code = await child.exited;
      const last = stderr.trim().split("\n").at(-1) ?? "";
      must(code === 0, child.signalCode === null ? `${code}: ${last}` : `${child.signalCode}`);
      return stdout.trim();
    },
  };
}
