import type { Context } from "hono";
import type { Env } from "../env.ts";

/** Sets the header `x-unspoken` to a number of letters and digits that the engine cannot say; not if it is 0. */
export function setUnspoken(c: Context<Env>, characters: number): void {
  if (characters > 0) c.header("x-unspoken", String(characters));
}
