import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openFresh } from "../../stress/records/freshFile.ts";
import type { RequestRecord } from "../../stress/records/record.ts";
import { recordOf } from "../../stress/records/record.fake.ts";
import { runOf } from "../../stress/figures/outcome.fake.ts";
import { summaryOf } from "../../stress/results/runSummary.fake.ts";
import type { Summary } from "../../stress/results/runSummary.ts";
import { summarizeLevel } from "../../stress/figures/summary.ts";

const CHUNKS = 100;

/** Writes a run of `count` records with 100 chunks each and times `stress report` on it in its own process. */
export async function measureReport(
  parent: string,
  count: number,
): Promise<{ readonly seconds: number; readonly cpuS: number; readonly peakMiB: number }> {
  const folder = join(parent, "report");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "summary.json"), JSON.stringify(summary(count)));
  const file = await openFresh(join(folder, "requests.jsonl"));
  for (let seq = 0; seq < count; seq++) await file.write(`${JSON.stringify(record(seq))}\n`);
  await file.done();
  const beganMs = performance.now();
  const main = join(import.meta.dir, "../../stress/main.ts");
  const child = Bun.spawn([process.execPath, main, "report", folder], { stdout: "ignore" });
  if ((await child.exited) !== 0) throw new Error("stress report failed");
  const seconds = (performance.now() - beganMs) / 1000;
  const usage = child.resourceUsage();
  return {
    seconds,
    cpuS: Number(usage?.cpuTime.total ?? NaN) / 1e6,
    peakMiB: (usage?.maxRSS ?? NaN) / 2 ** 20,
  };
}

function record(seq: number): RequestRecord {
  const dueMs = seq * 2;
  const at = (chunk: number) =>
    Math.round((dueMs + 80 + chunk * 97.123 + (seq % 13)) * 1000) / 1000;
  return recordOf({
    seq,
    level: "500.0",
    voice: "alloy",
    chars: 80,
    dueMs,
    sentMs: dueMs + 0.4,
    sendLagMs: 0.4,
    headersMs: at(0) - 1,
    firstAudioMs: at(0),
    audibleMs: at(0),
    endMs: at(CHUNKS),
    chunks: Array.from({ length: CHUNKS }, (_, chunk) => [at(chunk), 100] as const),
    audioS: CHUNKS / 10,
    codec: "pcm",
    requestId: "00000000-0000-0000-0000-000000000000",
  });
}

/** The smallest summary that `stress report` accepts. */
function summary(requests: number): Summary {
  const run = runOf([], { label: "500.0", targetQps: 500 });
  const level = { ...summarizeLevel(run, "type7"), requests, ok: requests, achievedQps: 500 };
  return summaryOf({
    name: "report",
    kind: "sweep",
    startedAt: "2026-01-01T00:00:00.000Z",
    levels: [{ ...level, wallS: requests / 500 }],
  });
}
