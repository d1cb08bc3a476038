import { expect, test } from "bun:test";
import { Command } from "commander";
import { BENCHES } from "./bench/benches.ts";

const ROOT = import.meta.dir;

/** Each command of package.json that has flags, with its subcommands. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  "server/main.ts": [""],
  "demo/main.ts": [""],
  "server/models.ts": ["", "quantize"],
  "stress/main.ts": ["", "burst", "sweep", "search", "talk", "merge", "compare", "report"],
  "bench/main.ts": [""],
  "interop/main.ts": [""],
  "tools/mutants/main.ts": [""],
  "tools/pictures.ts": [""],
  "deploy/observe/fire/main.ts": [""],
  "deploy/proxy/verify.ts": [""],
  "interop/vllm/vllm.ts": [""],
  "interop/llama/llama.ts": [""],
};

const HELP = Object.entries(COMMANDS).flatMap(([file, subcommands]) =>
  subcommands.map((subcommand) => [file, subcommand] as const),
);

async function run(...args: readonly string[]) {
  const child = Bun.spawn([process.execPath, ...args], {
    cwd: ROOT,
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, stdout, stderr };
}

function tooLong(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.length > 80);
}

test.concurrent.each(HELP)(
  "%s %s --help is help in 80 columns",
  async (file, subcommand) => {
    const args = [file, subcommand, "--help"].filter((arg) => arg !== "");
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: bun run |\nUsage: bun run /);
    expect(tooLong(stdout)).toEqual([]);
  },
  30_000,
);

test.each(Object.keys(BENCHES))(
  "bench %s --help is help in 80 columns",
  async (name) => {
    const { about, open } = BENCHES[name]!;
    const command = new Command(name).description(about).configureHelp({ helpWidth: 80 });
    (await open()).define(command);
    const help = command.helpInformation();
    expect(help).toContain(about.slice(0, 40));
    expect(tooLong(help)).toEqual([]);
  },
  30_000,
);

/** A mistyped command line, and what is named instead. */
const MISTYPED: readonly (readonly [string, string])[] = [
  ["server/main.ts --hlep", "--help"],
  ["server/main.ts --max-queu 5", "MAX_QUEUE="],
  ["demo/main.ts --lmm", "--lm"],
  ["server/models.ts pul hibari", "pull"],
  ["server/models.ts quantize --tokns x f", "--tokens"],
  ["server/models.ts pull hibri", "hibari"],
  ["server/models.ts rm hibari:kor", "hibari:kore"],
  ["server/models.ts verify kokorro", "kokoro"],
  ["stress/main.ts --concurency 5", "--concurrency"],
  ["stress/main.ts swep", "sweep"],
  ["bench/main.ts coduc", "codec"],
  ["bench/main.ts codec --modle x", "--model"],
  ["interop/main.ts --pyhton x", "--python"],
  ["interop/vllm/vllm.ts --strat x", "--start"],
  ["interop/llama/llama.ts --pyton x", "--python"],
];

test.concurrent.each(MISTYPED)(
  "%s fails and names %s",
  async (line, meant) => {
    const { code, stdout, stderr } = await run(...line.split(" "));
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.toLowerCase()).toContain(`did you mean ${meant.toLowerCase()}`);
    expect(stderr).not.toContain("    at ");
  },
  30_000,
);
