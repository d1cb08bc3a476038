import { type Case, must } from "./cases.ts";
import type { House } from "./house.ts";

const SAYS = {
  openai: "OpenAI's Python package: file, stream, errors, models, twenty at once",
  livekit: "LiveKit's own plugin hears every format, by bytes and by events",
  pipecat: "Pipecat's own service gets the PCM in its frames",
} as const;
const LIMIT_MS = 120_000;

/** The packages of Python that clients are made of, driven by the scripts in `python/`. */
export function pythonCases(python: string): readonly Case<House>[] {
  return (["openai", "livekit", "pipecat"] as const).map((name) => ({
    id: `python-${name}`,
    says: SAYS[name],
    async run({ url }) {
      const script = `${import.meta.dir}/python/drive_${name}.py`;
      const child = Bun.spawn([python, script, url], {
        stdout: "pipe",
        stderr: "pipe",
        timeout: LIMIT_MS,
      });
      const [said, complained] = await Promise.all([child.stdout.text(), child.stderr.text()]);
      const code = await child.exited;
      const last = complained.trim().split("\n").at(-1) ?? "";
      must(code === 0, child.signalCode === null ? `${code}: ${last}` : `${child.signalCode}`);
      return said.trim();
    },
  }));
}
