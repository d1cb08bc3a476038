import { type Gate, savedGates } from "../figures/gate.ts";
import type { LevelSummary } from "../figures/summary.ts";
import type { Summary } from "../results/runSummary.ts";
import { gateWords, listed } from "./amounts.ts";
import { earlyEnd, type Headline } from "./finding.ts";
import { type Judgement, judgementOf, measuredJudgement, reasonsFor } from "./judgement.ts";
import { failedWords, gateValues, loadWords, sizeOf, typicalTimes } from "./levelWords.ts";

interface Judged {
  readonly level: LevelSummary;
  readonly judgement: Judgement;
}

/** The levels that say something about the server, in ascending order of their load. */
interface Told {
  /** The highest level below `failing` that holds; null if there is none. */
  readonly holding: LevelSummary | null;
  /** The lowest level that fails; null if none fails. */
  readonly failing: LevelSummary | null;
  /** True if there are no other such levels. */
  readonly isOnly: boolean;
}

/** States up to which load the gates hold, and what fails first above it. */
export function levelsHeadline(summary: Summary): Headline {
  const gates = savedGates(summary.settings);
  const judged = summary.levels
    .map((level) => ({ level, judgement: judgementOf(level, gates) }))
    .sort((a, b) => sizeOf(a.level) - sizeOf(b.level));
  const told = judged.filter(({ judgement }) => judgement === "holds" || judgement === "fails");
  const late = judged.filter(({ judgement }) => judgement === "late");
  const early = earlyEnd(summary);
  if (told.length > 0) {
    const ends = endsOf(told);
    const text = `${early}${finding(ends, gates)}${againRemark(told, ends)}${unjudgedRemarks(judged)}`;
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

/** Finds the ends of the load that holds. `told` is ascending and not empty. */
function endsOf(told: readonly Judged[]): Told {
  const failing = told.find(({ judgement }) => judgement === "fails")?.level ?? null;
  const holding = told.findLast(
    ({ level, judgement }) =>
      judgement === "holds" && (failing === null || sizeOf(level) < sizeOf(failing)),
  );
  return { holding: holding?.level ?? null, failing, isOnly: told.length === 1 };
}

function toneOf({ holding, failing }: Told): Headline["tone"] {
  if (holding === null) return "bad";
  return failing === null ? "good" : "mixed";
}

function finding(told: Told, gates: readonly Gate[]): string {
  const { holding, failing, isOnly } = told;
  const within = gates.length === 0 ? "" : ` within ${listed(gates.map(gateWords))}`;
  if (holding !== null) return holds(told, holding, gates);
  if (failing === null) return "";
  const reasons = reasonsFor(failing, gates);
  return isOnly
    ? `Does not hold ${loadWords(failing)}${within}: ${reasons}.`
    : `Does not even hold ${loadWords(failing)}${within}, the lowest load that was measured: ${reasons}.`;
}

/** Describes the highest load that holds, and the lowest that fails. */
function holds({ failing, isOnly }: Told, level: LevelSummary, gates: readonly Gate[]): string {
  const load = loadWords(level);
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

/** Says why the figures that follow are no finding about the server. */
function lateReason(late: readonly Judged[]): string {
  const warnings = late.flatMap(({ level }) => level.warnings);
  const reason = warnings.find((warning) => warning.startsWith("invalid: "));
  const why =
    reason === undefined ? "" : ` (${reason.slice("invalid: ".length).split(/ \(|;/)[0] ?? ""})`;
  return `Invalid: the tester did not send as planned${why}, so these figures may be those of its machine and not of the server.`;
}

/** Describes a run of which no level is complete. */
function nothing(judged: readonly Judged[]): string {
  const partial = judged.find(({ judgement }) => judgement === "partial")?.level;
  if (partial === undefined) return "No finding about the server: no request was sent.";
  const soFar = partial.ok === 0 ? "no request succeeded" : typicalTimes(partial);
  return `No finding about the server, because no level was complete; at ${loadWords(partial)}, ${soFar}.${failedWords(partial)}`;
}

/** Names the loads above the first failure that hold again. */
function againRemark(told: readonly Judged[], { failing }: Told): string {
  const again = told.filter(
    ({ level, judgement }) =>
      judgement === "holds" && failing !== null && sizeOf(level) > sizeOf(failing),
  );
  return remark(again, "held again, so the limit is not sharp");
}

/** Names the levels that are not judged. */
function unjudgedRemarks(judged: readonly Judged[]): string {
  const only = (...of: readonly Judgement[]) =>
    judged.filter(({ judgement }) => of.includes(judgement));
  return [
    remark(only("late"), "not judged, because the tester did not send as planned"),
    remark(only("partial", "empty"), "not judged, because not all requests were sent and answered"),
  ].join("");
}

function remark(of: readonly Judged[], text: string): string {
  if (of.length === 0) return "";
  const labels = listed(of.map(({ level }) => level.label));
  return ` ${of.length === 1 ? "Level" : "Levels"} ${labels}: ${text}.`;
}
