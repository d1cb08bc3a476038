import { html, type Html } from "./escape.ts";
import { scrollingTable } from "./table.ts";

/** A cell of a table of cards; `isGood` colors it as good or bad. */
export interface Cell {
  readonly content: Html;
  readonly isGood?: boolean;
}

/** Builds a table whose rows become cards on a phone. The first cell of a row is its title. */
export function cardTable(
  heads: readonly string[],
  rows: readonly (readonly [title: string, ...cells: Cell[]])[],
): Html {
  const [first = "", ...others] = heads;
  const body = rows.map(([title, ...cells]) => {
    const rest = cells.map(({ content, isGood }, index) => {
      const state = isGood === undefined ? "" : isGood ? "good" : "bad";
      return html`<td data-head="${others[index] ?? ""}" class="${state}">
        <div>${content}</div>
      </td>`;
    });
    return html`<tr>
      <th scope="row"><span>${first} </span>${title}</th>
      ${rest}
    </tr>`;
  });
  const head = heads.map((text) => html`<th data-head="${text}">${text}</th>`);
  return scrollingTable("cards", head, body);
}
