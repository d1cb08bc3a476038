import type { Measured } from "../figures/measured.ts";
import { percent } from "../figures/percent.ts";
import type { Stats } from "../figures/stats.ts";
import type { Alignment, Interruptions } from "../figures/talk.ts";
import { counted } from "../headline/amounts.ts";
import { failureLines } from "./failureLines.ts";

/** Formats the failures, the figures and the warnings of a level of conversations. */
export function talkLines({ run, level }: Measured): string[] {
  const { talk, ok, requests, stalls } = level;
  const lines = failureLines(run.outcomes);
  const warnings = level.warnings.map((warning) => `warning: ${warning}`);
  if (talk === undefined || ok === 0) return [...lines, "no successful reply", ...warnings];
  return [
    ...lines,
    `Replies: ${ok} of ${requests} succeeded, in ${counted(talk.conversations, "conversation")}`,
    HEAD,
    row("First token to first byte", talk.firstTokenToByteMs),
    row("First token to first sound", talk.firstTokenToSoundMs),
    row("Lag of the tokens", talk.tokenLagMs),
    ...interruptionLines(talk.interruptions),
    stalls === null
      ? "Stalls: not measured"
      : `Stalls at the listener: ${stalls.episodes}, ${stalls.stalledS} s; ${percent(stalls.share50)} of the replies with one above 50 ms`,
    alignmentLine(talk.alignment),
    ...warnings,
  ];
}

const NAME_CHARS = 32;
const CELL_CHARS = 10;
const COLUMNS = ["n", "p50", "p90", "p95", "p99", "max"] as const;
const HEAD = `${"Milliseconds".padEnd(NAME_CHARS)}${COLUMNS.map((name) => name.padStart(CELL_CHARS)).join("")}`;

function row(name: string, stats: Stats | null, otherwise = "not measured"): string {
  const title = name.padEnd(NAME_CHARS);
  if (stats === null) return `${title}  ${otherwise}`;
  const cells = COLUMNS.map((column) =>
    (column === "n" ? String(stats.n) : stats[column].toFixed(1)).padStart(CELL_CHARS),
  );
  return title + cells.join("");
}

/** Why a reply that was to be interrupted is not cancelled. */
const NOT_CANCELLED = "the server had sent everything before, or nothing was heard";

function interruptionLines(interruptions: Interruptions | null): string[] {
  if (interruptions === null) return [];
  const { planned, cancelled, soundAfterAcknowledgement } = interruptions;
  if (cancelled === 0) return [`Interruptions: ${planned}; none cancelled: ${NOT_CANCELLED}`];
  return [
    row(
      "Cancel to last sound",
      interruptions.soundAfterMs,
      "not reported: the connection was closed",
    ),
    row("Sound after the cancel, length", interruptions.lateSoundMs, "not reported"),
    row("Cancel to acknowledgement", interruptions.acknowledgedMs, "not reported by this protocol"),
    row("Cancel to free slot", interruptions.freedMs, "not reported by the server"),
    `Interruptions: ${planned}; ${cancelled} cancelled, sound after the acknowledgement in ${soundAfterAcknowledgement}` +
      (planned > cancelled ? `; ${planned - cancelled} not cancelled: ${NOT_CANCELLED}` : ""),
  ];
}

function alignmentLine(alignment: Alignment | null): string {
  if (alignment === null) return "Alignment: not reported";
  const { replies, faulty, missing, extra, falls, restarts } = alignment;
  const clock = restarts > 0 ? `; the times begin at 0 again in ${restarts} messages` : "";
  return `Alignment: ${faulty} of ${replies} replies with errors: ${missing} characters missing, ${extra} too many, ${falls} times that fall${clock}`;
}
