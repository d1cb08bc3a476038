/** Safe markup, in which values are escaped. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly Html[];

/**
 * Builds markup from a template. Values are escaped, except values that are Html already.
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

/** Returns `value` as JSON for a script element. "<" is escaped, so that `value` cannot end the element. */
export function scriptJson(value: unknown): Html {
  return { markup: JSON.stringify(value).replaceAll("<", "\\u003c") };
}

function markupOf(part: Part): string {
  if (typeof part === "number") return String(part);
  if (typeof part === "string") return part.replaceAll(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
}
