import { type Case, must } from "./cases.ts";
import type { TestServer } from "./testServer.ts";

const CLAIMS = {
  openai: "OpenAI's Python package: file, stream, errors, models, twenty at once",
  livekit: "LiveKit's own plugin decodes every format, from bytes and from events",
  pipecat: "Pipecat's own service yields the PCM in its frames",
} as const;
const TIMEOUT_MS = 120_000;

/** Python packages of clients, run by the scripts in `python/`. */
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
