import { messageOf } from "../src/message.ts";
import { join } from "node:path";
import { runBurst } from "./burst.ts";
import { runCompare } from "./compare/compare.ts";
import { writeReport } from "./html/write.ts";
import { interruptSignal } from "./interrupt.ts";
import { mergeShards } from "./shards/merge.ts";
import { type Invocation, parseInvocation } from "./options/options.ts";
import { redrawPlots } from "./plots/plots.ts";
import { printSample } from "./sample.ts";
import { readSummary } from "./results/savedSummary.ts";
import { runSearch } from "./search/search.ts";
import { runSweep } from "./sweep.ts";
import { analyzePrompts, loadTexts } from "./load/texts.ts";

/** Does what the command line asks for; the exit code. */
async function run(invocation: Invocation): Promise<number> {
  if (invocation.kind === "exit") return invocation.code;
  if (invocation.kind === "burst") return runBurst(invocation.options, interruptSignal());
  if (invocation.kind === "sweep") return runSweep(invocation.options, interruptSignal());
  if (invocation.kind === "search") return runSearch(invocation.options, interruptSignal());
  if (invocation.kind === "sample") return printSample(invocation.options, interruptSignal());
  if (invocation.kind === "compare") return runCompare(invocation.options);
  if (invocation.kind === "plot") {
    const { outputDir, benchmarkName } = invocation.options;
    await redrawPlots(join(outputDir, benchmarkName));
    return 0;
  }
  if (invocation.kind === "merge") return mergeShards(invocation.options);
  if (invocation.kind === "report") {
    const { folder } = invocation;
    process.stdout.write(`${await writeReport(folder, await readSummary(folder))}\n`);
    return 0;
  }
  const { textSamplesFile, sampleFormat } = invocation.options;
  const texts = await loadTexts(textSamplesFile ?? null, sampleFormat);
  const lines = analyzePrompts(texts, textSamplesFile ?? "text_samples_single.json");
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}

try {
  process.exit(await run(parseInvocation(process.argv.slice(2))));
} catch (error) {
  // What the user named and we could not use: a file of texts, a folder that can't be written.
  process.stderr.write(`error: ${messageOf(error)}\n`);
  process.exit(1);
}
