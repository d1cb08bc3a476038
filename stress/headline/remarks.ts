import type { Gate } from "../figures/gate.ts";
import type { LevelSummary } from "../figures/summary.ts";
import { listed } from "./amounts.ts";
import { invalidSentence } from "./finding.ts";
import { type Judgement, measuredJudgement, reasonsFor } from "./judgement.ts";
import { loadWords, sizeOf } from "./levelWords.ts";

/** A level and what it says about the server. */
export interface Judged {
  readonly level: LevelSummary;
  readonly judgement: Judgement;
}

/** Says why the levels that were sent late are no finding about the server. */
export function lateReason(late: readonly Judged[]): string {
  const warnings = late.flatMap(({ level }) => level.warnings);
  const reason = warnings.find((warning) => warning.startsWith("invalid: "));
  const [short = ""] = reason?.slice("invalid: ".length).split(/ \(|;/) ?? [];
  return invalidSentence(short);
}

/** Names the loads above the first failure that hold again. */
export function againRemark(levels: readonly Judged[], failing: LevelSummary | null): string {
  const again = levels.filter(
    ({ level, judgement }) =>
      judgement === "holds" && failing !== null && sizeOf(level) > sizeOf(failing),
  );
  return remark(again, "held again, so the limit is not sharp");
}

/** Names the levels that are not judged, and what the lowest of them that were sent late missed as measured. */
export function unjudgedRemarks(judged: readonly Judged[], gates: readonly Gate[]): string {
  const only = (...of: readonly Judgement[]) =>
    judged.filter(({ judgement }) => of.includes(judgement));
  const late = only("late");
  const missed = late.find(({ level }) => measuredJudgement(level, gates) === "fails")?.level;
  const measured =
    missed === undefined
      ? ""
      : `; as measured, at ${loadWords(missed)} ${reasonsFor(missed, gates)}`;
  return [
    remark(late, `not judged, because the tester did not send as planned${measured}`),
    remark(only("partial", "empty"), "not judged, because not all requests were sent and answered"),
  ].join("");
}

function remark(of: readonly Judged[], text: string): string {
  if (of.length === 0) return "";
  const labels = listed(of.map(({ level }) => level.label));
  return ` ${of.length === 1 ? "Level" : "Levels"} ${labels}: ${text}.`;
}
