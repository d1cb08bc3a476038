import { tmpdir } from "node:os";
import { isAbsolute, join, relative } from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { expected } from "../../src/message.ts";
import { interruptSignal } from "../../stress/interrupt.ts";
import { BaselineError, type FileReport, judgeFile } from "./judge.ts";
import { describeMutant } from "./mutants.ts";
import { summaryTable } from "./table.ts";

const ROOT = join(import.meta.dir, "../..");

const EXAMPLES = `
A mutant is one small change: < for <=, a negated condition, one side of &&, ||
or + removed, ?? without its right side, a number plus or minus 1, - for +,
* for /, Math.min for Math.max, or a call statement removed. The tests that
import the file run on each mutant, in a copy of the tree in the temporary
folder. The report lists the mutants that survive, and ends with a table of all
files.

Examples:
  bun run mutants server/keys.ts
  bun run mutants src/audio/wav.ts src/audio/resample.ts --limit 15 --seed 7
  bun run mutants server/admission/*.ts --jobs 2 --timeout 20

Exit status: 0 after a report, 1 if a file has no tests or they fail on the
unchanged file, 2 on wrong usage, 130 when interrupted.`;

interface Flags {
  readonly limit?: number;
  readonly seed: string;
  readonly timeout?: number;
  readonly jobs: number;
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new InvalidArgumentError(`expected an integer from 1, got "${text}"`);
}

const command = new Command("bun run mutants")
  .description(
    "Mutation testing: lists small changes of a source file that its tests do not detect",
  )
  .argument("[files...]", "source files (.ts, not tests)")
  .option("--limit <n>", "at most n mutants of each file, sampled evenly", positive)
  .option("--seed <text>", "seed of the sample", "1")
  .option(
    "--timeout <s>",
    "time limit of a mutant in seconds (default: 5 × the run of the unchanged file, at least 5)",
    positive,
  )
  .option("--jobs <n>", "mutants tested in parallel", positive, 1)
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
    const fault = await faultOf(file);
    if (fault === null) continue;
    console.error(expected(file, "a source file of this tree", fault));
    return 2;
  }
  return await report(files, command.opts<Flags>());
}

/** Returns why `file` cannot be tested; null if it can. */
async function faultOf(file: string): Promise<string | null> {
  if (!file.endsWith(".ts")) return "a file that is not TypeScript";
  if (file.endsWith(".test.ts")) return "a test";
  if (file.startsWith("..")) return "a path outside the tree";
  return (await Bun.file(join(ROOT, file)).exists()) ? null : "a path that does not exist";
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
        onProgress: (done: number, total: number) => showProgress(file, done, total),
      };
      const judged = await judgeFile(file, options, signal);
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
      reports.push(judged);
      printFile(judged);
    }
  } catch (error) {
    if (signal.aborted) return 130;
    if (!(error instanceof BaselineError)) throw error;
    console.error(error.message);
    return 1;
  } finally {
    if (reports.length > 0) console.log(`\n${summaryTable(reports)}\nseed ${flags.seed}`);
  }
  return 0;
}

function printFile(report: FileReport): void {
  const timeouts = report.judged.filter(({ verdict }) => verdict === "timeout").length;
  const late = timeouts === 0 ? "" : `, ${timeouts} killed by timeout`;
  console.log(`${report.path}: ${report.judged.length} mutants${late}`);
  console.log(`  tests: ${report.tests.join(" ")}`);
  for (const { mutant, verdict } of report.judged) {
    if (verdict !== "survived") continue;
    console.log(`  ${report.path}:${mutant.line}  ${describeMutant(report.text, mutant)}`);
  }
}

/** Shows every step in one line on a terminal, and one line for each tenth of the mutants in a log. */
function showProgress(file: string, done: number, total: number): void {
  const text = `${file}: ${done} of ${total} mutants`;
  if (process.stderr.isTTY) process.stderr.write(`\r${text} `);
  else if (done % Math.ceil(total / 10) === 0) process.stderr.write(`${text}\n`);
}
