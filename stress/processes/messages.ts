import type { LevelPlan } from "../load/plan.ts";
import type { CommonOptions } from "../options/options.ts";
import type { Part } from "../load/part.ts";
import type { PartRun } from "../load/sender.ts";

/** From the parent to a worker. */
export type ToWorker =
  | { readonly kind: "open"; readonly options: CommonOptions }
  | { readonly kind: "level"; readonly plan: LevelPlan; readonly part: Part }
  | { readonly kind: "go"; readonly startMs: number }
  | { readonly kind: "stop" };

/** From a worker to the parent. */
export type FromWorker =
  /** Its requests are drawn; `nowMs` is its clock, milliseconds since 1970. */
  | { readonly kind: "ready"; readonly nowMs: number }
  /** Since the last message: records that ended, as JSON, and the number of requests sent. */
  | { readonly kind: "records"; readonly lines: readonly string[]; readonly sent: number }
  | { readonly kind: "done"; readonly run: PartRun };
