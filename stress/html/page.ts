import { fileURLToPath } from "node:url";
import type { Summary } from "../results/runSummary.ts";
import type { SearchResult } from "../results/searchResult.ts";
import { gateLine } from "../figures/gate.ts";
import { countedRequests } from "../figures/summary.ts";
import { percent } from "../figures/percent.ts";
import { type ChartData, chartData } from "./chartData.ts";
import { html, type Html, scriptJson } from "./escape.ts";
import type { Gathered } from "./gather.ts";
import { levelTables, probeTable, sliceTables, slowestTable } from "./tables.ts";

/** Builds the report as one page that loads nothing from the network. `players` is the section of kept audio. */
export async function reportPage(
  summary: Summary,
  gathered: Gathered,
  players: Html,
): Promise<string> {
  const [plotScript, plotStyle, script, style] = await Promise.all([
    asset(import.meta.resolve("uplot/dist/uPlot.iife.min.js")),
    asset(import.meta.resolve("uplot/dist/uPlot.min.css")),
    asset(import.meta.resolve("./page.js")),
    asset(import.meta.resolve("./page.css")),
  ]);
  const data = chartData(gathered);
  const open = summary.levels.some(({ targetQps }) => targetQps !== null);
  const latency = open ? "Response (from the planned send time)" : "Service (from the send)";
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; media-src data: 'self' file:"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${summary.name}: ${summary.kind} of ${summary.target}</title>
        <style>
          ${plotStyle}${style}
        </style>
      </head>
      <body>
        <h1>${summary.name}</h1>
        <p>
          ${summary.kind} of <b>${summary.target}</b> (client ${summary.client}), started
          ${summary.startedAt}
        </p>
        ${verdict(summary)} ${summary.search === undefined ? html`` : probeTable(summary.search)}
        <h2>Levels</h2>
        ${levelTables(summary.levels)} ${charts(summary, data)}
        <h2>Slices</h2>
        ${sliceTables(gathered, summary.percentileMethod)}
        <h2>Slowest requests</h2>
        <p class="key">
          <i class="waiting"></i>waits for the send <i class="headers"></i>for the headers
          <i class="first-audio"></i>for the first audio <i class="audio"></i>audio, a tick per
          chunk <i class="failed"></i>failed
        </p>
        ${slowestTable(gathered.slowest)} ${players}
        <h2>Command</h2>
        <pre>${summary.command}</pre>
        <h2>Settings</h2>
        ${settings(summary)}
        <script type="application/json" id="data">
          ${scriptJson({ ...data, latency })}
        </script>
        <script>
          ${plotScript};
        </script>
        <script>
          ${script};
        </script>
      </body>
    </html> `;
  return page.markup;
}

/** Builds the placeholders of the charts, which page.js fills. */
function charts(summary: Summary, data: ChartData): Html {
  return html`<h2>Over time</h2>
    <p>
      Points are single requests at their planned
      instant${data.thinning > 1 ? `; each is the slowest of ${data.thinning} neighbours` : ""}.
      Drag to zoom, double click to zoom out.
    </p>
    <div class="chart" id="time"></div>
    <h2>By level</h2>
    ${failureNote(summary)}
    <div class="pair">
      <div class="chart" id="ttfaByLevel"></div>
      <div class="chart" id="latencyByLevel"></div>
    </div>
    <h2>Distribution</h2>
    <div class="pair">
      <div class="chart" id="ttfaDistribution"></div>
      <div class="chart" id="latencyDistribution"></div>
    </div>
    ${
      data.stalls === null
        ? html``
        : html`<h2>Stalls</h2>
            <p>Playback starts at the first audio.</p>
            <div class="chart" id="stalls"></div>`
    }`;
}

/** Builds the section of validity, objectives and warnings. */
function verdict(summary: Summary): Html {
  const { slo, valid } = summary;
  const levelWarnings = summary.levels
    .filter(({ warnings }) => warnings.length > 0)
    .map(({ label, warnings }) => `${label}: ${warnings.join("; ")}`);
  const warnings = [...summary.warnings, ...levelWarnings].map((text) => html`<li>${text}</li>`);
  const gates = (slo?.gates ?? []).map(
    (gate) => html`<li class="${gate.pass ? "good" : "bad"}">${gateLine(gate)}</li>`,
  );
  const measured = valid
    ? html`<b class="good">Valid</b>: requests were sent as planned.`
    : html`<b class="bad">Invalid</b>: requests were not sent as planned; see the warnings.`;
  const objectives =
    summary.search !== undefined
      ? capacity(summary.search)
      : slo === undefined
        ? html`Objectives: not set (--slo).`
        : html`Objectives:
            <b class="${slo.pass ? "good" : "bad"}">${slo.pass ? "met" : "NOT MET"}</b>`;
  return html`<section class="verdict">
    <p>${measured} ${objectives}</p>
    <ul>
      ${gates}${warnings}
    </ul>
  </section>`;
}

/** States the fraction of failed requests per level, because failures of slow requests make latencies look better. */
function failureNote({ levels }: Summary): Html {
  const shares = levels.flatMap((level) => {
    const { label, ok } = level;
    const counted = countedRequests(level);
    return ok < counted ? [`${label}: ${percent((counted - ok) / counted)}`] : [];
  });
  if (shares.length === 0) return html``;
  return html`<p>Latencies exclude failed requests. Failed: ${shares.join(", ")}.</p>`;
}

function capacity({ capacityQps, lowerBound, target, bracket, binding }: SearchResult): Html {
  const failed =
    bracket[1] === null ? "every rate passed" : `${bracket[1]} fails, ${binding ?? ""}`;
  if (capacityQps === null || lowerBound === null)
    return html`<b class="bad">Capacity: not found, every rate failed</b> (${failed}).`;
  return html`<b class="good">Capacity: ${capacityQps} requests per second</b>: at least
    ${percent(lowerBound)} of the requests met all gates, target ${percent(target)}; ${failed}.`;
}

function settings(summary: Summary): Html {
  const values = {
    ...summary.settings,
    seed: summary.seed,
    scheduleHash: summary.scheduleHash,
    percentileMethod: summary.percentileMethod,
  };
  const rows = Object.entries(values).map(([name, value]) => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return html`<tr>
      <th>${name}</th>
      <td class="text">${text ?? ""}</td>
    </tr>`;
  });
  return html`<table class="settings">
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** Reads a script or style sheet as the content of its element. */
async function asset(url: string): Promise<Html> {
  const markup = await Bun.file(fileURLToPath(url)).text();
  return { markup: markup.replaceAll("</script", "<\\/script") };
}
