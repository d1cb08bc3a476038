import { type Gate, savedGates } from "../figures/gate.ts";
import type { LevelSummary } from "../figures/summary.ts";
import type { Summary } from "../results/runSummary.ts";
import { gateWords, listed, rate } from "./amounts.ts";
import { earlyEnd, type Headline } from "./finding.ts";
import { judgementOf, measuredJudgement, reasonsFor } from "./judgement.ts";
import { failedWords, gateValues, loadWords, sizeOf, typicalTimes } from "./levelWords.ts";
import { againRemark, type Judged, lateReason, unjudgedRemarks } from "./remarks.ts";

/** The ends of the load that holds, among the levels that hold or fail. */
interface Ends {
  /** The highest level below `failing` that holds; null if there is none. */
  readonly holding: LevelSummary | null;
  /** The lowest level that fails; null if none fails. */
  readonly failing: LevelSummary | null;
  /** The level with the highest achieved rate. */
  readonly fastest: LevelSummary | null;
  /** True if only one level holds or fails. */
  readonly isOnly: boolean;
}

/** States up to which load the gates hold, and what fails first above it. */
export function levelsHeadline(summary: Summary): Headline {
  const gates = savedGates(summary.settings);
  const judged = summary.levels
    .map((level) => ({ level, judgement: judgementOf(level, gates) }))
    .sort((a, b) => sizeOf(a.level) - sizeOf(b.level));
  const conclusive = judged.filter(
    ({ judgement }) => judgement === "holds" || judgement === "fails",
  );
  const late = judged.filter(({ judgement }) => judgement === "late");
  const early = earlyEnd(summary);
  if (conclusive.length > 0) {
    const ends = endsOf(conclusive);
    const text = `${early}${finding(ends, gates)}${againRemark(conclusive, ends.failing)}${unjudgedRemarks(judged, gates)}`;
    return { tone: toneOf(ends), text };
  }
  if (late.length > 0) {
    const measured = late.map(({ level }) => ({
      level,
      judgement: measuredJudgement(level, gates),
    }));
    return {
      tone: "open",
      text: `${early}${lateReason(late)} ${finding(endsOf(measured), gates)}`,
    };
  }
  return { tone: "open", text: `${early}${nothing(judged)}` };
}

/** Finds the ends of the load that holds. The levels hold or fail, ascend by load, and are at least one. */
function endsOf(levels: readonly Judged[]): Ends {
  const failing = levels.find(({ judgement }) => judgement === "fails")?.level ?? null;
  const holding = levels.findLast(
    ({ level, judgement }) =>
      judgement === "holds" && (failing === null || sizeOf(level) < sizeOf(failing)),
  );
  const [fastest] = levels.toSorted((a, b) => b.level.achievedQps - a.level.achievedQps);
  const isOnly = levels.length === 1;
  return { holding: holding?.level ?? null, failing, fastest: fastest?.level ?? null, isOnly };
}

function toneOf({ holding, failing }: Ends): Headline["tone"] {
  if (holding === null) return "bad";
  return failing === null ? "good" : "mixed";
}

function finding(ends: Ends, gates: readonly Gate[]): string {
  const { holding, failing, isOnly } = ends;
  if (holding !== null) return holds(ends, holding, gates);
  if (failing === null) return "";
  const within = gates.length === 0 ? "" : ` within ${listed(gates.map(gateWords))}`;
  const reasons = reasonsFor(failing, gates);
  return isOnly
    ? `Does not hold ${loadWords(failing)}${within}: ${reasons}.`
    : `Does not even hold ${loadWords(failing)}${within}, the lowest load that was measured: ${reasons}.`;
}

/** Describes the highest load that holds, and the lowest that fails. */
function holds(
  { failing, fastest, isOnly }: Ends,
  level: LevelSummary,
  gates: readonly Gate[],
): string {
  const load = loadWords(level);
  if (gates.length === 0 && level.targetQps === null && !isOnly && failing === null)
    return mostPerSecond(fastest ?? level);
  const highest = failing === null && !isOnly ? ", the highest load that was measured" : "";
  const above = failing === null ? "" : `; at ${loadWords(failing)} ${reasonsFor(failing, gates)}`;
  if (gates.length === 0) {
    const held = isOnly ? "" : `Holds ${load}${highest}${above}. `;
    return `${held}At ${load}, ${typicalTimes(level)}.${failedWords(level)} No limits were set (--slo).`;
  }
  const values = isOnly ? ` (measured: ${listed(gateValues(level, gates))})` : "";
  const within = ` within ${listed(gates.map(gateWords))}${values}`;
  return `Holds ${load}${within}${highest}${above}.${failedWords(level)}`;
}

/** Describes the level of a closed loop with the highest rate. Without gates, every load holds. */
function mostPerSecond(level: LevelSummary): string {
  const load = loadWords(level);
  return `Completes the most with ${load}: ${rate(level.achievedQps)}. At ${load}, ${typicalTimes(level)}.${failedWords(level)} No limits were set (--slo).`;
}

/** Describes a run of which no level is complete. */
function nothing(judged: readonly Judged[]): string {
  const partial = judged.find(({ judgement }) => judgement === "partial")?.level;
  if (partial === undefined) return "No finding about the server: no request was sent.";
  const soFar = partial.ok === 0 ? "no request succeeded" : typicalTimes(partial);
  return `No finding about the server, because no level was complete; at ${loadWords(partial)}, ${soFar}.${failedWords(partial)}`;
}
