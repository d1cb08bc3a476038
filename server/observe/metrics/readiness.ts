import { Gauge, type Registry } from "prom-client";
import type { Engine } from "../../../src/engine.ts";
import type { Drain } from "../../drain.ts";
import { isReady } from "../readiness.ts";
import { addGauge } from "./gauge.ts";

interface ReadinessSources {
  readonly engines: readonly Engine[];
  readonly drain: Pick<Drain, "draining">;
}

/** Registers gauges of what is ready: the server as in GET /ready, each engine, and each speech LM behind an engine. */
export function addReadinessMetrics(
  registers: Registry[],
  { engines, drain }: ReadinessSources,
): void {
  addGauge(registers, { name: "utter_ready", help: "1 if GET /ready answers 200, else 0" }, () =>
    Number(isReady(engines, drain)),
  );
  const ready = new Gauge({
    name: "utter_engine_ready",
    help: "1 if the engine accepts requests, else 0",
    labelNames: ["engine"],
    registers,
    collect(): void {
      for (const engine of engines)
        ready.set({ engine: engine.id }, Number(engine.unready() === null));
    },
  });
  const lms = new Gauge({
    name: "utter_lm_up",
    help: "1 if the speech LM answered when it was last polled, else 0",
    labelNames: ["engine", "lm"],
    registers,
    collect(): void {
      for (const engine of engines)
        for (const { url, isUp } of engine.upstreams?.() ?? [])
          lms.set({ engine: engine.id, lm: url }, Number(isUp));
    },
  });
}
