import { type Gate, savedGates } from "../figures/gate.ts";
import type { Stats } from "../figures/stats.ts";
import { failedRequests, isOpenLoop, type LevelSummary } from "../figures/summary.ts";
import { gateValue } from "../headline/amounts.ts";
import { JUDGEMENT_WORDS, judgementOf } from "../headline/judgement.ts";
import { percent } from "../figures/percent.ts";
import type { Summary } from "../results/runSummary.ts";

/** A column of the table. A column without a figure in any level is left out. */
interface Column {
  readonly head: string;
  /** Returns the text of the cell; null: not measured. */
  readonly cell: (level: LevelSummary) => string | null;
}

/** Formats a table with a line per level: its requests, rates, times, and each gate with pass or FAIL. */
export function levelTableLines(summary: Summary): string[] {
  const gates = savedGates(summary.settings);
  const isOpen = isOpenLoop(summary.levels);
  const columns = [
    ...figureColumns(isOpen),
    ...gates.map(gateColumn),
    { head: "verdict", cell: (level: LevelSummary) => verdict(level, gates) },
  ].filter(({ cell }) => summary.levels.some((level) => cell(level) !== null));
  const rows = summary.levels.map((level) => columns.map(({ cell }) => cell(level) ?? "–"));
  const table = [columns.map(({ head }) => head), ...rows];
  const widths = columns.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return table.map((row) => row.map((text, at) => text.padStart(widths[at] ?? 0)).join("  "));
}

function figureColumns(isOpen: boolean): Column[] {
  return [
    { head: "level", cell: ({ label }) => label },
    { head: "requests", cell: ({ requests }) => String(requests) },
    { head: "failed", cell: (level) => String(failedRequests(level)) },
    { head: "achieved/s", cell: ({ achievedQps }) => achievedQps.toFixed(2) },
    {
      head: `${isOpen ? "response" : "service"} p50/p95, ms`,
      cell: ({ responseMs, serviceMs }) => times(isOpen ? responseMs : serviceMs),
    },
    { head: "first audio p50/p95, ms", cell: ({ ttfaMs }) => times(ttfaMs) },
    {
      head: "first sound p50/p95, ms",
      cell: ({ talk }) => times(talk?.firstTokenToSoundMs ?? null),
    },
    { head: "RTF p95", cell: ({ rtf }) => (rtf === null ? null : rtf.p95.toFixed(3)) },
    {
      head: "stalls > 50 ms",
      cell: ({ stalls }) => (stalls === null ? null : percent(stalls.share50)),
    },
  ];
}

function gateColumn(gate: Gate): Column {
  return {
    head: gate.expr,
    cell(level) {
      const result = level.gates.find(({ expr }) => expr === gate.expr);
      if (result === undefined || level.requests === 0) return null;
      const value = result.value === null ? "not measured" : gateValue(gate, result.value);
      return `${result.pass ? "pass" : "FAIL"} ${value}`;
    },
  };
}

/** Says whether the level holds; null if there are no gates and nothing is wrong. */
function verdict(level: LevelSummary, gates: readonly Gate[]): string | null {
  const judgement = judgementOf(level, gates);
  if (judgement === "holds" && gates.length === 0) return null;
  return JUDGEMENT_WORDS[judgement];
}

function times(stats: Stats | null): string | null {
  return stats === null ? null : `${ms(stats.p50)}/${ms(stats.p95)}`;
}

function ms(value: number): string {
  return value.toFixed(value >= 100 ? 0 : 1);
}
