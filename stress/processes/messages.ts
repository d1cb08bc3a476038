import type { LevelPlan } from "../load/plan.ts";
import type { CommonOptions } from "../options/options.ts";
import type { Part } from "../load/part.ts";
import type { PartRun } from "../load/sender.ts";

/** What a worker is told. */
export type ToWorker =
  | { readonly kind: "open"; readonly options: CommonOptions }
  | { readonly kind: "level"; readonly plan: LevelPlan; readonly part: Part }
  | { readonly kind: "go"; readonly startMs: number }
  | { readonly kind: "stop" };

/** What a worker tells. */
export type FromWorker =
  /** Its requests are drawn; `nowMs` is its clock, milliseconds since 1970. */
  | { readonly kind: "ready"; readonly nowMs: number }
  /** Records that ended since the last message, as JSON, and how many requests were sent since then. */
  | { readonly kind: "records"; readonly lines: readonly string[]; readonly sent: number }
  | { readonly kind: "done"; readonly run: PartRun };
