import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CSV_HEAD, csvLine } from "../results/csv.ts";
import { openFresh } from "../records/freshFile.ts";
import { toOutcome } from "../figures/outcome.ts";
import type { Summary } from "../results/runSummary.ts";
import { readRecords } from "../records/savedRecords.ts";
import { createGatherer } from "./gather.ts";
import { reportPage } from "./page.ts";
import { playersSection } from "./players.ts";

/** Writes report.html and requests.csv from `summary` and `folder`/requests.jsonl; returns the path of the report. */
export async function writeReport(folder: string, summary: Summary): Promise<string> {
  const gatherer = createGatherer(summary.levels);
  const csv = await openFresh(join(folder, "requests.csv"));
  try {
    await csv.write(CSV_HEAD);
    for await (const record of readRecords(folder)) {
      const outcome = toOutcome(record);
      gatherer.add(record, outcome);
      await csv.write(csvLine(outcome));
    }
    await csv.done();
  } finally {
    await csv.close();
  }
  const path = join(folder, "report.html");
  const players = await playersSection(folder);
  await writeFile(path, await reportPage(summary, gatherer.done(), players));
  return path;
}
