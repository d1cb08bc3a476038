import { type Gate, gateName } from "../figures/gate.ts";
import { failedRequests, isOpenLoop, type LevelSummary } from "../figures/summary.ts";
import { duration, gateValue, gateWords } from "../headline/amounts.ts";
import { JUDGEMENT_WORDS, judgementOf, shortcomings } from "../headline/judgement.ts";
import { type Cell, cardTable } from "./cards.ts";
import { html, type Html } from "./escape.ts";
import { meaningOf, STATISTICS_MEANING, termList, TERMS } from "./terms.ts";

interface Column {
  readonly head: string;
  readonly cell: (level: LevelSummary) => Cell;
}

/** Builds the table of levels with pass or fail of each gate. */
export function verdictTable(levels: readonly LevelSummary[], gates: readonly Gate[]): Html {
  const isOpen = isOpenLoop(levels);
  const columns: Column[] = [
    { head: "Verdict", cell: (level) => verdictCell(level, gates) },
    ...gates.map((gate) => ({ head: gateWords(gate), cell: gateCell(gate) })),
    ...figureColumns(isOpen),
  ];
  const rows = levels.map(
    (level) => [level.label, ...columns.map(({ cell }) => cell(level))] as const,
  );
  return html`${cardTable(["Level", ...columns.map(({ head }) => head)], rows)}
  ${termList([TERMS.verdict, ...gateTerms(gates, isOpen), ...figureTerms(isOpen)])}`;
}

function gateTerms(gates: readonly Gate[], isOpen: boolean): string[] {
  return gates.map(({ quantity }) => meaningOf(quantity, isOpen));
}

function figureTerms(isOpen: boolean): string[] {
  const time = isOpen ? "response" : "service";
  return [
    TERMS.requests,
    meaningOf("achieved_qps", isOpen),
    meaningOf(time, isOpen),
    meaningOf("ttfa", isOpen),
    STATISTICS_MEANING,
  ];
}

function verdictCell(level: LevelSummary, gates: readonly Gate[]): Cell {
  const judgement = judgementOf(level, gates);
  if (judgement === "fails") {
    const reasons = shortcomings(level, gates).join("; ");
    const content = html`<b>${JUDGEMENT_WORDS.fails}</b> <small>${reasons}</small>`;
    return { content, isGood: false };
  }
  if (judgement === "holds" && gates.length === 0) return { content: html`<b>no gates</b>` };
  const content = html`<b>${JUDGEMENT_WORDS[judgement]}</b>`;
  return judgement === "holds" ? { content, isGood: true } : { content };
}

function gateCell(gate: Gate): Column["cell"] {
  return ({ gates, requests }) => {
    const result = gates.find(({ expr }) => expr === gate.expr);
    if (result === undefined || requests === 0) return { content: html`–` };
    const value = result.value === null ? "not measured" : gateValue(gate, result.value);
    const mark = result.pass ? "✓ pass" : "✗ fail";
    return {
      content: html`${mark} <small title="${gateName(gate)}">${value}</small>`,
      isGood: result.pass,
    };
  };
}

function figureColumns(isOpen: boolean): Column[] {
  const times = (stats: LevelSummary["ttfaMs"]): Cell => ({
    content: stats === null ? html`–` : html`${duration(stats.p50)} / ${duration(stats.p95)}`,
  });
  return [
    { head: "Requests", cell: ({ requests }) => ({ content: html`${requests}` }) },
    {
      head: "Failed",
      cell: (level) => {
        const failed = failedRequests(level);
        return failed === 0 ? { content: html`0` } : { content: html`${failed}`, isGood: false };
      },
    },
    {
      head: "Achieved rate, requests/s",
      cell: ({ achievedQps }) => ({ content: html`${achievedQps.toFixed(2)}` }),
    },
    {
      head: `${isOpen ? "Response" : "Service"} time p50 / p95`,
      cell: ({ responseMs, serviceMs }) => times(isOpen ? responseMs : serviceMs),
    },
    { head: "First audio p50 / p95", cell: ({ ttfaMs }) => times(ttfaMs) },
  ];
}
