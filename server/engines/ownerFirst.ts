import type { Engine } from "../../src/engine.ts";

/**
 * Returns the engines with the one that has the default voice first, since a default voice has to be one of the first
 * engine. A setting from the time when only Flite spoke stays valid once the natural voice was pulled.
 */
export function ownerFirst(engines: readonly Engine[], voice: string): readonly Engine[] {
  const owner = engines.find(({ voices }) => voices.some(({ id }) => id === voice));
  return owner === undefined ? engines : [owner, ...engines.filter((engine) => engine !== owner)];
}
