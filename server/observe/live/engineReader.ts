import type { Engine } from "../../../src/engine.ts";
import type { EngineSample } from "./sample.ts";

/** Returns a function that tells what an engine has done since its last call. */
export function createEngineReader(engine: Engine): () => EngineSample {
  let last: Readonly<Record<string, number>> = engine.figures?.() ?? {};
  return () => {
    const figures = engine.figures?.() ?? {};
    const since = (name: string): number => (figures[name] ?? 0) - (last[name] ?? 0);
    const faults = Object.keys(figures).filter((name) => name.startsWith("lm_failed_"));
    const sample = {
      id: engine.id,
      unready: engine.unready()?.message ?? null,
      codecRuns: since("codec_runs"),
      codecWindows: since("codec_windows"),
      codecBusyMs: since("codec_busy_ms"),
      lmFailures: faults.length === 0 ? null : faults.reduce((sum, name) => sum + since(name), 0),
      upstreams: engine.upstreams?.() ?? [],
    };
    last = figures;
    return sample;
  };
}
