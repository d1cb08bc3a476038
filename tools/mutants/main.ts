import { tmpdir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { interruptSignal } from "../../stress/interrupt.ts";
import { BaselineError, type FileReport, judgeFile } from "./judge.ts";
import { describeMutant } from "./mutants.ts";

const ROOT = join(import.meta.dir, "../..");

const EXAMPLES = `
Each mutant is one small change: a comparison that includes its limit or does not, an opposite condition, one side of
&&, || or + dropped, ?? without its right side, a number one more or one less, - for +, * for /, Math.min for Math.max,
or a call statement removed. The tests that import the file run on it, in a copy of the tree in the temporary folder.

Examples:
  bun run mutants server/keys.ts
  bun run mutants src/audio/wav.ts src/audio/resample.ts --limit 15 --seed 7
  bun run mutants server/admission/*.ts --jobs 2 --timeout 20

Exit status: 0 after a report, 1 when tests fail on an unchanged file, 2 on wrong usage, 130 when interrupted.`;

interface Flags {
  readonly limit?: number;
  readonly seed: string;
  readonly timeout?: number;
  readonly jobs: number;
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(`Expected a whole number from 1, got ${text}.`);
}

const command = new Command("bun run mutants")
  .description("Mutation testing: which small changes of a source file no test notices")
  .argument("[files...]", "source files (.ts, not tests)")
  .option("--limit <n>", "at most n mutants of each file, sampled evenly", positive)
  .option("--seed <text>", "seed of the sample", "1")
  .option(
    "--timeout <s>",
    "seconds a mutant may take (default: 5 × the unchanged run, at least 5)",
    positive,
  )
  .option("--jobs <n>", "mutants tested side by side", positive, 1)
  .addHelpText("after", EXAMPLES)
  .exitOverride();

process.exitCode = await main(Bun.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
  const files = command.args.map((file) => (isAbsolute(file) ? relative(ROOT, file) : join(file)));
  if (files.length === 0) {
    command.outputHelp();
    return 0;
  }
  for (const file of files) {
    const refusal = await refusalOf(file);
    if (refusal === null) continue;
    console.error(`Expected a source file of this tree, got ${file}: ${refusal}`);
    return 2;
  }
  return await report(files, command.opts<Flags>());
}

async function refusalOf(file: string): Promise<string | null> {
  if (!file.endsWith(".ts") || file.endsWith(".test.ts")) return "not a .ts file, or a test";
  if (file.startsWith("..")) return "outside of the tree";
  return (await Bun.file(join(ROOT, file)).exists()) ? null : "it does not exist";
}

async function report(files: readonly string[], flags: Flags): Promise<number> {
  const signal = interruptSignal();
  const reports: FileReport[] = [];
  try {
    for (const file of files) {
      const options = {
        root: ROOT,
        temporary: tmpdir(),
        seed: flags.seed,
        limit: flags.limit ?? null,
        timeoutMs: flags.timeout === undefined ? null : flags.timeout * 1000,
        jobs: flags.jobs,
        onProgress: (done: number, total: number) => {
          if (process.stderr.isTTY) process.stderr.write(`\r${file}: ${done} of ${total} `);
        },
      };
      const found = await judgeFile(file, options, signal);
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
      reports.push(found);
      printFile(found);
    }
  } catch (error) {
    if (signal.aborted) return 130;
    if (!(error instanceof BaselineError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    console.log(`${summaryOf(reports)}, seed ${flags.seed}`);
  }
  return 0;
}

function printFile(found: FileReport): void {
  console.log(`${found.path}: ${summaryOf([found])}`);
  console.log(`  tests: ${found.tests.join(" ")}`);
  for (const { mutant, verdict } of found.judged) {
    if (verdict !== "survived") continue;
    console.log(`  ${found.path}:${mutant.line}  ${describeMutant(found.text, mutant)}`);
  }
}

function summaryOf(reports: readonly FileReport[]): string {
  const judged = reports.flatMap((found) => found.judged);
  const survived = judged.filter(({ verdict }) => verdict === "survived").length;
  const timeouts = judged.filter(({ verdict }) => verdict === "timeout").length;
  const killed = judged.length - survived;
  const rate =
    judged.length === 0 ? "" : ` (${Math.round((100 * killed) / judged.length)} % killed)`;
  const late = timeouts === 0 ? "" : ` (${timeouts} by timeout)`;
  return `${judged.length} mutants: ${killed} killed${late}, ${survived} survived${rate}`;
}
