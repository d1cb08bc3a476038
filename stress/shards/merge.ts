import { realpath } from "node:fs/promises";
import { join } from "node:path";
import { type Measured, summarize } from "../figures/measured.ts";
import { exitCode, judgedGates } from "../run/verdict.ts";
import { reproducingCommand } from "../options/command.ts";
import { makeFolder, openConsole } from "../show/console.ts";
import { openFresh } from "../records/freshFile.ts";
import { writeReport } from "../html/write.ts";
import { mergeKept } from "../keep/keptFiles.ts";
import type { MergeOptions } from "../options/options.ts";
import { writePlots } from "../plots/plots.ts";
import { RECORDS_FILE, renameEarlier } from "../records/recorder.ts";
import { writeResult } from "../results/resultJson.ts";
import { type Summary, writeSummary } from "../results/runSummary.ts";
import { readRecordLines } from "../records/savedRecords.ts";
import { createLevelMerge, type LevelMerge } from "./mergeLevel.ts";
import { readShards, type ShardRun, type Shards } from "./shards.ts";
import { savedGates } from "../figures/gate.ts";
import { sayEnding } from "../show/ending.ts";
import { sayLevels } from "../show/levels.ts";

/**
 * Merges the results of shards into one run, as if one process had sent it; returns the exit code. Rejects if a shard
 * cannot be read, belongs to another schedule, or would be overwritten.
 *
 * @example
 * await mergeShards({ ...options, folders: ["benchmark_result/shard0", "benchmark_result/shard1"] });
 */
export async function mergeShards(options: MergeOptions): Promise<number> {
  const { shards, missing } = await readShards(options.folders);
  const folder = join(options.outputDir, options.benchmarkName);
  makeFolder(folder);
  await refuseShardFolder(folder, shards);
  const console = openConsole(folder, options);
  const pooled = await poolRecords(shards, folder);

  const { settings, percentileMethod, kind } = shards[0].summary;
  const gates = savedGates(settings);
  const measured = pooled.map((level): Measured => {
    const run = level.run(settings["stream"] === true);
    const interrupted = run.outcomes.some(({ error }) => error === "aborted");
    return summarize(run, { slo: gates, percentileMethod }, interrupted);
  });
  const results = sayLevels(console, measured, { method: percentileMethod, titled: false });
  const levels = measured.map(({ level }) => level);
  const summary = {
    ...mergedSummary(shards, options),
    levels,
    ...judgedGates(gates, levels),
    valid: missing.length === 0 && levels.every(({ valid }) => valid),
    warnings: [...new Set(shards.flatMap(({ summary }) => summary.warnings)), ...missing],
  };
  sayEnding(console, summary);
  await writeSummary(folder, summary);
  if (kind === "sweep") {
    await writeResult(folder, results);
    await writePlots(folder, results);
  }
  const folders = shards.map((shard) => shard.folder);
  if (settings["keepAudio"] === true) await mergeKept(folders, folder);
  await writeReport(folder, summary);
  console.say(
    `Merged ${shards.length} ${shards.length === 1 ? "shard" : "shards"} into [${folder}].`,
  );
  if (options.json) process.stdout.write(`${JSON.stringify(summary, null, 2)}\n`);
  return exitCode(summary);
}

/**
 * Returns the merged summary, except for its levels. Calibrations are omitted, since each applies to the machine of one
 * shard.
 */
function mergedSummary(shards: Shards, { benchmarkName, argv }: MergeOptions): Summary {
  const { shard: _, calibration: _calibration, ...summary } = shards[0].summary;
  const ended = shards.map((shard) => shard.summary.ended).find((end) => end !== undefined);
  return {
    ...summary,
    ...(ended === undefined ? {} : { ended }),
    name: benchmarkName,
    startedAt: shards.map(({ summary }) => summary.startedAt).toSorted()[0] ?? "",
    command: reproducingCommand(argv, null),
    settings: { ...summary.settings, shard: `${shards.length} merged` },
  };
}

/**
 * Adds every record of every shard to its level and to `folder`/requests.jsonl, one record in memory at a time. If it
 * rejects, earlier results are unchanged.
 */
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

/** Throws Error if `folder` is the folder of a shard, even through a link, since its records would be replaced. */
async function refuseShardFolder(folder: string, shards: readonly ShardRun[]): Promise<void> {
  const target = await realpath(folder);
  for (const shard of shards) {
    if ((await realpath(shard.folder)) === target)
      throw new Error(
        `${folder} is the folder of shard ${shard.shard.index}/${shard.shard.count}, which its merged results would replace: name another folder with --benchmark-name or --output-dir`,
      );
  }
}
