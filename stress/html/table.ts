import { html, type Html } from "./escape.ts";

/** Builds a table of values. `heads` are separated by "|". */
export function table(heads: string, rows: readonly (readonly (string | number)[])[]): Html {
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell) => html`<td>${cell}</td>`)}
      </tr>`,
  );
  return tableOf(heads.split("|"), body);
}

/** Builds a table that scrolls horizontally on a narrow page. */
export function tableOf(heads: readonly string[], body: readonly Html[]): Html {
  const head = heads.map((text) => html`<th>${text}</th>`);
  return scrollingTable("plain", head, body);
}

/** Builds a table of a class from the cells of its head and its rows. It scrolls horizontally on a narrow page. */
export function scrollingTable(
  className: "plain" | "cards",
  head: readonly Html[],
  body: readonly Html[],
): Html {
  return html`<div class="scroll" tabindex="0">
    <table class="${className}">
      <thead>
        <tr>
          ${head}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}
