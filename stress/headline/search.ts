import { type Gate, savedGates } from "../figures/gate.ts";
import { percent } from "../figures/percent.ts";
import type { Summary } from "../results/runSummary.ts";
import type { Probe, SearchResult } from "../results/searchResult.ts";
import { gateWords, listed, rate } from "./amounts.ts";
import type { Headline } from "./finding.ts";

/** States the capacity that a search found, and what fails above it. */
export function searchHeadline(summary: Summary, search: SearchResult): Headline {
  const gates = savedGates(summary.settings).filter(({ quantity }) => quantity !== "goodput");
  const { probes, capacityQps, lowerBound, bracket } = search;
  const early = EARLY[search.ended];
  if (probes.length === 0)
    return {
      tone: "open",
      text: `No finding about the server${early === "" ? "" : `: ${early}`} before a rate was judged.`,
    };
  const failing = probes.find(({ qps }) => qps === bracket[1]);
  const within = gates.length === 0 ? "succeed" : `keep ${listed(gates.map(gateWords))}`;
  const doubt = search.valid
    ? ""
    : " The tester did not send as planned there, so this says something about its machine, not about the server.";
  if (capacityQps === null || lowerBound === null) {
    const rates = failing === undefined ? "" : ` even ${rate(failing.qps)}`;
    return {
      tone: search.valid ? "bad" : "open",
      text: `Does not hold${rates}, the lowest rate measured: ${failing === undefined ? "no request succeeded" : missed(failing, { gates, search, within })}.${doubt}`,
    };
  }
  const above =
    failing === undefined
      ? ". That is the highest rate measured; the limit of the server was not reached."
      : `; at ${rate(failing.qps)} ${missed(failing, { gates, search, within })}.`;
  const open =
    early === "" || failing === undefined
      ? ""
      : ` The limit lies between the two, because ${early}.`;
  return {
    tone: search.valid ? (failing === undefined ? "good" : "mixed") : "open",
    text: `Holds ${rate(capacityQps)}: at least ${percent(lowerBound)} of the requests ${within}${above}${open}${doubt}`,
  };
}

/** Says how many requests of a rate that fails were good, and which gate most of the others missed. */
function missed(
  { good, requests, failed, share }: Probe,
  of: { readonly gates: readonly Gate[]; readonly search: SearchResult; readonly within: string },
): string {
  if (requests > 0 && failed === requests) return "every request failed";
  const { binding, target } = of.search;
  const gate = of.gates.find(({ expr }) => expr === binding);
  const cause =
    binding === null
      ? ""
      : gate === undefined
        ? `, mostly because of ${binding}`
        : `, mostly because of ${gateWords(gate)}`;
  return `only ${good} of ${requests} do (${percent(share)}; ${percent(target)} must be proven)${cause}`;
}

/** Why a search ended before its bracket was narrow; empty if it did not. */
const EARLY: Record<SearchResult["ended"], string> = {
  found: "",
  lowest_fails: "",
  highest_passes: "",
  max_probes: "the search ended at --max-probes",
  max_duration: "the search ended at --max-duration",
  interrupted: "the search was interrupted",
  broken_off: "the search could not send further requests",
};
