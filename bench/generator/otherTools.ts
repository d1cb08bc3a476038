import { z } from "zod";

/** Result of another load tool against the same server. */
export interface OtherTool {
  readonly requests: number;
  /** CPU time of all processes of the tool, including start-up. */
  readonly cpuS: number;
}

export interface Target {
  readonly url: string;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
}

/** Runs autocannon from the npm registry on one thread. Returns null if it can't run. */
export async function autocannon(target: Target): Promise<OtherTool | null> {
  const { url, body, connections, seconds } = target;
  const args = ["-c", connections, "-d", seconds, "-m", "POST", "-b", body, "--json"].map(String);
  const type = ["-H", "content-type=application/json"];
  const printed = await output([process.execPath, "x", "autocannon@8.0.0", ...args, ...type, url]);
  if (printed === null) return null;
  const result = z.object({ "2xx": z.number() }).parse(JSON.parse(printed.text));
  return { requests: result["2xx"], cpuS: printed.cpuS };
}

const ohaSchema = z.object({ statusCodeDistribution: z.record(z.string(), z.number()) });

/** Runs oha. Returns null if it is not installed or can't run. */
export async function oha(target: Target): Promise<OtherTool | null> {
  if (Bun.which("oha") === null) return null;
  const { url, body, connections, seconds } = target;
  const args = ["-c", connections, "-z", `${seconds}s`, "-m", "POST", "-d", body].map(String);
  const jsonFlags = ["-T", "application/json", "--no-tui", "--output-format", "json"];
  const printed = await output(["oha", ...args, ...jsonFlags, url]);
  if (printed === null) return null;
  const { statusCodeDistribution } = ohaSchema.parse(JSON.parse(printed.text));
  return { requests: statusCodeDistribution["200"] ?? 0, cpuS: printed.cpuS };
}

async function output(command: readonly string[]): Promise<{ text: string; cpuS: number } | null> {
  const child = Bun.spawn([...command], { stdout: "pipe", stderr: "pipe" });
  const [text, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  const usage = child.resourceUsage();
  if (code === 0 && usage !== undefined) return { text, cpuS: Number(usage.cpuTime.total) / 1e6 };
  console.log(`${command[0]} did not run: ${errors.trim().split("\n")[0]}`);
  return null;
}
