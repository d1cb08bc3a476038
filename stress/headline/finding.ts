import type { Summary } from "../results/runSummary.ts";

/** The finding of a run in a few sentences, for a reader who knows neither the tester nor its terms. */
export interface Headline {
  /** "mixed": a load holds and a higher one fails. "open": the run says nothing about the server. */
  readonly tone: "good" | "mixed" | "bad" | "open";
  readonly text: string;
}

/** Says why figures that were not sent as planned are no finding about the server; `reason` can be empty. */
export function invalidSentence(reason = ""): string {
  const why = reason === "" ? "" : ` (${reason})`;
  return `Invalid: the tester did not send as planned${why}, so these figures may be those of its machine and not of the server.`;
}

/** Says whether the run ended early, as the first sentence of a headline; empty if it did not. */
export function earlyEnd({ ended }: Summary): string {
  if (ended === undefined) return "";
  return ended === "killed"
    ? "The run was killed before its end. "
    : "The run was interrupted before its end. ";
}
