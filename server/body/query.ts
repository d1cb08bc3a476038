import type { Context } from "hono";
import { misspeltNames } from "./misspelt.ts";
import { noteMisspelt } from "./valid.ts";
import type { Env } from "../env.ts";

/** Parameters that clients of an API may send, also those that have no effect here. */
export const DEEPGRAM_QUERY =
  "model encoding container sample_rate bit_rate speed timestamps inactivity_timeout mip_opt_out tag callback callback_method".split(
    " ",
  );
export const ELEVEN_LABS_QUERY =
  "output_format model_id language_code apply_text_normalization auto_mode enable_ssml_parsing enable_logging sync_alignment inactivity_timeout optimize_streaming_latency seed authorization single_use_token".split(
    " ",
  );

/** Names the parameters of the query that are spelt almost like one of `known`. They have no effect. */
export function noteMisspeltQuery(c: Context<Env>, known: readonly string[]): void {
  noteMisspelt(c, misspeltNames(Object.keys(c.req.query()), known));
}
