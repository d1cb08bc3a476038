import type { PercentileMethod } from "../../src/stats/percentiles.ts";
import { type RequestRecord, serviceMs } from "../records/record.ts";
import type { SearchResult } from "../results/searchResult.ts";
import { percent } from "../figures/percent.ts";
import { isOpenLoop, type LevelSummary } from "../figures/summary.ts";
import type { Stats } from "../figures/stats.ts";
import { html, type Html } from "./escape.ts";
import type { Gathered, Row } from "./gather.ts";
import { lengthSlices, type Slice, voiceSlices } from "./slices.ts";
import { table, tableOf } from "./table.ts";
import { meaningOf, STATISTICS_MEANING, termList, TERMS } from "./terms.ts";
import { timeline } from "./timeline.ts";

/** Builds two tables with a row per level, of counts and of times. A single table would be wider than the page. */
export function levelTables(levels: readonly LevelSummary[]): Html {
  const isOpen = isOpenLoop(levels);
  return html`${countTable(levels, isOpen)}${timeTable(levels, isOpen)}`;
}

function countTable(levels: readonly LevelSummary[], isOpen: boolean): Html {
  const rows = table(
    "Level|Requests|Succeeded|Failed|Achieved rate, requests/s|Rate window, s|Audio s per s|Stalls > 50 ms|Goodput|Send lag p99, ms|Sent as planned",
    levels.map((level) => [
      level.label,
      level.requests,
      level.ok,
      errorText(level),
      level.achievedQps,
      level.wallS,
      level.audioSecondsPerSecond,
      level.stalls === null ? NOT_MEASURED : percent(level.stalls.share50),
      level.goodput === null ? NOT_MEASURED : percent(level.goodput),
      figures(level.sendLagMs, "p99"),
      level.valid ? "yes" : "NO",
    ]),
  );
  const { requests, rateWindow, audioPerS, stalls, sendLag } = TERMS;
  const [rate, goodput] = [meaningOf("achieved_qps", isOpen), meaningOf("goodput", isOpen)];
  return html`${rows}${termList([requests, rate, rateWindow, audioPerS, stalls, goodput, sendLag])}`;
}

function timeTable(levels: readonly LevelSummary[], isOpen: boolean): Html {
  const rows = table(
    "Level|Response time p50 / p95 / p99, ms|95 % interval of p99, ms|Service time p50 / p95, ms|First audio p50 / p95 / p99, ms|First audible sound p50 / p95, ms|RTF p50 / p95",
    levels.map((level) => [
      level.label,
      figures(level.responseMs, "p50", "p95", "p99"),
      interval(level.responseMs),
      figures(level.serviceMs, "p50", "p95"),
      figures(level.ttfaMs, "p50", "p95", "p99"),
      figures(level.audibleTtfaMs, "p50", "p95"),
      figures(level.rtf, "p50", "p95"),
    ]),
  );
  const times = (["response", "service", "ttfa", "audible_ttfa", "rtf"] as const).map((name) =>
    meaningOf(name, isOpen),
  );
  return html`${rows}${termList([...times, STATISTICS_MEANING, TERMS.interval])}`;
}

/** Builds a table with a row per rate of a search, in order of execution. */
export function probeTable({ probes, target }: SearchResult): Html {
  const rows = table(
    `Rate/s|Repeats|Requests|Met all gates|Share|95 % lower bound|At least ${percent(target)}`,
    probes.map(({ qps, repeats, requests, good, share, lowerBound, pass }) => [
      qps,
      repeats,
      requests,
      good,
      percent(share),
      percent(lowerBound),
      pass ? "holds" : "FAILS",
    ]),
  );
  return html`<h2>Search</h2>
    <p>${TERMS.probes}</p>
    ${rows}`;
}

/** Builds tables by text length and by voice, over all levels. */
export function sliceTables({ levels }: Gathered, method: PercentileMethod): Html {
  const rows: readonly Row[] = levels.flatMap(({ rows }) => rows);
  const of = (name: string, slices: readonly Slice[]) =>
    table(
      `${name}|Requests|Failed|First audio p50 / p95, ms|Latency p50 / p95, ms`,
      slices.map((slice) => [
        slice.name,
        slice.requests,
        slice.failed,
        pair(slice.ttfaMs),
        pair(slice.latencyMs),
      ]),
    );
  return html`${of("Text length", lengthSlices(rows, method))}${of("Voice", voiceSlices(rows, method))}`;
}

/** Builds a table of the slowest requests, with timelines on the same scale. */
export function slowestTable(slowest: readonly RequestRecord[]): Html {
  const spanMs = Math.max(0, ...slowest.map(({ dueMs, endMs }) => endMs - dueMs));
  const lines = slowest.map((record) => {
    const { level, seq, voice, chars, chunks, error, errorMessage } = record;
    const { requestId, answerId, serverTiming } = record;
    const id = answerId === null ? requestId : `${requestId}, of the server ${answerId}`;
    const end = error === null ? `${chunks.length} chunks` : `${error}: ${errorMessage ?? ""}`;
    return html`<tr>
      <td title="x-request-id ${id}">${level} #${seq}</td>
      <td>${serviceMs(record).toFixed(1)}</td>
      <td>${voice}, ${chars}</td>
      <td class="text">${end}</td>
      <td class="text">${serverTiming ?? NOT_MEASURED}</td>
      <td class="timeline">${timeline(record, spanMs)}</td>
    </tr>`;
  });
  const timelineHead = `Timeline, 0 to ${spanMs.toFixed(0)} ms from the planned send time`;
  const heads = ["Request", "Service, ms", "Voice, characters", "End", "Server-Timing"];
  return tableOf([...heads, timelineHead], lines);
}

const NOT_MEASURED = "–";

function figures(stats: Stats | null, ...names: readonly ("p50" | "p95" | "p99")[]): string {
  return stats === null ? NOT_MEASURED : names.map((name) => short(stats[name])).join(" / ");
}

function interval(stats: Stats | null): string {
  if (stats === null) return NOT_MEASURED;
  return stats.p99ci === null ? `n=${stats.n} too small` : stats.p99ci.map(short).join("–");
}

function pair(values: readonly [number, number] | null): string {
  return values === null ? NOT_MEASURED : values.map(short).join(" / ");
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(Math.abs(value) >= 10 ? 1 : 3);
}

/** Lists the failures by kind, and those of HTTP by status. */
function errorText({ errors, statuses }: LevelSummary): string {
  const isStatusOf = (kind: string, status: number) =>
    (kind === "http_429" && status === 429) ||
    (kind === "http_5xx" && status >= 500) ||
    (kind === "http_4xx" && status >= 300 && status < 500 && status !== 429);
  const listed = Object.entries(errors).map(([kind, count]) => {
    const own = Object.entries(statuses).filter(([status]) => isStatusOf(kind, Number(status)));
    const each = own.map(([status, n]) => `${status}: ${n}`).join(", ");
    return `${kind}: ${count}${each === "" ? "" : ` (${each})`}`;
  });
  return listed.join(", ") || "0";
}
