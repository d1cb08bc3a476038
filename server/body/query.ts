import type { Context } from "hono";
import { misspeltNames } from "../names/misspelt.ts";
import { noteMisspelt } from "./valid.ts";
import type { Env } from "../env.ts";

/** Names the parameters of the query that are spelt almost like one of `known`. They have no effect. */
export function noteMisspeltQuery(c: Context<Env>, known: readonly string[]): void {
  noteMisspelt(c, misspeltNames(Object.keys(c.req.query()), known));
}
