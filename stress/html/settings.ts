import type { Summary } from "../results/runSummary.ts";
import { html, type Html } from "./escape.ts";

/** Builds the table of the settings of a run, closed until a reader opens it. */
export function settingsTable(summary: Summary): Html {
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
  return html`<details>
    <summary>All settings</summary>
    <table class="settings">
      <tbody>
        ${rows}
      </tbody>
    </table>
  </details>`;
}
