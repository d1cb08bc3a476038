import type { LevelPlan } from "../load/plan.ts";
import type { CommonOptions } from "../options/options.ts";
import type { Part } from "../load/part.ts";
import type { PartRun } from "../load/sender.ts";

/** A message from the parent to a worker. */
export type ToWorker =
  | { readonly kind: "open"; readonly options: CommonOptions }
  | { readonly kind: "level"; readonly plan: LevelPlan; readonly part: Part }
  | { readonly kind: "go"; readonly startMs: number }
  | { readonly kind: "stop" };

/** A message from a worker to the parent. */
export type FromWorker =
  /** The requests of the part are drawn; `nowMs` is the worker's clock, milliseconds since 1970. */
  | { readonly kind: "ready"; readonly nowMs: number }
  /** New since the last message: records of ended requests, as JSON, and the number of requests sent. */
  | { readonly kind: "records"; readonly lines: readonly string[]; readonly sent: number }
  | { readonly kind: "done"; readonly run: PartRun };
