import { type Gate, gateName, savedGates } from "../figures/gate.ts";
import { percent } from "../figures/percent.ts";
import type { Summary } from "../results/runSummary.ts";
import type { Probe, SearchResult } from "../results/searchResult.ts";
import { listed, rate, requestWords } from "./amounts.ts";
import { type Headline, invalidSentence } from "./finding.ts";

/** States the capacity that a search found, and what fails above it. */
export function searchHeadline(summary: Summary, search: SearchResult): Headline {
  const gates = savedGates(summary.settings);
  const { probes, capacityQps, lowerBound, bracket, valid, ended } = search;
  const failing = probes.find(({ qps }) => qps === bracket[1]) ?? null;
  const doubt = valid ? "" : ` ${invalidSentence()}`;
  if (probes.length === 0)
    return { tone: "open", text: `No finding about the server. ${EARLY[ended]}`.trimEnd() };
  if (capacityQps === null || lowerBound === null) {
    const fails =
      failing === null
        ? "no rate holds"
        : shareWords(failing, search, { gates, good: goodWords(gates) });
    const lowest = failing === null ? "any rate" : `${rate(failing.qps)}, the lowest rate measured`;
    return {
      tone: valid ? "bad" : "open",
      text: `Does not even hold ${lowest}: ${fails}.${doubt}`,
    };
  }
  const held = `Holds ${rate(capacityQps)}: at least ${percent(lowerBound)} of the requests ${goodWords(gates)}`;
  const above =
    failing === null
      ? ". No higher rate was measured."
      : `; at ${rate(failing.qps)} ${shareWords(failing, search, { gates, good: "do" })}.`;
  const early = EARLY[ended] === "" ? "" : ` ${EARLY[ended]}`;
  return {
    tone: valid ? (failing === null ? "good" : "mixed") : "open",
    text: `${held}${above}${early}${doubt}`,
  };
}

/** Says how many requests of a rate that fails were good, and what most of the others missed. */
function shareWords(probe: Probe, search: SearchResult, of: Missed): string {
  const { good, requests, failed, share } = probe;
  if (requests > 0 && failed === requests) return "every request failed";
  const { binding, target } = search;
  const gate = of.gates.find(({ expr }) => expr === binding);
  const others =
    gate === undefined
      ? "most of the others failed"
      : `most of the others miss the limit of the ${gateName({ ...gate, statistic: null })}`;
  const proven = `${good} of ${requests}; ${percent(target)} must be proven`;
  return `only ${percent(share)} of the requests ${of.good} (${proven})${binding === null ? "" : `, and ${others}`}`;
}

interface Missed {
  readonly gates: readonly Gate[];
  /** What a good request does, as words after "the requests". */
  readonly good: string;
}

/** Says what a good request does. Gates of a whole level do not apply to a single request. */
function goodWords(gates: readonly Gate[]): string {
  const words = gates.map(requestWords).filter((text) => text !== null);
  return words.length === 0 ? "succeed" : `have ${listed(words)}`;
}

/** Why a search ended before its result was as narrow as requested; empty if it did not. */
const EARLY: Record<SearchResult["ended"], string> = {
  found: "",
  lowest_fails: "",
  highest_passes: "",
  max_probes: "The search ended at --max-probes, before its result was as narrow as requested.",
  max_duration: "The search ended at --max-duration, before its result was as narrow as requested.",
  interrupted: "The search was interrupted before its result was as narrow as requested.",
  broken_off: "The search could not send further requests.",
};
