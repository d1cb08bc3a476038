import { fileURLToPath } from "node:url";
import type { Summary } from "../results/runSummary.ts";
import { type Gate, savedGates } from "../figures/gate.ts";
import { headline } from "../headline/headline.ts";
import type { Chart } from "./charts/chart.ts";
import { chartSections } from "./charts/charts.ts";
import { html, type Html, scriptJson } from "./escape.ts";
import { failureSection } from "./failures.ts";
import type { Gathered } from "./gather.ts";
import { settingsTable } from "./settings.ts";
import { levelTables, probeTable, sliceTables, slowestTable } from "./tables.ts";
import { talkSection } from "./talkTable.ts";
import { verdictTable } from "./verdictTable.ts";

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
  const gates = savedGates(summary.settings);
  const sections = chartSections(summary, gathered, gates);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; media-src data: 'self' file:"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${summary.name}: ${summary.kind} of ${summary.target}</title>
        <style>
          ${plotStyle}${style}
        </style>
      </head>
      <body>
        <main>
          ${opening(summary, gates)} ${talkSection(summary.levels)}
          ${sections.map(
            ({ title, charts }) =>
              html`<h2>${title}</h2>
                <div class="charts">${charts.map(chartPlace)}</div>`,
          )}
          ${failureSection(gathered.failures)}
          <h2>Figures of each level</h2>
          ${levelTables(summary.levels)}
          <h2>By text length and voice</h2>
          ${sliceTables(gathered, summary.percentileMethod)}
          <h2>Slowest requests</h2>
          <p class="key">
            <i class="waiting"></i>waits for the send <i class="headers"></i>for the headers
            <i class="first-audio"></i>for the first audio <i class="audio"></i>audio, a tick per
            chunk <i class="failed"></i>failed
          </p>
          ${slowestTable(gathered.slowest)} ${players}
          <h2>Command and settings</h2>
          <p>This command repeats the run, with the same requests at the same times:</p>
          <pre>${summary.command}</pre>
          ${settingsTable(summary)}
        </main>
        <script type="application/json" id="data">
          ${scriptJson({ charts: sections.flatMap(({ charts }) => charts) })}
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

/** Builds the finding, its warnings, and the table that proves it. */
function opening(summary: Summary, gates: readonly Gate[]): Html {
  const { kind, target, client, startedAt, name, levels, search, warnings } = summary;
  const { tone, text } = headline(summary);
  const allWarnings = [
    ...warnings,
    ...levels.flatMap((level) => level.warnings.map((warning) => `${level.label}: ${warning}`)),
  ];
  const when =
    startedAt === "" ? html`` : html`, started ${startedAt.slice(0, 19).replace("T", " ")} UTC`;
  return html`<header class="${tone}">
      <h1>${text}</h1>
      <p>${KINDS[kind]} <b class="target">${target}</b> (API ${client}${when}), run ${name}.</p>
    </header>
    ${search === undefined ? verdictTable(levels, gates) : probeTable(search)}
    ${
      allWarnings.length === 0
        ? html``
        : html`<h2>Warnings</h2>
            <ul class="warnings">
              ${allWarnings.map((warning) => html`<li>${warning}</li>`)}
            </ul>`
    }`;
}

const KINDS: Readonly<Record<Summary["kind"], string>> = {
  burst: "Burst, all requests at once, of",
  closed: "Closed loop, a fixed number of requests in flight, of",
  sweep: "Sweep, requests at planned times at rising rates, of",
  search: "Search for the highest rate that holds, of",
  talk: "Conversations, replies that arrive token by token, with",
};

function chartPlace({ id, note }: Chart): Html {
  return html`<figure>
    <div class="chart" id="chart-${id}"></div>
    <figcaption>${note}</figcaption>
  </figure>`;
}

/** Reads a script or style sheet as the content of its element. */
async function asset(url: string): Promise<Html> {
  const markup = await Bun.file(fileURLToPath(url)).text();
  return { markup: markup.replaceAll("</script", "<\\/script") };
}
