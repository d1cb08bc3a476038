import type { Summary } from "../results/runSummary.ts";
import type { Headline } from "./finding.ts";
import { levelsHeadline } from "./levels.ts";
import { searchHeadline } from "./search.ts";

/**
 * States the finding of a run: the load that holds within the gates, and which gate fails above it, and by how much.
 *
 * @example
 * headline(summary).text; // "Holds 3 requests/s within first audio p95 < 300 ms; at 4 requests/s first audio p95 is …"
 */
export function headline(summary: Summary): Headline {
  const { shard, search } = summary;
  if (shard !== undefined)
    return {
      tone: "open",
      text: `Part ${shard.index + 1} of ${shard.count} of a run: its load is judged when the parts are merged (bun run stress merge).`,
    };
  return search === undefined ? levelsHeadline(summary) : searchHeadline(summary, search);
}
