import { messageOf } from "../src/message.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runBurst } from "./burst.ts";
import { runCompare } from "./compare/compare.ts";
import { writeReport } from "./html/write.ts";
import { interruptSignal } from "./interrupt.ts";
import { mergeShards } from "./shards/merge.ts";
import { outgoingFilter } from "./options/settle.ts";
import { type Invocation, parseInvocation } from "./options/options.ts";
import { redrawPlots, writePlots } from "./plots/plots.ts";
import { rebuildReport } from "./rebuild/rebuild.ts";
import { printSample } from "./sample.ts";
import { readSummary } from "./results/savedSummary.ts";
import { runSearch } from "./search/search.ts";
import { runSweep } from "./sweep.ts";
import { runTalk } from "./talk.ts";
import { analyzePrompts, loadTexts } from "./load/texts.ts";

/** Functions with effects on the process, which tests replace. */
interface Surroundings {
  /** Returns the signal that ends a run early. */
  readonly interruption: () => AbortSignal;
  /** Plots the results of a sweep into its folder. */
  readonly draw: typeof writePlots;
}

/** Runs the parsed command; returns the exit code. */
async function run(invocation: Invocation, { interruption, draw }: Surroundings): Promise<number> {
  if (invocation.kind === "exit") return invocation.code;
  if (invocation.kind === "burst") return runBurst(invocation.options, interruption());
  if (invocation.kind === "sweep") return runSweep({ ...invocation, draw }, interruption());
  if (invocation.kind === "search") return runSearch(invocation.options, interruption());
  if (invocation.kind === "talk") return runTalk(invocation.options, interruption());
  if (invocation.kind === "sample") return printSample(invocation.options, interruption());
  if (invocation.kind === "compare") return runCompare(invocation.options);
  if (invocation.kind === "plot") {
    const { outputDir, benchmarkName } = invocation.options;
    await redrawPlots(join(outputDir, benchmarkName));
    return 0;
  }
  if (invocation.kind === "merge") return mergeShards(invocation.options);
  if (invocation.kind === "report") {
    const { folder } = invocation;
    const isKilled = !existsSync(join(folder, "summary.json"));
    const path = isKilled
      ? await rebuildReport(folder)
      : await writeReport(folder, await readSummary(folder));
    process.stdout.write(`${path}\n`);
    return 0;
  }
  const { textSamplesFile, sampleFormat } = invocation.options;
  const { texts, note } = await loadTexts(textSamplesFile ?? null, sampleFormat);
  if (note !== null) process.stderr.write(`${note}\n`);
  const lines = analyzePrompts(texts, textSamplesFile ?? "text_samples_single.json");
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

/**
 * Runs the command line `argv` and prints its errors; returns the exit code.
 *
 * @example
 * await main(["burst", "--host", "http://localhost:9091"], { interruption: interruptSignal, draw: writePlots });
 */
export async function main(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await run(parseInvocation(argv), surroundings);
  } catch (error) {
    // For example, a file of texts does not exist, or a folder is not writable.
    process.stderr.write(outgoingFilter(argv)(`error: ${messageOf(error)}\n`));
    return 1;
  }
}

/** Goes on when the reader of the output ends, as `head` does: the results are written all the same. */
function goOnWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

if (import.meta.main) {
  for (const output of [process.stdout, process.stderr]) output.on("error", goOnWithoutReader);
  process.exit(
    await main(process.argv.slice(2), { interruption: interruptSignal, draw: writePlots }),
  );
}
