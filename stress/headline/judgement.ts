import { FAILURE_MEANINGS, type FailureKind } from "../http/failure.ts";
import { type Gate, gateName } from "../figures/gate.ts";
import { countedRequests, failedRequests, type LevelSummary } from "../figures/summary.ts";
import { gateValue, listed, missWords, rate } from "./amounts.ts";

/** Failures above this fraction count against a level if no gate limits them. */
const FAILED_SHARE = 0.05;

/**
 * What a level says about the server: it holds the load or fails. It says neither if the tester did not send as planned
 * ("late"), if the level was interrupted ("partial"), or if nothing was sent ("empty").
 */
export type Judgement = "holds" | "fails" | "late" | "partial" | "empty";

/** Judges `level` by its gates, its failures and its saturation. */
export function judgementOf(level: LevelSummary, gates: readonly Gate[]): Judgement {
  if (countedRequests(level) === 0) return "empty";
  if (!level.complete) return "partial";
  const isOfTheTester = (level.errors.client_limit ?? 0) > 0;
  if (!level.valid && (level.ok > 0 || isOfTheTester)) return "late";
  return measuredJudgement(level, gates);
}

/** Judges `level` by its figures, as if it had been sent as planned. */
export function measuredJudgement(level: LevelSummary, gates: readonly Gate[]): "holds" | "fails" {
  return shortcomings(level, gates).length === 0 ? "holds" : "fails";
}

/** Says why `level` fails, one clause per reason; empty if it holds. */
export function shortcomings(level: LevelSummary, gates: readonly Gate[]): string[] {
  if (level.ok === 0) return [`every request failed (${worstFailure(level)})`];
  const clauses = level.gates.flatMap(({ expr, value, pass }) => {
    const gate = gates.find((each) => each.expr === expr);
    if (pass || gate === undefined) return [];
    if (value === null) return [`the ${gateName(gate)} was not measured`];
    return [`the ${gateName(gate)} is ${gateValue(gate, value)} (${missWords(gate, value)})`];
  });
  const counted = countedRequests(level);
  const failed = failedRequests(level);
  const isLimited = gates.some(
    ({ quantity }) => quantity === "error_rate" || quantity === "goodput",
  );
  if (failed / counted > FAILED_SHARE) {
    if (!isLimited)
      clauses.push(`${failed} of ${counted} requests failed (${worstFailure(level)})`);
  } else if (level.saturated && level.targetQps !== null)
    clauses.push(
      `the server completes only ${rate(level.achievedQps)} (${rate(level.targetQps)} sent)`,
    );
  return clauses;
}

/** Says why `level` fails as one part of a sentence. */
export function reasonsFor(level: LevelSummary, gates: readonly Gate[]): string {
  const reasons = listed(shortcomings(level, gates));
  const areMet = level.ok > 0 && level.gates.length > 0 && level.gates.every(({ pass }) => pass);
  return areMet ? `${reasons}, although its gates are met` : reasons;
}

/** Returns the meaning of the most frequent failure. */
function worstFailure({ errors }: LevelSummary): string {
  const kinds = Object.entries(errors).filter(([kind]) => kind !== "aborted");
  const [worst] = kinds.sort(([, a], [, b]) => b - a);
  // The keys of `errors` are kinds; a summary of another version can have others.
  return worst === undefined ? "" : (FAILURE_MEANINGS[worst[0] as FailureKind] ?? worst[0]);
}

/** The judgements as words of a table. */
export const JUDGEMENT_WORDS: Readonly<Record<Judgement, string>> = {
  holds: "holds",
  fails: "FAILS",
  late: "invalid: not sent as planned",
  partial: "not complete",
  empty: "nothing sent",
};
