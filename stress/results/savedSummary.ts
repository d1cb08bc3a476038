import { join } from "node:path";
import { z } from "zod";
import { savedGates } from "../figures/gate.ts";
import { judge } from "../figures/slo.ts";
import { readJsonFile } from "../records/savedFile.ts";
import type { Summary } from "./runSummary.ts";
import { statsSchema } from "./savedStats.ts";
import { talkFiguresSchema } from "./savedTalk.ts";
import { ENDINGS, type SearchResult } from "./searchResult.ts";

const number = z.number();
const stalls = z
  .object({
    episodes: number,
    stalledS: number,
    share50: number,
    share100: number,
    share200: number,
    preroll95Ms: number,
    preroll99Ms: number,
  })
  .nullable();
const gates = z.array(z.object({ expr: z.string(), value: number.nullable(), pass: z.boolean() }));
const levelSchema = z.object({
  label: z.string(),
  targetQps: number.nullable(),
  concurrency: number.nullable(),
  gapScale: number.nullable().default(null),
  requests: number,
  ok: number,
  errors: z.record(z.string(), number),
  statuses: z.record(z.string(), number).default({}),
  achievedQps: number,
  wallS: number,
  responseMs: statsSchema,
  serviceMs: statsSchema,
  ttfaMs: statsSchema,
  audibleTtfaMs: statsSchema,
  chunkGapMs: statsSchema,
  connectMs: statsSchema,
  connections: number,
  audioS: statsSchema,
  rtf: statsSchema,
  sendLagMs: statsSchema,
  audioSecondsPerSecond: number,
  stalls,
  goodput: number.nullable(),
  // Older summaries do not have the next three; `completed` adds two of them.
  gates: gates.default([]),
  saturated: z.boolean().default(false),
  complete: z.boolean().default(true),
  generatorCpu: number,
  coreWaitMs: number.nullable().default(null),
  talk: talkFiguresSchema.exactOptional(),
  valid: z.boolean(),
  warnings: z.array(z.string()),
});
const searchSchema: z.ZodType<SearchResult> = z.object({
  target: number,
  capacityQps: number.nullable(),
  share: number.nullable(),
  lowerBound: number.nullable(),
  bracket: z.tuple([number.nullable(), number.nullable()]),
  binding: z.string().nullable(),
  ended: z.enum(ENDINGS),
  valid: z.boolean(),
  probes: z.array(
    z.object({
      qps: number,
      repeats: number,
      requests: number,
      good: number,
      failed: number,
      missed: z.array(number),
      share: number,
      lowerBound: number,
      pass: z.boolean(),
      valid: z.boolean(),
    }),
  ),
});
const calibrationSchema = z.object({
  open: z.array(
    z.object({
      qps: number,
      rateError: number.nullable(),
      arrivalMs: statsSchema,
      sendLagMs: statsSchema,
    }),
  ),
  paced: z.array(
    z.object({ streams: number, pieceMs: number, chunkErrorMs: statsSchema, generatorCpu: number }),
  ),
});
/** The members of a summary that are known before the first request. */
export const plannedSchema = z.object({
  schema: z.literal(1),
  name: z.string(),
  kind: z.enum(["burst", "closed", "sweep", "search", "talk"]),
  target: z.string(),
  client: z.string(),
  seed: number,
  scheduleHash: z.string(),
  startedAt: z.string(),
  percentileMethod: z.enum(["type7", "nearest", "scicom"]),
  command: z.string(),
  settings: z.record(z.string(), z.unknown()),
});
const summarySchema: z.ZodType<Summary> = plannedSchema.extend({
  levels: z.array(levelSchema),
  search: searchSchema.exactOptional(),
  calibration: calibrationSchema.exactOptional(),
  shard: z
    .object({
      index: number,
      count: number,
      levels: z.array(
        z.object({
          label: z.string(),
          startMs: number,
          planned: number.nullable(),
          inFlight: z.array(number),
          faults: z.array(z.string()),
        }),
      ),
    })
    .exactOptional(),
  slo: z
    .object({
      gates,
      pass: z.boolean(),
    })
    .exactOptional(),
  ended: z.enum(["interrupted", "killed"]).exactOptional(),
  valid: z.boolean(),
  warnings: z.array(z.string()),
});

/** Adds what the levels of older summaries do not have: the gates on each level, and whether the server was saturated. */
function completed(summary: Summary): Summary {
  const gates = savedGates(summary.settings);
  const levels = summary.levels.map((level) => {
    const saturated = level.warnings.some((warning) => warning.startsWith("server saturated"));
    const isJudged = level.gates.length > 0 || gates.length === 0;
    return {
      ...level,
      saturated: level.saturated || saturated,
      gates: isJudged ? level.gates : judge(gates, [level]),
    };
  });
  return { ...summary, levels };
}

/** Reads `folder`/summary.json. Throws Error that names the file. */
export async function readSummary(folder: string): Promise<Summary> {
  const path = join(folder, "summary.json");
  const json = await readJsonFile(path, "name the folder of a run");
  const parsed = summarySchema.safeParse(json);
  if (parsed.success) return completed(parsed.data);
  const issue = parsed.error.issues[0];
  throw new Error(`${path}: ${issue?.path.join(".")}: ${issue?.message}; measure again`);
}
