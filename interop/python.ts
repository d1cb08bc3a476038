import { type Case, must } from "./cases.ts";
import type { TestServer } from "./testServer.ts";

const CLAIMS = {
  openai:
    "OpenAI's Python package gets a file, a stream, errors, models and twenty answers at once",
  livekit: "LiveKit's own plugin decodes every format, from bytes and from events",
  pipecat: "Pipecat's own service yields the server's PCM in its frames",
} as const;
const TIMEOUT_MS = 120_000;

/** Returns the cases of Python clients, which run the scripts in `python/`. */
export function pythonCases(python: string): readonly Case<TestServer>[] {
  return (["openai", "livekit", "pipecat"] as const).map((name) => ({
    id: `python-${name}`,
    claim: CLAIMS[name],
    async run({ url }) {
      const script = `${import.meta.dir}/python/drive_${name}.py`;
      const child = Bun.spawn([python, script, url], {
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
  }));
}
