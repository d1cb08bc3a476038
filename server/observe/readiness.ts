import type { Engine } from "../../src/engine.ts";
import type { Drain } from "../drain.ts";

/** Returns whether the server accepts speech requests: the default engine is ready and the server is not draining. */
export function isReady(
  engines: readonly Pick<Engine, "unready">[],
  drain: Pick<Drain, "draining">,
): boolean {
  return !drain.draining && engines[0]?.unready() === null;
}
