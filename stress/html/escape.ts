/** Safe markup: its values are escaped. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly Html[];

/**
 * A template whose values are escaped, unless they are Html.
 *
 * @example
 * html`<td>${"a < b"}</td>`.markup; // <td>a &#60; b</td>
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = template.reduce((text, piece, index) => {
    return text + markupOf(parts[index - 1] ?? "") + piece;
  });
  return { markup };
}

/** `value` as JSON inside a script element; "<" is escaped, so that it cannot end the element. */
export function scriptJson(value: unknown): Html {
  return { markup: JSON.stringify(value).replaceAll("<", "\\u003c") };
}

function markupOf(part: Part): string {
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return part.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
}
