import { join } from "node:path";
import { z } from "zod";
import type { Crowd } from "./crowd.ts";

/** Time for which the libraries talk, seconds: start of Python, restart of a server, and some turns after it. */
const SECONDS = 45;

const figures = z.record(
  z.string(),
  z.object({ turns: z.int(), failed: z.int(), errors: z.array(z.string()) }),
);

/**
 * Runs conversations of LiveKit's plugins and Pipecat's services, which reconnect by themselves, and prints the turns of
 * each. Throws an Error if the script fails.
 */
export async function libraries({ url, tally }: Crowd, python: string): Promise<void> {
  const path = join(import.meta.dir, "../../interop/python");
  const script = join(import.meta.dir, "libraries.py");
  const child = Bun.spawn(["env", `PYTHONPATH=${path}`, python, script, url, String(SECONDS)], {
    stdout: "pipe",
    stderr: "pipe",
  });
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if ((await child.exited) !== 0) throw new Error(errors.trim().split("\n").at(-1));
  for (const [name, { turns, failed, errors }] of Object.entries(
    figures.parse(JSON.parse(output)),
  )) {
    console.log(`  ${name}: ${turns} turns, ${failed} failed ${errors.join("; ")}`.trimEnd());
    for (let at = 0; at < turns; at += 1)
      tally.add(at < failed ? "cut" : "complete", { firstMs: Number.NaN });
  }
}
