import type { PullOptions } from "../../src/models/pull.ts";
import type { Config } from "../config.ts";

/** Returns the hub of the settings. */
export function hubOf({
  HF_ENDPOINT,
  HF_TOKEN,
}: Pick<Config, "HF_ENDPOINT" | "HF_TOKEN">): Pick<PullOptions, "endpoint" | "token"> {
  return { endpoint: HF_ENDPOINT, token: HF_TOKEN || null };
}
