/** Result of another load tool against the same server. */
export interface OtherTool {
  readonly requests: number;
  /** CPU time of all its processes, including start-up. */
  readonly cpuS: number;
}

export interface Target {
  readonly url: string;
  readonly body: string;
  readonly connections: number;
  readonly seconds: number;
}

/** autocannon on one thread, from the npm registry; null when it can't run. */
export async function autocannon(target: Target): Promise<OtherTool | null> {
  const { url, body, connections, seconds } = target;
  const args = ["-c", connections, "-d", seconds, "-m", "POST", "-b", body, "--json"].map(String);
  const type = ["-H", "content-type=application/json"];
  const told = await output([process.execPath, "x", "autocannon@8.0.0", ...args, ...type, url]);
  if (told === null) return null;
  const result = JSON.parse(told.text) as { "2xx": number };
  return { requests: result["2xx"], cpuS: told.cpuS };
}

/** oha; null when it is not installed. */
export async function oha(target: Target): Promise<OtherTool | null> {
  if (Bun.which("oha") === null) return null;
  const { url, body, connections, seconds } = target;
  const args = ["-c", connections, "-z", `${seconds}s`, "-m", "POST", "-d", body].map(String);
  const form = ["-T", "application/json", "--no-tui", "--output-format", "json"];
  const told = await output(["oha", ...args, ...form, url]);
  if (told === null) return null;
  const result = JSON.parse(told.text) as { statusCodeDistribution: Record<string, number> };
  return { requests: result.statusCodeDistribution["200"] ?? 0, cpuS: told.cpuS };
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
