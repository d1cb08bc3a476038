import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { PLAN_FILE } from "../records/recorder.ts";
import { readJsonFile } from "../records/savedFile.ts";
import type { Summary } from "./runSummary.ts";
import { plannedSchema } from "./savedSummary.ts";

/** The members of a summary that are known before the first request. */
export type Planned = Pick<Summary, keyof z.output<typeof plannedSchema>>;

/** Content of plan.json, from which `report` makes the figures of a run that was killed. */
export interface RunPlan extends Planned {
  readonly levels: readonly PlannedLevel[];
}

interface PlannedLevel {
  readonly label: string;
  readonly targetQps: number | null;
  readonly concurrency: number | null;
  readonly gapScale: number | null;
  /** Number of its requests; null if the duration limits the level. */
  readonly requests: number | null;
}

const planSchema: z.ZodType<RunPlan> = plannedSchema.extend({
  levels: z.array(
    z.object({
      label: z.string(),
      targetQps: z.number().nullable(),
      concurrency: z.number().nullable(),
      gapScale: z.number().nullable(),
      requests: z.number().nullable(),
    }),
  ),
});

/** Writes `plan` into `folder`. */
export async function writePlan(folder: string, plan: RunPlan): Promise<void> {
  await writeFile(join(folder, PLAN_FILE), `${JSON.stringify(plan, null, 2)}\n`);
}

/** Reads the plan of the run in `folder`; null if there is none, or none that can be read. */
export async function readPlan(folder: string): Promise<RunPlan | null> {
  const json = await readJsonFile(join(folder, PLAN_FILE), "").catch(() => null);
  return planSchema.safeParse(json).data ?? null;
}
