import type { Context } from "hono";
import { html } from "hono/html";
import { z } from "zod";
import type { Env } from "../env.ts";
import { TEXTS } from "../page/parts/texts.ts";
import { rootOf, sendPage } from "../page/shell.ts";
import { ERRORS, type Operation, OPERATIONS, SCHEMAS } from "./operations.ts";

/** The parts of a JSON schema (as zod generates it) that the page shows. */
interface Shape {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

/** Responds to GET /docs with all routes and fields, and a form to try speech. */
export function docs(c: Context<Env>) {
  const root = rootOf(c);
  const content = html`<p>${TEXTS.docs.intro} <a href="${root}openapi.json">openapi.json</a></p>
    ${sections()}`;
  return sendPage(c, { name: "docs", script: "docs.js", content });
}

let rendered: ReturnType<typeof section>[] | undefined;

/** Returns one section per route. The sections are rendered once, on the first request. */
function sections() {
  return (rendered ??= OPERATIONS.map(section));
}

function section({ method, path, summary, body, errors }: Operation) {
  return html`<section class="card">
    <h2><b class="${method}">${method.toUpperCase()}</b> ${path}</h2>
    <p>${summary}.</p>
    ${body === undefined ? "" : table(z.toJSONSchema(SCHEMAS[body.schema], { io: "input" }) as Shape)}
    ${
      errors.length === 0
        ? ""
        : html`<details>
            <summary>${TEXTS.docs.errors}</summary>
            <table>
              ${errors
                .toSorted((a, b) => a - b)
                .map(
                  (status) =>
                    html`<tr>
                      <td>${status}</td>
                      <td>${ERRORS[status]}</td>
                    </tr>`,
                )}
            </table>
          </details>`
    }
  </section>`;
}

function table({ properties = {}, required = [] }: Shape) {
  return html`<table>
    ${Object.entries(properties).map(
      ([name, field]) =>
        html`<tr>
          <td><code>${name}</code>${required.includes(name) ? html` <em>required</em>` : ""}</td>
          <td>${typeText(field)}</td>
          <td>${marked(field.description ?? "")}</td>
        </tr>`,
    )}
  </table>`;
}

/** Describes the type of a field, without the null that every optional field accepts. */
function typeText({ type, anyOf, enum: choices, properties, ...range }: Shape): string {
  if (anyOf !== undefined)
    return anyOf
      .filter((shape) => shape.type !== "null")
      .map(typeText)
      .join(" or ");
  if (choices !== undefined) return choices.join(", ");
  if (properties !== undefined) return `{${Object.keys(properties).join(", ")}}`;
  const name = [type].flat().find((one) => one !== "null") ?? "";
  const low = range.exclusiveMinimum ?? range.minimum;
  const bound = (value: number | undefined) =>
    value !== undefined && Number.isSafeInteger(Math.trunc(value)) && Math.abs(value) < 1e9;
  if (bound(low) && bound(range.maximum)) return `${name} ${low} to ${range.maximum}`;
  if (bound(low)) return `${name} ${range.exclusiveMinimum === undefined ? "from" : "over"} ${low}`;
  return name;
}

/** Renders backticks in a description as code. */
function marked(text: string) {
  return text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}
