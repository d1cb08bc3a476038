import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { type Measured, summarize } from "../figures/measured.ts";
import { exitCode, sayGates } from "../run/verdict.ts";
import { reproducingCommand } from "../options/command.ts";
import { makeFolder, openConsole } from "../show/console.ts";
import { openFresh } from "../records/freshFile.ts";
import { writeReport } from "../html/write.ts";
import { mergeKept } from "../keep/keptFiles.ts";
import type { MergeOptions } from "../options/options.ts";
import { writePlots } from "../plots/plots.ts";
import { RECORDS_FILE, renameEarlier } from "../records/recorder.ts";
import { type ResultLevel, resultLevel, writeResult } from "../results/resultJson.ts";
import { type Summary, writeSummary } from "../results/runSummary.ts";
import { readRecordLines } from "../records/savedRecords.ts";
import { createLevelMerge, type LevelMerge } from "./mergeLevel.ts";
import { readShards, type ShardRun } from "./shards.ts";
import { parseSlo } from "../figures/slo.ts";
import { burstLines } from "../show/report.ts";
import { levelLines } from "../show/sweepReport.ts";

/** Folds the results of shards into one run as if one process had sent it; the exit code. */
export async function mergeShards(options: MergeOptions): Promise<number> {
  const { shards, missing } = await readShards(options.folders);
  const [first] = shards;
  const folder = join(options.outputDir, options.benchmarkName);
  makeFolder(folder);
  await refuseShard(folder, shards);
  const console = openConsole(folder, options);
  for (const line of missing) console.say(`warning: ${line}`);
  const levels = await poolRecords(shards, folder);

  // A shard's calibration is of its machine.
  const { shard: _, calibration: _own, ...whole } = first.summary;
  const { settings, percentileMethod } = whole;
  const gates = parseGates(settings["slo"]);
  const measured = levels.map((level): Measured => {
    const run = level.run(settings["stream"] === true);
    const interrupted = run.outcomes.some(({ error }) => error === "aborted");
    return summarize(run, { slo: gates, percentileMethod }, interrupted);
  });
  const results: Record<string, ResultLevel> = {};
  for (const each of measured) {
    console.enter(each.level.label);
    const result = resultLevel(each.run, each.level);
    if (result !== null) results[each.level.label] = result;
    console.sayAll(
      each.run.openLoop ? levelLines(each, result) : burstLines(each, percentileMethod),
    );
  }
  const summary: Summary = {
    ...whole,
    name: options.benchmarkName,
    startedAt: shards.map(({ summary }) => summary.startedAt).toSorted()[0] ?? "",
    command: reproducingCommand(options.argv, null),
    settings: { ...settings, shard: `${shards.length} merged` },
    levels: measured.map(({ level }) => level),
    ...sayGates(
      gates,
      measured.map(({ level }) => level),
      console,
    ),
    valid: missing.length === 0 && measured.every(({ level }) => level.valid),
    warnings: [...new Set(shards.flatMap(({ summary }) => summary.warnings)), ...missing],
  };
  await writeSummary(folder, summary);
  if (summary.kind === "sweep") {
    await writeResult(folder, results);
    await writePlots(folder, results);
  }
  if (settings["keepAudio"] === true)
    await mergeKept(
      shards.map((shard) => shard.folder),
      folder,
    );
  await writeReport(folder, summary);
  console.say(`Merged ${shards.length} shards into [${folder}].`);
  if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  return exitCode(summary);
}

/** Reads every record of every shard, one in memory at a time, into its level and into `folder`/requests.jsonl. */
async function poolRecords(shards: readonly ShardRun[], folder: string): Promise<LevelMerge[]> {
  const levels = new Map<string, LevelMerge>();
  for (const { summary } of shards)
    for (const { label } of summary.levels)
      if (!levels.has(label)) levels.set(label, createLevelMerge(label, shards));
  const file = await openFresh(join(folder, RECORDS_FILE));
  try {
    for (const shard of shards) {
      for await (const { record, line } of readRecordLines(shard.folder)) {
        levels.get(record.level)?.add(record, shard);
        await file.write(`${line}\n`);
      }
    }
    renameEarlier(folder);
    await file.done();
  } finally {
    await file.close();
  }
  return [...levels.values()];
}

/** Throws Error where `folder` is a shard's own, by whatever path: its records can't be made again. */
async function refuseShard(folder: string, shards: readonly ShardRun[]): Promise<void> {
  const target = await realpath(folder);
  for (const shard of shards) {
    if ((await realpath(shard.folder)) === target)
      throw new Error(
        `${folder} is the folder of shard ${shard.shard.index}/${shard.shard.count}, which its merged results would replace: name another with --benchmark-name or --output-dir`,
      );
  }
}

function parseGates(slo: unknown) {
  return typeof slo === "string" && slo !== "" ? parseSlo(slo) : [];
}
